"""A job is stopped when its client disconnects, and large answers take a bounded memory."""

from __future__ import annotations

import asyncio
import os
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from kg.serve.dispatch import response, run_job
from kg.serve.http_limits import ByteBudget
from kg.serve.jobs import JobResult
from tests.serve.conftest import run_async
from tests.serve.test_worker_pool import BLOCK, PID, STARTED, pool

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope


async def receive_nothing() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


def request(receive: Receive = receive_nothing, **state: object) -> Request:
    """A request to a server with this state."""
    scope: Scope = {"type": "http", "app": SimpleNamespace(state=SimpleNamespace(kg=SimpleNamespace(**state)))}
    return Request(scope, receive)


def test_a_job_is_stopped_when_its_client_disconnects() -> None:
    async def check() -> None:
        async with pool() as running:
            gone = asyncio.Event()

            async def receive() -> Message:
                await gone.wait()
                return {"type": "http.disconnect"}

            asking = asyncio.create_task(run_job(request(receive, pool=running), BLOCK))
            await asyncio.to_thread(os.read, STARTED, 1)
            gone.set()
            with pytest.raises(ClientDisconnect):
                await asking
            assert (await running.run(PID)).status == 200

    run_async(check)


def test_large_answers_that_are_not_read_are_bounded_and_small_ones_are_always_sent() -> None:
    async def check() -> None:
        budget, read = ByteBudget(150_000), asyncio.Event()
        sent: list[Message] = []

        async def send(message: Message) -> None:
            if message.get("body") == b"":  # the rest is read
                await read.wait()
            sent.append(message)

        asked = request(answers=budget)
        large, small = JobResult(200, "text/plain", b"x" * 100_000), JobResult(200, "text/plain", b"x")
        first = asyncio.create_task(response(asked, large)({}, receive_nothing, send))
        await asyncio.sleep(0)
        assert budget.used == 100_000
        with pytest.raises(HTTPException, match="try again") as caught:
            await response(asked, large)({}, receive_nothing, send)
        assert (caught.value.status_code, caught.value.headers) == (503, {"Retry-After": "1"})
        await response(asked, small)({"type": "http"}, receive_nothing, send)
        read.set()
        await first
        assert b"".join(message.get("body", b"") for message in sent) == large.body + b"x"
        assert budget.used == 0

    run_async(check)
