"""How well a tool traces twelve numbers that travelled, beside what a careful reader answers.

`python -m benchmarks.lineages_scored` scores Headwater on its bundled records; with a file of answers it scores those, so that another tool
can be measured on the same questions. `--questions` prints the questions, in the form that the answers take.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.api import open_graph
from kg.compare.changes import CANNOT_TELL
from kg.resources import bundled_graphs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.api import Graph

NAME: Final = "travelling-numbers"
# The ends of a trace in the words of the answers.
ENDS: Final = {"made here": "origin", "goes round": "circular", "not traced further": "not traced"}
# Kinds of change that a reader need not name: silence at one end, a correct rounding, and what cannot be told.
SILENT: Final = frozenset({"added", "dropped"})
SAME: Final = frozenset({"rounded", CANNOT_TELL})

Hop = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one number: where it comes from, how its paths end, and what changed on which step."""

    claim: str
    origin: str
    ends: frozenset[str]
    circular: bool
    independent: int
    changes: Mapping[Hop, frozenset[str]]
    silent: Mapping[Hop, frozenset[str]]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Answer:
        """An answer as a file holds it."""
        changes = {(hop["from"], hop["to"]): frozenset(hop["fields"]) for hop in data["changes"]}
        ends = frozenset(data["ends"])
        return cls(
            data["claim"], data["origin"] or "", ends, bool(data["circular"]), int(data["independent"]), changes, {}
        )


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the questions were answered as a reader answers them, and how the changes compare."""

    questions: int
    origin: int
    ends: int
    circular: int
    independent: int
    found: int
    missed: int
    invented: int

    @property
    def precision(self) -> float:
        """The part of the changes reported that a reader would name."""
        return self.found / ((self.found + self.invented) or 1)

    @property
    def recall(self) -> float:
        """The part of the changes that a reader names which are reported."""
        return self.found / ((self.found + self.missed) or 1)


def expected() -> list[Answer]:
    """The reader's answers."""
    text = bundled_graphs()[NAME].joinpath("answers.toml").read_text(encoding="utf-8")
    return [Answer.of(question) for question in tomllib.loads(text)["question"]]


def headwater(graph: Graph, claim: str) -> Answer:
    """What a trace says of a claim."""
    data: dict[str, Any] = dict(graph.trace(claim).to_dict())
    before = data["before_change"] or {}
    origins = [end["node"] for end in data["ends"] if end["kind"] == "made here"]
    changed: dict[Hop, set[str]] = {}
    silent: dict[Hop, set[str]] = {}
    for change in data["drift"]:
        if change["kind"] not in SAME:
            kind = silent if change["kind"] in SILENT else changed
            kind.setdefault((change["from"], change["to"]), set()).add(change["field"])
    return Answer(
        claim,
        origins[0] if len(origins) == 1 else "",
        frozenset(ENDS.get(end["kind"], end["kind"]) for end in data["ends"]),
        bool(data["loops"]),
        data["independent_origins"] or before.get("independent_origins") or 0,
        {hop: frozenset(fields) for hop, fields in changed.items()},
        {hop: frozenset(fields) for hop, fields in silent.items()},
    )


def score(wanted: Sequence[Answer], given: Mapping[str, Answer]) -> Score:
    """The score of some answers; a question without an answer counts as answered wrongly."""
    pairs = [(one, given[one.claim]) for one in wanted if one.claim in given]
    changes = [_changes(one, other) for one, other in pairs]
    absent = sum(len(fields) for one in wanted if one.claim not in given for fields in one.changes.values())
    return Score(
        len(wanted),
        sum(one.origin == other.origin for one, other in pairs),
        sum(one.ends == other.ends for one, other in pairs),
        sum(one.circular == other.circular for one, other in pairs),
        sum(one.independent == other.independent for one, other in pairs),
        sum(found for found, _, _ in changes),
        sum(missed for _, missed, _ in changes) + absent,
        sum(invented for _, _, invented in changes),
    )


def _changes(wanted: Answer, given: Answer) -> tuple[int, int, int]:
    """How many changes were found, missed and invented; silence at one end is right where a reader names it and else nothing."""
    found = missed = invented = 0
    for hop in wanted.changes.keys() | given.changes.keys() | given.silent.keys():
        fields, changed = wanted.changes.get(hop, frozenset()), given.changes.get(hop, frozenset())
        seen = fields & (changed | given.silent.get(hop, frozenset()))
        found += len(seen)
        missed += len(fields - seen)
        invented += len(changed - fields)
    return found, missed, invented


def table(one: Score) -> str:
    """A score as lines of text."""
    rows = [("origin", one.origin), ("ends", one.ends), ("circular or not", one.circular)]
    rows.append(("independent origins", one.independent))
    lines = [f"{name:<20} {right:>3} of {one.questions}" for name, right in rows]
    lines.append(f"{'changes':<20} precision {one.precision:.2f}, recall {one.recall:.2f}")
    lines.append(f"{'':<20} {one.found} found, {one.missed} missed, {one.invented} not named by the reader")
    return "\n".join(lines)


def main() -> None:
    """Print the score of Headwater, or of a file of answers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("answers", nargs="?", type=Path, help="A JSON list of answers, with the keys of answers.toml.")
    parser.add_argument("--questions", action="store_true", help="Print the questions as JSON, and nothing else.")
    given = parser.parse_args()
    wanted = expected()
    if given.questions:
        print(json.dumps([{"claim": one.claim} for one in wanted], indent=2))
    elif given.answers:
        answers = [Answer.of(one) for one in json.loads(given.answers.read_text(encoding="utf-8"))]
        print(table(score(wanted, {one.claim: one for one in answers})))
    else:
        graph = open_graph(str(bundled_graphs()[NAME]))
        print(table(score(wanted, {one.claim: headwater(graph, one.claim) for one in wanted})))


if __name__ == "__main__":
    main()
