"""What an assistant may ask of a graph, each answer as data of bounded size with ids that can be cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from kg.errors import UsageError, count
from kg.mcp.answers import (
    BYTES_PER_TOKEN,
    DEFAULT_TOKENS,
    LONGEST_VALUE,
    Page,
    answer,
    cleaned,
    is_cut,
    page,
    size,
)
from kg.render.check_json import check_document
from kg.render.result_rows import rows_of
from kg.render.trace_json import trace_document
from kg.render.trace_text import render_trace
from kg.rules.queries import is_query_name, query_of
from kg.rules.registry import built_in, explained, rule_of
from kg.search.scoring import search
from kg.sparql.query import Limits, Question
from kg.sparql.results import answers_of
from kg.workspace.query import ask
from kg.workspace.query_parameters import bound
from kg.workspace.rulebook import rules_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.api import Graph

MOST_LINES: Final = 1_000
MOST_ROWS: Final = 200
MOST_FINDINGS: Final = 200
LIMITS: Final = Limits(seconds=20, answer=4 * 1024 * 1024)


class Tools(Struct, frozen=True):
    """The tools over one graph, each answer of at most so many tokens.

    Raises HeadwaterError for what cannot be answered, with what to do next.
    """

    graph: Graph
    tokens: int = DEFAULT_TOKENS

    def trace(self, claim: str, as_of: str | None = None, limit: int = MOST_LINES) -> dict[str, Any]:
        """The lineage of a claim as lines of text and, where both fit, as data."""
        found = self.graph.trace(claim, as_of)
        lines = page(render_trace(found, hint="").splitlines(), 0, limit, self.tokens)
        names = {"id": found.claim.id, "iri": found.lineage.start, "graph": found.graph_name}
        told = {**cleaned(names), "text": "\n".join(lines.items), "more": lines.more}
        data = cleaned(trace_document(found))
        fits = size((told, data)) < self.tokens * BYTES_PER_TOKEN - LONGEST_VALUE
        notices = [f"{count(lines.more, 'line')} more; ask for the trace of a claim further down"] if lines.more else []
        notices += [] if fits else ["the data are left out, as they are longer than an answer may be"]
        return answer({**told, "data": data if fits else None, "notice": "; ".join(notices) or None}, self.tokens)

    def check(
        self, code: str | None = None, severity: str | None = None, limit: int = MOST_FINDINGS, offset: int = 0
    ) -> dict[str, Any]:
        """What the rules find, of one rule or severity if that is asked. Raises NotFoundError for an unknown rule."""
        if code is not None:
            rule_of(code, rules_of(self.graph).rules)
        document = check_document(self.graph.check())
        wanted = [
            finding
            for finding in document["findings"]
            if (code is None or finding["code"] == code.upper())
            and (severity is None or finding["severity"] == severity)
        ]
        return self._listed(
            "findings", "finding", page(wanted, offset, limit, self.tokens), checked=document["checked"]
        )

    def search(self, text: str, limit: int = 10, offset: int = 0) -> dict[str, Any]:
        """The claims that fit a text, best first."""
        if not any(sign.isalnum() for sign in text):
            raise UsageError("text: say what to look for, in words, numbers or places")
        short = self.graph.short
        hits = [
            {"id": short.get(hit.iri, hit.iri), "iri": hit.iri, "text": hit.text}
            for hit in search(self.graph.store, text)
        ]
        return self._listed("claims", "claim", page(hits, offset, limit, self.tokens))

    def query(
        self, sparql: str, params: Mapping[str, object] | None = None, limit: int = MOST_ROWS, offset: int = 0
    ) -> dict[str, Any]:
        """Rows of a SPARQL query or of a named query, over data and derived facts."""
        text = query_of(sparql).sparql if is_query_name(sparql) else sparql
        terms = bound(self.graph, params or {})
        answers = answers_of(ask(self.graph, Question(text, bound=terms), LIMITS, facts=True))
        headings, rows = rows_of(answers)
        shown = page(rows, offset, limit, self.tokens)
        given = rows[offset : offset + len(shown.items)]
        cut = (
            f"values longer than {count(LONGEST_VALUE, 'character')} are cut; ask for a part with SUBSTR"
            if any(is_cut(value) for row in given for value in row)
            else None
        )
        return self._listed("rows", "row", shown, cut, variables=list(headings))

    def explain(self, code: str) -> dict[str, Any]:
        """What one rule flags, why, and how to put it right."""
        return answer(cleaned(explained(rule_of(code, built_in()))), self.tokens)

    def _listed(self, name: str, noun: str, shown: Page, notice: str | None = None, **about: object) -> dict[str, Any]:
        """An answer that gives a part of a list, with how much follows."""
        notices = [text for text in (shown.notice(noun), notice) if text]
        listed = {name: list(shown.items), "total": shown.total, "more": shown.more}
        return answer({**cleaned(about), **listed, "notice": ". ".join(notices) or None}, self.tokens)
