"""What a worker does: one job, one reply. Everything that takes time or reads the graph happens here, where it can be ended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kg.errors import AmbiguousError, HeadwaterError, NotFoundError, UsageError
from kg.processes.messages import Reply
from kg.render.check_json import check_document
from kg.render.safe import plain_json, plain_xml
from kg.render.trace_json import trace_document
from kg.results.check import CheckReport
from kg.serve.nodes import node_data, node_rdf, node_view
from kg.serve.pages import Pages
from kg.sparql.evaluate import answer
from kg.sparql.query import GRAPH_FORMS, ROW_FORMS, Question
from kg.sparql.results import answers_of
from kg.sparql.rewrite import form_of
from kg.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.api import Graph
    from kg.processes.messages import Job
    from kg.serve.urls import Site

JSON: Final = "application/json"
HTML: Final = "text/html; charset=utf-8"
PLAIN: Final = "text/plain; charset=utf-8"
_MOST_NODE_BYTES: Final = 16 * 1024 * 1024


class Work:
    """The jobs on one graph. What every job needs is made once, before workers are copied."""

    def __init__(self, graph: Graph, site: Site, most_bytes: int) -> None:
        self.graph = graph
        self.site = site
        self.most_bytes = most_bytes
        graph.with_facts()
        self.report = checked(graph)
        self.pages = Pages(graph, site, self.report)
        self.pages.prepare()
        self._jobs: dict[str, Callable[[Job], Reply]] = {
            "query": self._query,
            "trace": self._trace,
            "check": self._check,
            "search": self._search,
            "node": self._node,
            "page": self._page,
            "asked": self._asked,
        }

    def __call__(self, job: Job) -> Reply:
        """The reply to a job; what cannot be done is a status and a line."""
        try:
            return self._jobs[job["do"]](job)
        except AmbiguousError as error:
            return self._failed(job, 409, str(error), error.candidates)
        except NotFoundError as error:
            return self._failed(job, 404, str(error))
        except HeadwaterError as error:
            # What a trace cannot do once its parameters were read is judge a claim as of a day before it came out.
            return self._failed(job, 409 if job["do"] == "trace" else 400, str(error))

    def _failed(self, job: Job, status: int, what: str, candidates: tuple[str, ...] = ()) -> Reply:
        """The reason in the form that was asked for: a page, JSON, or a line."""
        if job.get("form") == "html":
            return Reply(status, HTML, self.pages.failed(status, what, candidates))
        if job.get("form") == "json":
            return _json({"error": what, "candidates": list(candidates)}, status)
        return Reply(status, PLAIN, f"{what}\n".encode())

    def _query(self, job: Job) -> Reply:
        default, named = job["default"], job["named"]
        if job["rows"] is None or job["graph"] is None:
            offers = GRAPH_FORMS if form_of(job["query"]) in {"construct", "describe"} else ROW_FORMS
            if job["graph" if offers is GRAPH_FORMS else "rows"] is None:
                return Reply(406, PLAIN, f"the answer can be had as {', '.join(offers.values())}\n".encode())
        question = Question(
            job["query"],
            None,
            (),
            None if default is None else tuple(default),
            None if named is None else tuple(named),
            job["rows"] or "json",
            job["graph"] or "nt",
        )
        found = answer(self.graph.with_facts().quads, question, self.most_bytes)
        return Reply(200, found.media, _legal(found.body, found.media), found.kind)

    def _trace(self, job: Job) -> Reply:
        return _json(trace_document(self.graph.trace(job["q"], job["as_of"])))

    def _check(self, job: Job) -> Reply:
        document = check_document(self.report)
        if job["severity"]:
            document["findings"] = [found for found in document["findings"] if found["severity"] == job["severity"]]
        return _json(document)

    def _search(self, job: Job) -> Reply:
        return _json({"query": job["q"], "claims": self.pages.found(job["q"], job["limit"])})

    def _node(self, job: Job) -> Reply:
        view = node_view(self.graph, self.site, job["iri"])
        match job["form"]:
            case "html":
                return Reply(200, HTML, self.pages.node(view))
            case "json" if view["is_claim"]:
                return _json(trace_document(self.graph.trace(job["iri"])))
            case "json":
                return _json(node_data(view))
            case form:
                return Reply(200, GRAPH_FORMS[form], _legal(node_rdf(self.graph, job["iri"], form), GRAPH_FORMS[form]))

    def _asked(self, job: Job) -> Reply:
        found = answer(self.graph.with_facts().quads, Question(job["query"]), self.most_bytes)
        return Reply(200, HTML, self.pages.asked(job["query"], answers_of(found)))

    def _page(self, job: Job) -> Reply:
        return Reply(200, HTML, self.pages.page(job["name"], job["args"]))


def checked(graph: Graph) -> CheckReport:
    """What the rules find; of a graph without a claim, which is served all the same, that nothing was checked."""
    try:
        return graph.check()
    except UsageError:
        if graph.analysis().graph.claims:
            raise
        return CheckReport(graph.name, (), (), 0, 0, 0, {}, {}, {}, version=__version__)


def _legal(body: bytes, media: str) -> bytes:
    """An answer as its syntax allows it: the engine writes characters into XML that no XML can hold."""
    return plain_xml(body.decode()).encode() if media.endswith("xml") else body


def _json(document: Any, status: int = 200) -> Reply:  # noqa: ANN401 - any JSON value
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, default=float)
    return Reply(status, JSON, plain_json(text).encode())
