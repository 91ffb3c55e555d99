"""The styles and scripts of the pages that are made from parts, in the colours of reports and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import Response
from starlette.routing import Route

from kg.render.explorer import explorer_script, explorer_style
from kg.render.html import page_style

if TYPE_CHECKING:
    from starlette.requests import Request


async def site_style(_: Request) -> Response:
    """The style of every page."""
    return Response(page_style("site.css"), media_type="text/css")


async def style_of_explorer(_: Request) -> Response:
    """The style of the explorer."""
    return Response(explorer_style(), media_type="text/css")


async def script_of_explorer(_: Request) -> Response:
    """The script of the explorer, which shows itself only where scripts run."""
    switch = "document.documentElement.classList.add('js');\n"
    return Response(switch + explorer_script(), media_type="text/javascript")


ROUTES: Final = [
    Route("/static/site.css", site_style),
    Route("/static/explorer.css", style_of_explorer),
    Route("/static/explorer.js", script_of_explorer),
]
