"""The pages as HTML; the template engine escapes everything, since the text of records and documents is not trusted."""

from __future__ import annotations

from secrets import compare_digest
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from kg.desk import fields
from kg.desk.views import Asked, href, page_of
from kg.rdf.labels import label
from kg.render.html import page_style, squares_image, trusted
from kg.render.safe import plain_lines
from kg.resources import package_file
from kg.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from kg.desk.desk import Desk

_NOTHING: Final = Asked({})


class Pages:
    """Renders the pages of one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.templates = Environment(
            loader=PackageLoader("kg.desk"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.globals.update(
            workspace=desk.config.name,
            form_token=desk.keys.form,
            version=__version__,
            href=href,
            page_of=page_of,
            label=label,
            squares=lambda level: trusted(squares_image(level)),
            drawn=trusted,
            workings=fields.WORKINGS,
            access_words=fields.ACCESS,
            link_reading=fields.reading_words,
        )

    def is_own(self, token: str) -> bool:
        """Whether a form is one of ours."""
        return compare_digest(token.encode(), self.desk.keys.form.encode())

    def _sources(self) -> dict[str, str]:
        return {one.node: str(one.value.get("title") or one.node) for one in self.desk.files.sources()}

    def render(self, name: str, values: Mapping[str, Any], asked: Asked = _NOTHING) -> str:
        """One page or part of one."""
        query = {key: value for key, value in asked.query.items() if key not in {"saved", "kept"}}
        path = {"home": "/", "error": "/"}.get(name, f"/{name}")
        shared = {
            "reader": self.desk.reader,
            "error": asked.error,
            "form": asked.form or {},
            "back": href(path, asked.trail, **query),
            "trail": asked.trail,
            "saved": None,
            "kept": asked.get("kept"),
            "variables": self.desk.files.listed("variables")
            if name in {"claim", "new", "all", "lists", "entry"}
            else {},
            "all_sources": self._sources() if name in {"claim", "source", "new"} else {},
            "agents": self.desk.files.listed("agents") if name in {"claim", "new", "source", "lists", "entry"} else {},
        }
        return plain_lines(self.templates.get_template(f"{name}.html").render(shared | dict(values)))


async def style(_: Request) -> Response:
    """The style of every page, in the colours of reports and exports."""
    own = package_file("desk", "static", "desk.css").read_text(encoding="utf-8")
    return Response(page_style("site.css") + own, media_type="text/css")


async def script(_: Request) -> Response:
    """The one script: it checks while one types, and every page works without it."""
    return Response(package_file("desk", "static", "desk.js").read_text(encoding="utf-8"), media_type="text/javascript")
