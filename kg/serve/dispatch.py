"""From a request to a worker and back: a job is stopped when its client disconnects, and large answers take a bounded memory."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect
from starlette.responses import Response

from kg.serve.http_limits import LARGE_ANSWER_BYTES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from kg.serve.http_limits import ByteBudget
    from kg.serve.jobs import Job, JobResult
    from kg.serve.server_state import ServerState


async def run_job(request: Request, job: Job) -> JobResult:
    """The result of a job. Raises HTTPException if there is no room for it, and ClientDisconnect if nobody waits for it any more."""
    state: ServerState = request.app.state.kg
    work = asyncio.create_task(state.pool.run(job))
    disconnected = asyncio.create_task(_wait_for_disconnect(request.receive))
    try:
        await asyncio.wait({work, disconnected}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise ClientDisconnect
        return work.result()
    finally:
        disconnected.cancel()
        work.cancel()


async def respond(request: Request, job: Job) -> Response:
    """The response with the result of a job; its form depends on what the client accepts."""
    return response(request, await run_job(request, job))


def response(request: Request, result: JobResult) -> Response:
    """The response with a result whose form depends on what the client accepts."""
    vary = {"Vary": "Accept"}
    if len(result.body) <= LARGE_ANSWER_BYTES:
        return Response(result.body, result.status, vary, result.media)
    large = LargeResponse(result.body, result.status, vary, result.media)
    large.budget = request.app.state.kg.answers
    return large


class LargeResponse(Response):
    """A response that takes its share of a budget until the client has read it. Raises HTTPException if there is none left."""

    budget: ByteBudget

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Send it, and wait until no more than a buffer of it is left."""
        with self.budget.share() as share:
            share.take(len(self.body))
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await send({"type": "http.response.body", "body": self.body, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
