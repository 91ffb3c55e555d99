"""A seeded graph of claims for the benchmarks: `python -m benchmarks.generate 100000 claims.nt`.

Claims cite earlier ones by preferential attachment, as citations do; some are dead ends, some close loops, and a figure
drifts on its way now and then. The same number and seed give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE: Final = "https://bench.example/"
_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_HW: Final = "https://w3id.org/headwater/ns#"
_SCHEMA: Final = "https://schema.org/"
_DECIMAL: Final = "^^<http://www.w3.org/2001/XMLSchema#decimal>"
_RELATIONS: Final = (
    "http://purl.org/spar/cito/citesAsEvidence",
    "http://www.w3.org/ns/prov#wasDerivedFrom",
    "http://purl.org/spar/cito/obtainsSupportFrom",
    "http://www.w3.org/ns/prov#wasQuotedFrom",
)
_WORDS: Final = (
    "children pupils patients drivers voters homes cases arrests visits accidents claims deaths births jobs".split()
)
_PLACES: Final = 400
_DEAD_END, _MADE_HERE, _LOOP, _DRIFT, _CHALLENGE = 0.08, 0.15, 0.005, 0.15, 0.01


def claim(number: int) -> str:
    """The IRI of a claim."""
    return f"{BASE}claim/{number}"


def triples(count: int, seed: int = 1) -> Iterator[str]:
    """N-Triples lines about `count` claims: type, text, document, figure and links."""
    chance = Random(seed)  # noqa: S311 - a benchmark is repeatable, not secret
    cited: list[int] = []
    for place in range(_PLACES):
        yield f'<{BASE}area/{place}> <{_SCHEMA}name> "Place{place:03d}" .\n'
    values: list[int] = []
    for number in range(count):
        values.append(chance.randrange(100, 1_000_000))
        node = f"<{claim(number)}>"
        targets = _targets(number, cited, chance)
        if targets and chance.random() > _DRIFT:
            values[number] = values[targets[0]]
        word, place = _WORDS[number % len(_WORDS)], values[number] % _PLACES
        text = f"About {values[number]:,} {word} in Place{place:03d}, says report {number // 4}."
        yield f"{node} {_TYPE} <{_HW}Claim> .\n"
        yield f"{node} {_TYPE} <{_SCHEMA}Claim> .\n"
        yield f'{node} <{_SCHEMA}text> "{text}" .\n'
        yield f"{node} <{_SCHEMA}appearance> <{BASE}report/{number // 4}> .\n"
        yield f"{node} <{_HW}figure> <{claim(number)}#figure> .\n"
        yield f'<{claim(number)}#figure> <{_SCHEMA}value> "{values[number]}"{_DECIMAL} .\n'
        yield f'<{claim(number)}#figure> <{_SCHEMA}unitText> "{word}" .\n'
        yield f"<{claim(number)}#figure> <http://purl.org/dc/terms/spatial> <{BASE}area/{place}> .\n"
        if not targets and chance.random() < _MADE_HERE / (_MADE_HERE + _DEAD_END):
            yield f'{node} <{_HW}madeHere> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .\n'
        for target in targets:
            yield f"{node} <{chance.choice(_RELATIONS)}> <{claim(target)}> .\n"
        if number and chance.random() < _CHALLENGE:
            yield f"{node} <http://purl.org/spar/cito/disputes> <{claim(chance.randrange(number))}> .\n"
        if targets and chance.random() < _LOOP:
            yield f"<{claim(targets[-1])}> <{_RELATIONS[0]}> {node} .\n"


def _targets(number: int, cited: list[int], chance: Random) -> list[int]:
    """What a claim cites: what is cited often is cited again; none for a dead end."""
    if not number or chance.random() < _DEAD_END + _MADE_HERE:
        return []
    wanted = 1 + (chance.random() < 0.7) + (chance.random() < 0.5) + (chance.random() < 0.35) + (chance.random() < 0.5)
    found = {
        cited[chance.randrange(len(cited))] if cited and chance.random() < 0.5 else chance.randrange(number)
        for _ in range(wanted)
    }
    cited.extend(sorted(found))
    return sorted(found)


def write(path: Path, count: int, seed: int = 1) -> None:
    """Write the graph as N-Triples."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(triples(count, seed))


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
