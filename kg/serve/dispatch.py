"""From a request to a worker and back: the job is stopped when the client disconnects."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive

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
    result = await run_job(request, job)
    return Response(result.body, result.status, {"Vary": "Accept"}, result.media)


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
