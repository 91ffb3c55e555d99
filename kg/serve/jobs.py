"""What a worker does: one job, one result. Everything that takes time or reads the graph happens here, where it can be stopped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from kg.errors import AmbiguousError, HeadwaterError, NotFoundError, UsageError
from kg.render.check_json import check_document
from kg.render.safe import plain_json, plain_xml
from kg.render.trace_json import trace_document
from kg.results.check import CheckReport
from kg.serve.http_limits import PLAIN
from kg.serve.nodes import node_data, node_rdf, node_view
from kg.serve.pages import Pages
from kg.sparql.evaluate import answer
from kg.sparql.query import GRAPH_FORMS, ROW_FORMS, Question
from kg.sparql.results import answers_of
from kg.sparql.rewrite import form_of
from kg.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.api import Graph
    from kg.serve.sparql_request import QueryRequest
    from kg.serve.urls import UrlMap
    from kg.sparql.query import Reply

JSON: Final = "application/json"
HTML: Final = "text/html; charset=utf-8"


class Job(Struct, frozen=True):
    """One piece of work: its kind, the form in which a failure is reported (`text`, `json` or `html`), and its arguments."""

    kind: str
    form: str
    args: Mapping[str, Any] = field(default_factory=dict)


class JobResult(Struct, frozen=True):
    """What a job comes to: an HTTP status, a media type and the content."""

    status: int
    media: str
    body: bytes


class JobRunner:
    """Runs the jobs on one graph. What every job needs is made once, before workers are forked."""

    def __init__(self, graph: Graph, urls: UrlMap, max_bytes: int) -> None:
        self.graph = graph
        self.urls = urls
        self.max_bytes = max_bytes
        graph.with_facts()
        self.report = _check(graph)
        self.pages = Pages(graph, urls, self.report)
        self.pages.prepare()
        self._kinds: dict[str, Callable[[Job], JobResult]] = {
            "query": lambda job: self._query(job.args["request"]),
            "query page": lambda job: self._query_page(job.args["sparql"]),
            "trace": lambda job: _json(trace_document(self.graph.trace(job.args["q"], job.args["as_of"]))),
            "check": lambda job: self._check(job.args["severity"]),
            "search": lambda job: self._search(job.args["q"], job.args["limit"]),
            "node": lambda job: self._node(job.args["iri"], job.form),
            "page": lambda job: JobResult(200, HTML, self.pages.page(job.args["name"], job.args)),
        }

    def __call__(self, job: Job) -> JobResult:
        """The result of a job; what cannot be done is a status and a line."""
        try:
            return self._kinds[job.kind](job)
        except AmbiguousError as error:
            return self._failure(job, 409, str(error), error.candidates)
        except NotFoundError as error:
            return self._failure(job, 404, str(error))
        except HeadwaterError as error:
            # Once its parameters are parsed, the only thing that a trace cannot do is judge a claim as of a day before it came out.
            return self._failure(job, 409 if job.kind == "trace" else 400, str(error))

    def _failure(self, job: Job, status: int, reason: str, candidates: tuple[str, ...] = ()) -> JobResult:
        if job.form == "html":
            return JobResult(status, HTML, self.pages.error(status, reason, candidates))
        if job.form == "json":
            return _json({"error": reason, "candidates": list(candidates)}, status)
        return JobResult(status, PLAIN, f"{reason}\n".encode())

    def _query(self, request: QueryRequest) -> JobResult:
        if request.rows is None or request.graph is None:
            is_graph = form_of(request.sparql) in {"construct", "describe"}
            if (request.graph if is_graph else request.rows) is None:
                offers = (GRAPH_FORMS if is_graph else ROW_FORMS).values()
                return JobResult(406, PLAIN, f"the answer is available as {', '.join(offers)}\n".encode())
        rows, graph = request.rows or "json", request.graph or "nt"
        question = Question(request.sparql, None, (), request.default, request.named, rows, graph)
        found = self._answered(question)
        return JobResult(200, _with_charset(found.media), _valid_xml(found.body, found.media))

    def _query_page(self, sparql: str) -> JobResult:
        return JobResult(200, HTML, self.pages.answer(sparql, answers_of(self._answered(Question(sparql)))))

    def _answered(self, question: Question) -> Reply:
        """The answer to a query, in which ids of records can be written as in `kg query`."""
        return answer(self.graph.with_facts().quads, question.within(self.graph.config.base), self.max_bytes)

    def _check(self, severity: str | None) -> JobResult:
        document = check_document(self.report)
        if severity:
            document["findings"] = [found for found in document["findings"] if found["severity"] == severity]
        return _json(document)

    def _search(self, words: str, limit: int) -> JobResult:
        return _json({"query": words, "claims": self.pages.search(words, limit)})

    def _node(self, iri: str, form: str) -> JobResult:
        view = node_view(self.graph, self.urls, iri)
        if form == "html":
            return JobResult(200, HTML, self.pages.node(view))
        if form == "json":
            return _json(trace_document(self.graph.trace(iri)) if view["is_claim"] else node_data(view))
        media = GRAPH_FORMS[form]
        return JobResult(200, _with_charset(media), _valid_xml(node_rdf(self.graph, iri, form), media))


def _check(graph: Graph) -> CheckReport:
    """What the rules find; an empty report for a graph without a claim, which is served all the same."""
    try:
        return graph.check()
    except UsageError:
        if graph.analysis().graph.claims:
            raise
        return CheckReport(graph.name, (), (), 0, 0, 0, {}, {}, {}, version=__version__)


def _with_charset(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _valid_xml(body: bytes, media: str) -> bytes:
    """An answer without the characters that the engine writes into XML and XML does not allow."""
    return plain_xml(body.decode()).encode() if media.endswith("xml") else body


def _json(document: Any, status: int = 200) -> JobResult:  # noqa: ANN401 - any JSON value
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, default=float)
    return JobResult(status, JSON, plain_json(text).encode())
