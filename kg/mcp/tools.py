"""What an assistant may ask of a graph, each answer as data of bounded size with ids that can be cited."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError, count
from kg.render.check_json import check_document
from kg.render.result_rows import rows_of
from kg.render.safe import plain_text
from kg.render.trace_json import trace_document
from kg.render.trace_text import render_trace
from kg.rules.queries import is_query_name, query_of
from kg.rules.registry import built_in, explained, rule_of
from kg.search.scoring import search
from kg.sparql.query import Limits, Question
from kg.sparql.results import answers_of
from kg.workspace.parameters import bound
from kg.workspace.query import ask
from kg.workspace.rulebook import rules_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.api import Graph

MOST_ROWS: Final = 200
MOST_HITS: Final = 50
MOST_FINDINGS: Final = 200
MOST_CHARACTERS: Final = 60_000
LONGEST_VALUE: Final = 4_000
LIMITS: Final = Limits(seconds=20, answer=4 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools over one graph. Raises HeadwaterError for what cannot be answered, with what to do next."""

    graph: Graph

    def trace(self, claim: str, as_of: str | None = None) -> dict[str, Any]:
        """The lineage of a claim as text and, where it is not too long, as data."""
        found = self.graph.trace(claim, as_of)
        document = trace_document(found)
        long = len(json.dumps(document, default=float)) > MOST_CHARACTERS
        return {
            "id": found.claim.id,
            "iri": found.lineage.start,
            "graph": found.graph_name,
            "text": render_trace(found, hint="")[:MOST_CHARACTERS],
            "data": None if long else _plain(document),
        }

    def check(self, code: str | None = None, severity: str | None = None) -> dict[str, Any]:
        """What the rules find, of one rule or severity if that is asked. Raises NotFoundError for a rule that there is not."""
        if code is not None:
            rule_of(code, rules_of(self.graph).rules)
        document = check_document(self.graph.check())
        wanted = [
            finding
            for finding in document["findings"]
            if (code is None or finding["code"] == code.upper())
            and (severity is None or finding["severity"] == severity)
        ]
        return {
            "checked": document["checked"],
            "total": len(wanted),
            "truncated": len(wanted) > MOST_FINDINGS,
            "findings": _plain(wanted[:MOST_FINDINGS]),
        }

    def search(self, text: str, limit: int = 10) -> dict[str, Any]:
        """The claims that fit a text, best first."""
        if not any(sign.isalnum() for sign in text):
            raise UsageError("text: say what to look for, in words, numbers or places")
        if limit < 1:
            raise UsageError(f"limit: a number from 1 to {MOST_HITS}, and {limit} was given")
        hits = search(self.graph.store, text)[: min(limit, MOST_HITS)]
        short = self.graph.short
        return {
            "claims": [
                {"id": short.get(hit.iri, hit.iri), "iri": hit.iri, "text": _cut(plain_text(hit.text))} for hit in hits
            ]
        }

    def query(self, sparql: str, params: Mapping[str, object] | None = None) -> dict[str, Any]:
        """Rows of a SPARQL query or of a named query, over data and derived facts."""
        text = query_of(sparql).sparql if is_query_name(sparql) else sparql
        terms = bound(self.graph, params or {})
        answers = answers_of(ask(self.graph, Question(text, bound=terms), LIMITS, facts=True))
        headings, rows = rows_of(answers)
        held: list[list[object]] = []
        size = 0
        for row in rows[:MOST_ROWS]:
            shown = [_cut(value) for value in row]
            size += sum(len(str(value)) for value in shown)
            if size > MOST_CHARACTERS:
                break
            held.append(shown)
        told = {"variables": list(headings), "rows": held, "total": len(rows), "truncated": len(held) < len(rows)}
        return {**told, "notice": _notice(rows[: len(held)], len(rows))}

    def explain(self, code: str) -> dict[str, Any]:
        """What one rule flags, why, and how to put it right."""
        return explained(rule_of(code, built_in()))


def _cut(value: object) -> object:
    """A value, as much of it as an assistant can use."""
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return f"{value[:LONGEST_VALUE]}… (cut: {count(len(value), 'character')} in all)"
    return value


def _notice(given: Sequence[Sequence[object]], total: int) -> str | None:
    """What of an answer was left out, and how to get it; None where it is whole."""
    said = []
    if len(given) < total:
        said.append(
            f"{count(len(given), 'row')} of {total:,} given; ask for fewer, for fewer columns, or in parts with LIMIT and OFFSET"
        )
    if any(_cut(value) is not value for row in given for value in row):
        said.append(f"values longer than {count(LONGEST_VALUE, 'character')} are cut; ask for a part with SUBSTR")
    return ". ".join(said) or None


def _plain(document: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The same document with decimals as numbers."""
    return json.loads(json.dumps(document, default=float))
