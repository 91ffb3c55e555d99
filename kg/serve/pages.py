"""The pages, rendered by a template engine that escapes everything: the text of records is not trusted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from msgspec.structs import replace

from kg.bridges.communities import communities
from kg.errors import HeadwaterError, NotFoundError, UsageError, count
from kg.model.figure_words import figure_words
from kg.rdf.labels import label
from kg.render.explorer import explorer_values
from kg.render.html import as_data, environment, squares_image, trusted
from kg.render.most_repeated import most_repeated
from kg.render.node_contents import NodeIndex
from kg.render.node_html import node_html
from kg.render.result_rows import rows_of
from kg.render.safe import plain_lines, plain_text
from kg.render.trace_text import render_trace
from kg.rules.queries import declared, named_queries
from kg.rules.registry import built_in, rule_of
from kg.search import scoring
from kg.version import __version__
from kg.workspace.everything import everything

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.api import Graph, Trace
    from kg.results.check import CheckReport
    from kg.rules.engine import Finding
    from kg.serve.urls import UrlMap
    from kg.sparql.results import Answers

PER_PAGE: Final = 100
_WIDTH: Final = 100
_MOST_FOUND: Final = 100
_ON_A_PAGE: Final = 50
_MOST_ROWS: Final = 1_000
# Pages in words need every node with its links in memory.
_MOST_INDEXED: Final = 50_000
_KINDS: Final = {
    "inquiries": "inquiry",
    "variables": "variable",
    "agents": "agent",
    "recommendations": "recommendation",
}


class Pages:
    """Every page of one graph, as HTML in UTF-8 without control characters."""

    def __init__(self, graph: Graph, urls: UrlMap, report: CheckReport) -> None:
        self.graph = graph
        self.urls = urls
        self.report = report
        self._templates = Environment(
            loader=PackageLoader("kg.serve"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            graph_name=graph.name, version=__version__, href=urls.href, name=urls.name, squares=_squares, label=label
        )
        self._index = _indexed(graph, report)
        self._repeated = most_repeated(self._index) if self._index else ()
        self._explored: bytes | None = None
        self._by_node: dict[str, list[Finding]] = {}
        for finding in (*report.findings, *report.undecided):
            self._by_node.setdefault(finding.node, []).append(finding)

    def page(self, name: str, args: Mapping[str, Any]) -> bytes:
        """A page by its name. Raises NotFoundError if there is no such page."""
        match name:
            case "home":
                shown = {"counts": self._counts, "repeated": self._repeated, "explored": self._index is not None}
                return self._render("home", queries=named_queries(), **shown)
            case "claims" | "sources" | "inquiries" | "variables" | "agents" | "recommendations":
                return self._list(name, args["page"])
            case "explore":
                return self._explore()
            case "rules":
                return self._render("rules", rules=built_in(), counts=self._per_rule)
            case "rule":
                rule = rule_of(args["code"], built_in())
                nodes = [f for found in self._by_node.values() for f in found if f.code == rule.code]
                return self._render("rule", rule=rule, findings=nodes)
            case "search":
                return self._search(args["q"])
            case "query":
                return self._render(
                    "query",
                    queries=[replace(query, sparql=declared(query.sparql)) for query in named_queries()],
                    base=self.urls.base,
                    root=self.urls.root,
                )
            case "api":
                return self._render("api")
        raise NotFoundError(f"there is no page {name}")

    def node(self, view: dict[str, Any]) -> bytes:
        """The page of a node in words; for a claim, with its trace; its raw statements below."""
        trace, found = None, None
        if view["is_claim"]:
            try:
                found = self.graph.trace(view["iri"])
                trace = render_trace(found, _WIDTH, color=False)
            except HeadwaterError as error:
                trace = plain_text(str(error))
        words = self._words(view["iri"], found)
        return self._render("node", view=view, words=words, trace=trace, findings=self._by_node.get(view["iri"], []))

    def _words(self, iri: str, found: Trace | None) -> str:
        """What is recorded of a node in words; nothing for what is not a node of the index."""
        page = self._index.page(iri) if self._index else None
        if page is None or self._index is None:
            return ""
        rested_on = any(heading == "What rests on it" for heading, _ in page.sections)
        outcomes = {}
        if page.kind in {"claim", "source"} and rested_on:
            outcomes = {one.node: one.outcome for one in self.graph.impact([iri]).impact.affected}
        explore = f"/explore#view=walk&id={quote(page.id, safe='')}"
        picture = found.picture() if found else None
        return node_html(self._index, page, self.urls.href, explore=explore, picture=picture, outcomes=outcomes)

    def _explore(self) -> bytes:
        """The whole graph to walk in. Raises NotFoundError where it is too large for one page, or empty."""
        if not self.report.claims:
            raise NotFoundError(
                "there is no claim in this graph, so there is nothing to explore; ask it on the query page"
            )
        if self._index is None:
            raise NotFoundError(
                f"the explorer shows graphs of at most {count(_MOST_INDEXED, 'claim')}; search for a claim instead"
            )
        if self._explored is None:
            values = explorer_values(self._index.found, communities, href=self.urls.href)
            body = environment().get_template("explorer/body.html.jinja").render(**values)
            self._explored = self._render("explore", body=trusted(body), data=as_data(values["data"]))
        return self._explored

    def answer(self, query: str, answers: Answers) -> bytes:
        """The answer to a query, for readers without the editor."""
        headings, rows = rows_of(answers)
        rows = () if answers.boolean is not None else rows
        shown = rows[:_MOST_ROWS]
        known = self._index.index if self._index else {}
        nodes = {str(value) for row in shown for value in row if value in known}
        return self._render(
            "answer",
            query=query,
            answers=answers,
            headings=headings,
            rows=shown,
            total=len(rows),
            heads={iri: self._index.item(iri).head for iri in nodes} if self._index else {},
            short=self.graph.short,
        )

    def error(self, status: int, reason: str, candidates: Sequence[str] = ()) -> bytes:
        """The page for a request that failed."""
        return self._render("error", status=status, reason=plain_text(reason), candidates=candidates)

    def search(self, text: str, limit: int) -> list[dict[str, Any]]:
        """The claims and sources that fit a text, best first."""
        if not text.strip():
            raise UsageError("say what to search for")
        hits = scoring.search(self.graph.store, text)
        if index := self._index:
            hits.sort(key=lambda hit: (-round(hit.score), -index.leaning(hit.iri), hit.iri))
        hits = hits[: min(limit, _MOST_FOUND)]
        short = self.graph.short
        return [
            {"id": short.get(hit.iri, hit.iri), "iri": hit.iri, "page": self.urls.href(hit.iri), "text": hit.text}
            for hit in hits
        ]

    def _search(self, text: str) -> bytes:
        hits = self.search(text, _ON_A_PAGE) if text.strip() else []
        if self._index and text.strip():
            named = self._index.named(text.casefold().split())
            others = [{"iri": iri, "page": self.urls.href(iri), "id": self.urls.name(iri)} for iri in named]
            found = {hit["iri"] for hit in hits}
            hits = [*(one for one in others[:_ON_A_PAGE] if one["iri"] not in found), *hits]
        for hit in hits:
            item = self._index.item(hit["iri"]) if self._index and hit["iri"] in self._index.index else None
            hit |= {name: getattr(item, name, "") for name in ("kind", "head", "place", "backing")}
        return self._render("search", q=text, found=hits)

    def _list(self, kind: str, page: int) -> bytes:
        rows = self._claims if kind == "claims" else self._sources if kind == "sources" else self._others(_KINDS[kind])
        pages = max(1, -(-len(rows) // PER_PAGE))
        if not 1 <= page <= pages:
            raise NotFoundError(f"there is no page {page} of {kind}; they fill {pages}")
        shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
        return self._render("list", kind=kind, rows=shown, page=page, pages=pages, total=len(rows))

    @cached_property
    def _claims(self) -> list[dict[str, Any]]:
        graph = self._analysis
        return [
            {
                "iri": node,
                "text": figure_words(claim.figure, graph.areas) if claim.figure else claim.says or "",
                "aside": claim.says if claim.figure else "",
                "findings": len(self._by_node.get(node, [])),
            }
            for node, claim in sorted(graph.claims.items())
        ]

    def _others(self, kind: str) -> list[dict[str, Any]]:
        entries = self._index.of_kind(kind) if self._index else []
        return [
            {"iri": entry.iri, "text": entry.fields["h"], "aside": entry.fields.get("p", ""), "findings": 0}
            for entry in entries
        ]

    @cached_property
    def _sources(self) -> list[dict[str, Any]]:
        return [
            {
                "iri": node,
                "text": source.title or self.urls.name(node),
                "aside": source.kind or "",
                "findings": len(self._by_node.get(node, [])),
            }
            for node, source in sorted(self._analysis.sources.items())
        ]

    @cached_property
    def _analysis(self) -> Any:  # noqa: ANN401 - the analysed graph of kg.lineage
        return self.graph.analysis().graph

    @cached_property
    def _counts(self) -> dict[str, int]:
        others = {plural: len(self._others(kind)) for plural, kind in _KINDS.items()}
        return {
            "claims": len(self._claims),
            "sources": len(self._sources),
            **{plural: number for plural, number in others.items() if number},
            "findings": len(self.report.findings),
        }

    @cached_property
    def _per_rule(self) -> dict[str, int]:
        counts = {rule.code: 0 for rule in built_in()}
        for finding in self.report.findings:
            counts[finding.code] = counts.get(finding.code, 0) + 1
        return counts

    def prepare(self) -> None:
        """Compute what several pages need, once, before workers are forked."""
        for made in (self._counts, self._per_rule):
            assert made is not None  # noqa: S101 - reading the property computes it

    def _render(self, template: str, **values: Any) -> bytes:  # noqa: ANN401 - whatever the template shows
        return plain_lines(self._templates.get_template(f"{template}.html").render(**values)).encode()


def _indexed(graph: Graph, report: CheckReport) -> NodeIndex | None:
    """Every node with its links; None for a graph without a claim or with too many."""
    if not 0 < report.claims <= _MOST_INDEXED:
        return None
    return NodeIndex(everything(graph, findings=report.findings))


def _squares(level: str) -> str:
    return trusted(squares_image(level))
