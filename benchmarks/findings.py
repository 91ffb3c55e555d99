"""How many findings `kg check` has of each claim as a graph grows: `python -m benchmarks.findings 250 500 1000`.

All claims are about one variable and half of them made their figure themselves, so that any rule that lists pairs would grow with the
square of the claims. The number of findings a claim must stay the same.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final

import kg

# More findings a claim than this would be a rule that lists targets one by one.
MOST_A_CLAIM: Final = 8


def records(claims: int) -> str:
    """Records in YAML: every second claim worked its figure out itself; the others give no source or name one that is there."""
    parts = []
    for number in range(claims):
        making = (
            "made here: yes"
            if number % 2
            else f"rests on: [{{names: s{number - 1}/c}}]"
            if number
            else "read: 2026-01-01 AB"
        )
        parts.append(
            f"source: s{number}\nissued: {2000 + number % 20}\nclaims:\n  c:\n    says: Claim {number}.\n"
            f"    figure: {100 + number % 3} owls, Exampleton, 1999\n    about: owls\n    {making}\n"
        )
    return "---\n".join([*parts, "variables: [{variable: owls, name: Owls}]\n"])


def found(claims: int) -> int:
    """How many findings there are in a graph of so many claims, undecided ones included."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "claims.yaml")
        path.write_text(records(claims), encoding="utf-8")
        report = kg.open(path).check()
    return len(report.findings) + len(report.undecided)


def main() -> None:
    """Print the findings of graphs of several sizes; the exit code is 1 where there are too many a claim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", type=int, nargs="+")
    too_many = False
    for claims in parser.parse_args().claims:
        begun = process_time()
        number = found(claims)
        too_many |= number > MOST_A_CLAIM * claims
        print(
            f"{claims:>7,} claims  {number:>8,} findings  {number / claims:.2f} a claim  {process_time() - begun:.1f} s"
        )
    raise SystemExit(too_many)


if __name__ == "__main__":
    main()
