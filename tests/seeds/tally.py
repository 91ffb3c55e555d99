"""Who moved the picture which way: the directions of drift, by the kind of maker that the records give."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.formats.folder import read_folder
from kg.resources import seeds

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.lineage.evidence import Evidence
    from kg.model.records import Agent

DIRECTIONS: Final = Path(__file__).parents[2] / "seeds" / "drift-directions.csv"
PICTURES: Final = ("raises", "lowers", "neither")
MEMBERS: Final = "members of parliament"
OTHERS: Final = "campaigns, opinion, unsigned"
ONE_BY_ONE: Final = ("fact-checkers", "official bodies")
HOUSES: Final = frozenset({"house-of-commons", "house-of-lords"})
# The kinds of agents in the records, under the heading that the tally gives them; whatever is not here stands under the last one.
KINDS: Final = {
    "newspapers and broadcasters": frozenset(
        {"newspaper", "broadcaster", "news agency", "news site", "magazine", "trade magazine"}
    ),
    "fact-checkers": frozenset({"fact-checker"}),
    "official bodies": frozenset(
        {
            "combined authority",
            "government",
            "government department",
            "inspectorate",
            "law-enforcement agency",
            "local authority",
            "local inquiry",
            "office",
            "parliament",
            "police body",
            "police force",
            "police programme",
            "safeguarding board",
            "safeguarding partnership",
            "select committee",
            "statistics office",
            "statutory body",
            "statutory inquiry",
        }
    ),
}


def directions() -> list[dict[str, str]]:
    """Which way each drift example moves the picture, and the claim whose sentence already counts, if one does."""
    return list(csv.DictReader(DIRECTIONS.read_text(encoding="utf-8").splitlines()))


def tally(graph: Graph, evidence: Evidence) -> str:
    """How many sentences raise the picture and how many lower it, by kind of maker, and those of official bodies and
    fact-checkers one by one.
    """  # noqa: D205
    rows = [row for row in directions() if not row["counted with"]]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    makers = made_by(graph, evidence)
    for row in rows:
        counts[makers[row["claim"]]][row["picture"]] += 1
    lines = ["| made by | raises | lowers | neither |", "|---|---|---|---|"]
    lines += [_row(maker, counts[maker]) for maker in sorted(counts, key=lambda maker: (-counts[maker].total(), maker))]
    lines += [_row("all", sum(counts.values(), Counter())), "", "Of these, by official bodies and fact-checkers:", ""]
    lines += [
        f"- `{row['claim']}` restating `{row['leans on']}`: {row['picture']}"
        for row in sorted(rows, key=lambda row: row["claim"])
        if makers[row["claim"]] in ONE_BY_ONE
    ]
    return "\n".join(lines)


def made_by(graph: Graph, evidence: Evidence) -> dict[str, str]:
    """The heading under which each claim is counted: by who speaks, else who published, else who wrote."""
    agents = {agent.id: agent for file in read_folder(seeds()) for agent in file.records.agents}
    found = {}
    for node, claim in evidence.claims.items():
        source = evidence.sources.get(claim.made_in or "")
        first = next(iter(claim.by or (source and (source.publisher or source.authors)) or ()), "")
        found[graph.short[node]] = _heading(agents.get(first.rpartition("/")[2]))
    return found


def _heading(agent: Agent | None) -> str:
    if agent is None:
        return OTHERS
    if agent.kind == "person" and HOUSES & set(agent.part_of):
        return MEMBERS
    return next((heading for heading, kinds in KINDS.items() if agent.kind in kinds), OTHERS)


def _row(maker: str, counts: Counter[str]) -> str:
    return "| " + " | ".join((maker, *(str(counts[picture]) for picture in PICTURES))) + " |"
