"""The time and memory of `kg check` on a synthetic graph: `python -m benchmarks.check 1000 10000 100000`.

Budgets are seconds by the clock on two idle cores; on a shared machine compare seconds on processors. `kg check --profile-rules` says
what each rule took.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Final

from kg.vocabulary import PREFIXES, concept

if TYPE_CHECKING:
    from collections.abc import Iterator

# Seconds and MB by number of claims.
ALLOWED: Final = {1_000: (1.2, 150), 10_000: (4, 300), 100_000: (30, 1_000), 1_000_000: (360, 4_000)}
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


@dataclass(frozen=True)
class Done:
    """What a process and its children took: seconds, of them on processors, and peak memory of the largest in MB."""

    seconds: float
    cpu: float
    megabytes: float


def run(place: Path, *options: str) -> Done:
    """One whole `kg check`, what it prints left unread."""
    begun = perf_counter()
    command = [sys.executable, "-m", "kg", "check", "-g", str(place), "--exit-zero", *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Done(perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main(claims: int, save: Path | None) -> None:
    """Print what a check takes the first time, when it is judged anew, and when nothing has changed."""
    seconds, megabytes = ALLOWED.get(claims, ("", ""))
    with TemporaryDirectory() as folder:
        place = Path(folder, "graph")
        place.mkdir()
        (place / "kg.toml").write_text(f'name = "synthetic"\nbase = "{BASE}"\n', encoding="utf-8")
        (place / "claims.ttl").write_text("".join(turtle(claims)), encoding="utf-8")
        for work, options in (
            ("first time, files read", ()),
            ("judged anew", ("--profile-rules",)),
            ("nothing changed", ()),
        ):
            done = run(place, *options)
            print(
                f"| {claims:9,} | {work:<22} | {done.seconds:7.1f} | {done.cpu:7.1f} | {seconds:>7} "
                f"| {done.megabytes:6,.0f} | {megabytes:>7} |",
                flush=True,
            )
            if save:
                with save.open("a", encoding="utf-8") as file:
                    file.write(f"check: {work.partition(',')[0]},{claims},{done.cpu:.2f},{done.megabytes:.0f}\n")


def arguments() -> argparse.Namespace:
    """The sizes to measure, and where figures are added for `growth.py`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000])
    parser.add_argument(
        "--save", type=Path, help="a CSV file to which work, size, seconds on processors and MB are added"
    )
    return parser.parse_args()


if __name__ == "__main__":
    asked = arguments()
    print("|    claims | work                   | seconds |     CPU | allowed | memory | allowed |")
    print("|----------:|------------------------|--------:|--------:|--------:|-------:|--------:|")
    for size in asked.sizes:
        main(size, asked.save)
