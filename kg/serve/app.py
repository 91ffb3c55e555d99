"""The application: which address is answered by what, who may ask, and how a refusal looks."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.processes.forkserver import ForkServerError
from kg.resources import resource
from kg.serve import api, assets, page_routes
from kg.serve.auth import ReadGate
from kg.serve.headers import SecurityHeaders
from kg.serve.http_limits import HeadLimit
from kg.serve.sparql_endpoint import endpoint, void

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from kg.serve.server_state import ServerState
    from kg.serve.settings import Settings


def application(state: ServerState, settings: Settings) -> Starlette:
    """The application over an open graph, whose processes end with it."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.kg = state
        try:
            yield
        finally:
            await state.close()

    routes = [
        Route("/sparql", endpoint, methods=["GET", "POST"]),
        Route("/void", void),
        Route("/.well-known/void", void),
        *api.ROUTES,
        *assets.ROUTES,
        Mount("/static", StaticFiles(directory=resource("serve", "static"))),
        *page_routes.ROUTES,
    ]
    handlers: dict[Any, Any] = {HTTPException: _refuse, ForkServerError: _refuse, ClientDisconnect: _disconnected}
    return Starlette(
        routes=routes, middleware=_middleware(settings, state), exception_handlers=handlers, lifespan=lifespan
    )


def _middleware(settings: Settings, state: ServerState) -> list[Middleware]:
    """What every request passes, in this order."""
    tokens = (settings.read_token, state.updater.token if state.updater else None)
    layers = [
        Middleware(SecurityHeaders, private=settings.read_token is not None),
        Middleware(HeadLimit),
        Middleware(TrustedHostMiddleware, allowed_hosts=settings.allowed_hosts, www_redirect=False),
    ]
    if settings.cors_origins:
        headers = ("Authorization",) if settings.read_token else ()
        methods = ("GET", "HEAD", "POST")
        layers.append(
            Middleware(
                CORSMiddleware, allow_origins=settings.cors_origins, allow_methods=methods, allow_headers=headers
            )
        )
    if settings.read_token:
        layers.append(Middleware(ReadGate, tokens=tuple(filter(None, tokens))))
    return layers


async def _refuse(request: Request, error: HTTPException | ForkServerError) -> Response:
    """A refusal in a line, or as JSON where the API was asked."""
    status, why, headers = 503, str(error), None
    if isinstance(error, HTTPException):
        status, why, headers = error.status_code, error.detail, error.headers
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": why, "candidates": []}, status, headers)
    return PlainTextResponse(f"{why}\n", status, headers)


async def _disconnected(_: Request, __: ClientDisconnect) -> Response:
    """An empty response, which nobody reads."""
    return Response(None, 204)
