"""What a request may cost before a worker sees it."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import uvicorn
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from kg.serve.http_limits import MAX_HEAD_BYTES, ByteBudget, HeadLimit, read_body
from kg.serve.server import server_config
from kg.serve.settings import Settings
from tests.serve.conftest import read_all, run_async

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import Message, Receive, Scope, Send

pytestmark = pytest.mark.end_to_end

WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Read the request and say ok."""
    while (await receive()).get("more_body"):
        pass
    await PlainTextResponse("ok")(scope, receive, send)


@contextmanager
def running(connections: int = 100) -> Iterator[tuple[str, int]]:
    """The address of uvicorn as `kg serve` configures it."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = server_config(HeadLimit(app), Settings(connections=connections))
    config.lifespan = "off"
    server = uvicorn.Server(config)
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(server.run, [listening])
        try:
            yield listening.getsockname()
        finally:
            server.should_exit = True
            done.result()


def answer(address: tuple[str, int], *parts: bytes) -> bytes:
    """What a server says to the parts of a request until it closes the connection."""
    with socket.create_connection(address, timeout=60) as link:
        try:
            for part in parts:
                link.sendall(part)
            return read_all(link)
        except ConnectionError:
            return b""  # it closed while we were still sending


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    with running() as found:
        yield found


@pytest.mark.parametrize(
    "parts",
    [
        [b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 200_000 + b"\r\nConnection: close\r\n\r\n"],
        [b"GET / HTTP/1.1\r\nHost: x\r\n", *[b"X: " + b"x" * 9_000 + b"\r\n"] * 20, b"Connection: close\r\n\r\n"],
        [b"GET /?q=" + b"x" * MAX_HEAD_BYTES + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
        [b"GET / HTTP/1.1\r\nHost: x\r\nAccept: " + b"*/*;q=0.1," * 104_000 + b"\r\n\r\n"],
    ],
)
def test_a_head_over_32_kb_is_refused(address: tuple[str, int], parts: list[bytes]) -> None:
    assert answer(address, *parts)[9:12] in {b"400", b"431", b""}
    assert answer(address, WHOLE[:-2], b"Connection: close\r\n\r\n").endswith(b"ok")


def test_a_head_of_30_kb_is_answered(address: tuple[str, int]) -> None:
    assert answer(address, WHOLE[:-2], b"X: " + b"x" * 30_000 + b"\r\nConnection: close\r\n\r\n").endswith(b"ok")


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x y\r\nHost : x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"garbage\r\n\r\n",
    ],
)
def test_a_missing_or_double_host_and_a_head_that_is_ambiguous_are_400(address: tuple[str, int], head: bytes) -> None:
    assert answer(address, head).startswith(b"HTTP/1.1 400 ")


def test_requests_sent_at_once_are_answered_in_turn(address: tuple[str, int]) -> None:
    assert answer(address, WHOLE * 19, WHOLE[:-2], b"Connection: close\r\n\r\n").count(b" 200 ") == 20


def test_more_connections_than_allowed_are_refused() -> None:
    with running(connections=2) as address, socket.create_connection(address, timeout=60) as first:
        first.sendall(WHOLE)
        assert first.recv(12) == b"HTTP/1.1 200"
        assert answer(address, WHOLE).startswith(b"HTTP/1.1 503 ")


def test_an_idle_connection_is_closed() -> None:
    assert server_config(app, Settings()).timeout_keep_alive == 75


def body(parts: list[bytes], budget: ByteBudget, limit: int = 100, seconds: float = 600, end: bool = True) -> bytes:
    """What is read of a body that comes in parts; without an end it never comes whole."""

    async def read() -> bytes:
        messages: list[Message] = [
            {"type": "http.request", "body": part, "more_body": not end or number < len(parts)}
            for number, part in enumerate(parts, 1)
        ]

        async def receive() -> Message:
            if not messages:
                await asyncio.Event().wait()
            return messages.pop(0)

        with budget.share() as share:
            return await read_body(Request({"type": "http", "headers": []}, receive), share, limit, seconds)

    return run_async(read)


def test_a_body_that_is_larger_than_allowed_is_413_before_it_is_whole() -> None:
    assert body([b"x" * 60, b"x" * 40], ByteBudget(1_000)) == b"x" * 100
    with pytest.raises(HTTPException, match="larger than 100 bytes") as caught:
        body([b"x" * 60, b"x" * 41], ByteBudget(1_000), end=False)
    assert caught.value.status_code == 413


def test_a_body_that_does_not_come_in_time_is_408() -> None:
    with pytest.raises(HTTPException, match=r"not there after 0\.01 seconds") as caught:
        body([b"x"], ByteBudget(1_000), seconds=0.01, end=False)
    assert caught.value.status_code == 408


def test_all_bodies_together_are_bounded_and_give_back_what_they_took() -> None:
    budget = ByteBudget(150)
    with budget.share() as other:
        other.take(100)
        with pytest.raises(HTTPException, match="too many large requests or answers") as caught:
            body([b"x" * 60], budget)
        assert (caught.value.status_code, caught.value.headers) == (503, {"Retry-After": "1"})
        assert budget.used == 100
    assert budget.used == 0
    assert body([b"x" * 60], budget) == b"x" * 60
