"""The application: which address shows what, what each form does, and how a refusal looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.desk import asking, lists, same_figure, sheet, views
from kg.desk.actions import ACTIONS
from kg.desk.article import article_of
from kg.desk.documents import Upload, open_document
from kg.desk.errors import FieldError, QuotationError
from kg.desk.figure_parts import figure_parts
from kg.desk.guard import FROM_PAGE, Guard
from kg.desk.links import targets
from kg.desk.pages import Pages, script, style
from kg.desk.saving import saved_at
from kg.errors import HeadwaterError, NotFoundError
from kg.snapshots.fetch import Fetcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from kg.desk.desk import Desk, Done

_ACTIONS: Final = {
    **ACTIONS,
    "sheet": sheet.save_rows,
    "paste": sheet.paste_rows,
    "entry": lists.save_entry,
    "new-entry": lists.new_entry,
    "use-sources": same_figure.use_sources,
}
_MOST_FIELDS: Final = 5_000
_MOST_PART: Final = 8 * 2**20
_LONGEST_ADDRESS: Final = 20_000
VIEWS: Final[dict[str, Callable[[Desk, views.Asked], dict[str, Any]]]] = {
    "/": views.home,
    "/search": views.search,
    "/claim": views.claim,
    "/source": views.source,
    "/new": views.new,
    "/changes": views.changes,
    "/second": views.second,
    "/all": sheet.view,
    "/ask": asking.view,
    "/lists": lists.view,
    "/entry": lists.entry,
}


class Site:
    """The pages and forms of one desk; one request is answered at a time, since they share the records."""

    def __init__(self, desk: Desk, fetcher: Fetcher | None = None) -> None:
        self.desk = desk
        self.pages = Pages(desk)
        self.fetcher = fetcher or Fetcher()

    async def show(self, request: Request) -> Response:
        """A page."""
        asked = _asked(request.url.query)
        return await run_in_threadpool(self._page, request.url.path, asked, 200)

    def _page(self, path: str, asked: views.Asked, status: int) -> Response:
        with self.desk.lock:
            try:
                values = VIEWS[path](self.desk, asked)
            except HeadwaterError as error:
                status = 404 if isinstance(error, NotFoundError) else 400
                return HTMLResponse(self.pages.render("error", {"why": self._words(error)}, asked), status)
            saved = saved_at(self.desk.folder, asked.get("saved"))
            name = values.get("template") or path.strip("/") or "home"
            return HTMLResponse(self.pages.render(name, values | {"saved": saved}, asked), status)

    async def act(self, request: Request) -> Response:
        """What a form does; where it is refused, its page again with what was typed and why."""
        form, upload = await _form(request)
        if not self.pages.is_own(form.get("form_token", "")):
            raise HTTPException(
                403, "this form is not from the desk, or from before it was started again; load the page again"
            )
        return await run_in_threadpool(self._act, request.url.path.rpartition("/")[2], form, upload)

    def _act(self, name: str, form: dict[str, str], upload: Upload | None) -> Response:
        try:
            back = urlsplit(form.get("back", "/")[:_LONGEST_ADDRESS])
        except ValueError as error:
            raise HTTPException(400, "the address of the page before is not one") from error
        path = back.path if back.path in VIEWS else "/"
        try:
            done = self._done(name, form, upload)
        except HeadwaterError as error:
            form |= {"quotation": "refused"} if isinstance(error, QuotationError) else {}
            form["fault"] = error.field if isinstance(error, FieldError) else ""
            return self._page(path, _asked(back.query)._replace(form=form, error=self._words(error)), 422)
        except OSError as error:
            why = f"{error.filename or self.desk.folder}: {error.strerror or error}"
            return self._page(path, _asked(back.query)._replace(form=form, error=why), 422)
        return RedirectResponse(_onward(done, path, back.query), 303)

    def _words(self, error: HeadwaterError) -> str:
        """An error with the paths of files as they are in the workspace."""
        return str(error).replace(f"{self.desk.folder}/", "")

    def _done(self, name: str, form: dict[str, str], upload: Upload | None) -> Done:
        if name != "reader" and form.get("reader"):
            self.desk.reader = form["reader"]
        if name == "open":  # a long document is read and an address fetched while others are answered
            return open_document(self.desk, form, upload, self.fetcher)
        with self.desk.lock:
            return _ACTIONS[name](self.desk, form)

    async def figure(self, request: Request) -> Response:
        """The parts of a line of a figure, as it is typed."""
        return HTMLResponse(
            self.pages.render("parts", {"parts": figure_parts(request.query_params.get("line", "")[:1000])})
        )

    async def quote(self, request: Request) -> Response:
        """Whether a quotation stands in the saved copy of a source."""
        query = request.query_params
        return await run_in_threadpool(self._quote, query.get("source", ""), query.get("quote", "")[:5000])

    def _quote(self, source: str, quote: str) -> Response:
        with self.desk.lock:
            try:
                article = article_of(self.desk.folder, source)
                words = views.quote_words(article, quote) if article and quote.strip() else ""
            except HeadwaterError as error:
                words = str(error)
        return HTMLResponse(
            self.pages.render("line", {"words": words, "wrong": bool(words) and words != "quotation found"})
        )

    async def targets(self, request: Request) -> Response:
        """What a typed text could mean."""
        query = request.query_params
        found = await run_in_threadpool(self._targets, query.get("q", "")[:500], query.get("node", ""))
        return HTMLResponse(self.pages.render("targets", {"targets": found}))

    def _targets(self, text: str, node: str) -> object:
        with self.desk.lock:
            return targets(self.desk, text, node)

    async def from_page(self, request: Request) -> Response:
        """Where the bookmarklet leads: it shows the address and asks; nothing is fetched, and nothing of the workspace is shown."""
        return HTMLResponse(self.pages.render("from_page", {"url": request.query_params.get("url", "")[:2000]}))


async def _no_icon(_: Request) -> Response:
    """Browsers ask for an icon; there is none."""
    return Response(None, 204)


def _asked(query: str) -> views.Asked:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200)
    except ValueError as error:
        raise HTTPException(400, "this address has more parts than a page of the desk") from error
    trail = tuple(value for key, value in pairs if key == "trail")
    return views.Asked({key: value for key, value in pairs if key != "trail"}, trail)


def _onward(done: Done, path: str, query: str) -> str:
    """The page to go on to, with what was saved to be shown there."""
    address = urlsplit(done.to) if done.to else urlsplit(f"{path}?{query}")
    asked = _asked(address.query)
    left_out = {"saved", "kept", "q", "relation", "at"} if not done.to else {"saved", "kept"}
    pairs = {key: value for key, value in asked.query.items() if key not in left_out}
    saved = {"saved": str(done.saved.number)} if done.saved else {"kept": "1"} if done.kept else {}
    return views.href(address.path, asked.trail, **pairs, **saved)


async def _form(request: Request) -> tuple[dict[str, str], Upload | None]:
    """The fields of a form, and the file that came with it."""
    fields: dict[str, str] = {}
    upload: Upload | None = None
    async with request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=_MOST_PART) as form:
        for key, value in form.multi_items():
            if isinstance(value, UploadFile):
                upload = Upload(value.filename or "document", await value.read())
            elif key in {"trail", "nodes"} and key in fields:
                fields[key] += f"\n{value}"
            else:
                fields[key] = value
    return fields, upload


def application(desk: Desk, fetcher: Fetcher | None = None) -> Starlette:
    """The application over one workspace."""
    site = Site(desk, fetcher)
    routes = [
        *(Route(path, site.show) for path in VIEWS),
        *(Route(f"/do/{name}", site.act, methods=["POST"]) for name in (*_ACTIONS, "open")),
        Route("/parts/figure", site.figure),
        Route("/parts/quote", site.quote),
        Route("/parts/targets", site.targets),
        Route(FROM_PAGE, site.from_page),
        Route("/favicon.ico", _no_icon),
        Route("/static/desk.css", style),
        Route("/static/desk.js", script),
    ]
    guard = Middleware(Guard, keys=desk.keys, port=desk.port)
    return Starlette(routes=routes, middleware=[guard])
