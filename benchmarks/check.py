"""The time of `kg check` on a synthetic graph, whole and rule by rule.

python benchmarks/check.py            100,000 claims
python benchmarks/check.py 10000      another number
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Final

from kg.vocabulary import PREFIXES, concept

if TYPE_CHECKING:
    from collections.abc import Iterator

CLAIMS: Final = 100_000
ALLOWED: Final = 20.0
BASE: Final = "https://example.org/headwater/"
_UNITS: Final = ("children", "victims", "suspects", "offenders", "cases")
_RELATIONS: Final = ("cito:citesAsEvidence", "hw:names", "hw:relays", "prov:wasDerivedFrom", "cito:usesDataFrom")


def turtle(claims: int, seed: int = 7) -> Iterator[str]:
    """A graph in Turtle: five claims a source, each with a figure and up to two links to earlier claims.

    Three restatements in four have the figure of what they lean on; the others change one field of it.
    """
    draw = random.Random(seed)  # noqa: S311 - a graph to measure, no secret
    yield "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**PREFIXES, "ex": BASE}.items())
    for source in range(claims // 5):
        yield f'ex:s{source} a prov:Entity ; dcterms:title "Source {source}" ; dcterms:issued "{draw.randint(1990, 2025)}" .\n'
    figures: list[tuple[int, dict[str, str]]] = []
    for claim in range(claims):
        yield from _claim(claim, figures, draw)
    for number in range(claims // 50):
        target, by = draw.randrange(claims), draw.randrange(claims)
        relation = draw.choice(("cito:disputes", "cito:critiques", "cito:confirms", "hw:withdraws", "dcterms:replaces"))
        yield _link(f"ex:c{by}", f"ex:x{number}", relation, f"ex:c{target}")
    for number in range(claims // 100):
        yield (
            f'ex:recommendation{number} a hw:Recommendation ; schema:text "Do {number}" ; '
            f"hw:hingesOn ex:c{draw.randrange(claims)} .\n"
        )


def _claim(claim: int, figures: list[tuple[int, dict[str, str]]], draw: random.Random) -> Iterator[str]:
    read = ' ; hw:readBy "KG"' if draw.random() < 0.7 else ""
    made = (
        f' ; hw:madeHere true ; hw:how "files" ; hw:working <{concept("working", "explained")}>'
        if claim % 4 == 0
        else ""
    )
    leans = [draw.randrange(claim) for _ in range(draw.choice((0, 1, 1, 2)))] if claim else []
    repeats = bool(leans) and not made
    variable, figure = (figures[leans[0]][0], dict(figures[leans[0]][1])) if repeats else (claim, _figure(draw))
    if draw.random() < 0.25:
        field = draw.choice(sorted(figure))
        figure[field] = _figure(draw).get(field, figure[field])
    figures.append((variable, figure))
    yield (
        f"ex:c{claim} a hw:Claim , schema:Claim ; schema:appearance ex:s{claim // 5} ; schema:about ex:v{variable} ; "
        f'schema:text "Claim {claim}" ; hw:figure ex:f{claim}{read}{made} .\n'
        f"ex:f{claim} a hw:Figure ; {' ; '.join(f'{term} {value}' for term, value in figure.items())} .\n"
    )
    for number, other in enumerate(leans):
        target = f"ex:c{other}" if draw.random() < 0.9 else f"ex:s{other // 5}"
        yield _link(f"ex:c{claim}", f"ex:l{claim}-{number}", draw.choice(_RELATIONS), target)


def _figure(draw: random.Random) -> dict[str, str]:
    found = {
        "schema:value": str(draw.randint(10, 90_000)),
        "schema:unitText": f'"{draw.choice(_UNITS)}"',
        "dcterms:temporal": f'"{draw.randint(1990, 2020)}"',
        "dcterms:spatial": f"ex:a{draw.randrange(300)}",
    }
    if draw.random() < 0.3:
        found |= {
            "schema:value": str(draw.randint(1, 99)),
            "hw:share": "true",
            "hw:denominator": '"suspects"',
            "hw:category": '"x"',
            "hw:base": str(draw.randint(100, 9000)),
        }
    return found


def _link(source: str, link: str, relation: str, target: str) -> str:
    return (
        f"{source} {relation} {target} .\n{link} a cito:Citation ; cito:hasCitingEntity {source} ; "
        f'cito:hasCitedEntity {target} ; hw:relation {relation} ; hw:readBy "KG" .\n'
    )


def main(claims: int) -> None:
    """Print the seconds of a whole check, then what it says of its rules."""
    with TemporaryDirectory() as folder:
        place = Path(folder, "graph")
        place.mkdir()
        (place / "kg.toml").write_text(f'name = "synthetic"\nbase = "{BASE}"\n', encoding="utf-8")
        (place / "claims.ttl").write_text("".join(turtle(claims)), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "kg",
            "check",
            "-g",
            str(place),
            "--exit-zero",
            "--statistics",
            "--profile-rules",
        ]
        for name in ("first run, loading the files", "second run, from the store of the workspace"):
            begun = perf_counter()
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            took = perf_counter() - begun
            print(f"{name}: {took:.1f} s for {claims:,} claims (allowed {ALLOWED:.0f} s for {CLAIMS:,})")
        print(done.stderr)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS)
