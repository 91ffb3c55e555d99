"""The parts of `seeds/README.md` that follow from the records, and putting them there.

`python -m tests.seeds.readme` writes them; a test holds that they are what it would write.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import kg
from kg.model.words import ReadingStatus, Role, Shown
from kg.resources import seeds
from tests.seeds.tally import tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.api import Graph
    from kg.lineage.evidence import Evidence

README: Final = Path(__file__).parents[2] / "seeds" / "README.md"
MOST_REPEATED: Final = 6


def most_repeated(graph: Graph, evidence: Evidence) -> str:
    """The figures with the largest number of recorded restatements in other works."""
    works: dict[str, set[str]] = defaultdict(set)
    for link in evidence.links:
        target = evidence.claims.get(link.target)
        restates = link.relation.role is Role.EVIDENCE and not (link.group or link.relation.is_working)
        if restates and target and target.figure and evidence.work_of(link.source) != evidence.work_of(link.target):
            works[link.target].add(evidence.work_of(link.source))
    first = sorted(works, key=lambda node: (-len(works[node]), graph.short[node]))[:MOST_REPEATED]
    lines = ["| figure | restated in |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{graph.short[node]}` | {len(works[node])} works |" for node in first)])


def to_verify(graph: Graph, evidence: Evidence) -> str:
    """What is recorded of each source without its own text having been seen, from the readings."""
    reported: dict[str, list[str]] = defaultdict(list)
    unread: dict[str, list[str]] = defaultdict(list)
    unseen: dict[str, set[str]] = defaultdict(set)
    for node, claim in sorted(evidence.claims.items()):
        source, _, name = graph.short[node].partition("/")
        if claim.status is ReadingStatus.REPORTED:
            reported[source].append(name)
        elif claim.status is ReadingStatus.UNREAD:
            unread[source].append(name)
        if not claim.reading.was_read:
            unseen[source].update(claim.reading.not_seen)
    whole = [source for source in evidence.sources.values() if evidence.status(source.id) is ReadingStatus.UNREAD]
    bare = sorted(graph.short[source.id] for source in whole if not evidence.claims_of.get(source.id))
    links = sum(not link.reading.was_read and link.shown_as is not Shown.NOT_SHOWN for link in evidence.links)
    lines = [
        "| source | claims seen only in other reporting | not seen at all | fields not seen |",
        "|---|---|---|---|",
    ]
    for source in sorted({*reported, *unread}):
        cells = (f"`{source}`", _names(reported[source]), _names(unread[source]), ", ".join(sorted(unseen[source])))
        lines.append("| " + " | ".join(cells) + " |")
    counted = Counter(str(claim.status) for claim in evidence.claims.values())
    lines += [
        "",
        f"Of {len(evidence.claims)} claims: "
        + ", ".join(f"{n} {status}" for status, n in sorted(counted.items()))
        + ".",
    ]
    lines += [f"Links whose own text was not seen: {links}.", f"Sources not seen, without claims: {_names(bare)}."]
    return "\n".join(lines)


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def filled(text: str) -> str:
    """The README with its derived parts put between their markers."""
    graph = kg.open(str(seeds()))
    evidence = graph.analysis().graph
    parts = {
        "tally": tally(graph, evidence),
        "most repeated": most_repeated(graph, evidence),
        "to verify": to_verify(graph, evidence),
    }
    for name, part in parts.items():
        between = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
        if not between.search(text):
            raise ValueError(f"{README}: no markers for “{name}”")
        text = between.sub(lambda match, part=part: f"{match[1]}\n{part}\n\n{match[2]}", text)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")
