"""Connections that dawdle, or send more than any request needs."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import uvicorn

from kg.serve import http_limits as patience
from kg.serve.http_limits import Patience

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from starlette.types import Receive, Scope, Send

WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def answers(*parts: bytes, pause: float = 0.0) -> bytes:
    """What a server says to the parts of a request, up to the end of the connection or two seconds."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, http=Patience, lifespan="off", log_level="critical"))
    running = asyncio.ensure_future(server.serve(sockets=[listening]))
    reader, writer = await asyncio.open_connection(*listening.getsockname())
    told = b""
    with suppress(ConnectionError, TimeoutError):
        async with asyncio.timeout(2):
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(pause)
            while part := await reader.read(1000):
                told += part
            told += b"CLOSED"
    writer.close()
    server.should_exit = True
    await running
    return told


def said(answering: Coroutine[None, None, bytes]) -> bytes:
    """What comes of it, in a thread of its own: the browser of other tests has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, answering).result()


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (b"GET / HT",),
        (b"GET / HTTP/1.1\r\nHost: x\r\n",),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",),
        (b"G", b"E", b"T", b" ", b"/", b"a", b"b", b"c"),
    ],
)
def test_a_request_that_does_not_come_in_ends_the_connection(
    parts: tuple[bytes, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.3)
    told = said(answers(*parts, pause=0.1))
    assert told.startswith(b"HTTP/1.1 408 " if parts else b"CLOSED")
    assert told.endswith(b"CLOSED")


def test_requests_that_come_in_time_are_answered_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.3)
    told = said(answers(WHOLE, WHOLE, WHOLE, WHOLE, pause=0.2))
    assert told.count(b" 200 ") == 4


def test_requests_sent_at_once_are_answered_in_turn_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(answers(WHOLE * 20)).count(b" 200 ") == 20
    monkeypatch.setattr(patience, "MOST_AT_ONCE", 5)
    told = said(answers(WHOLE * 20))
    assert (told.count(b" 200 "), told.endswith(b"CLOSED") or told == b"") == (0, True)


@pytest.mark.parametrize("parts", [2, 30])
def test_an_address_longer_than_the_parser_takes_is_414_and_says_what_to_do(parts: int) -> None:
    told = said(answers(b"GET /?q=", *[b"x" * 60_000] * parts, b" HTTP/1.1\r\nHost: x\r\n\r\n"))
    assert (told.startswith(b"HTTP/1.1 414 "), b"POST" in told, told.endswith(b"CLOSED")) == (True, True, True)


def test_what_is_refused_behind_a_request_that_is_answered_later_gets_no_answer_of_its_own() -> None:
    assert b" 400 " not in said(answers(WHOLE + b"garbage\r\n\r\n"))
    assert said(answers(b"garbage\r\n\r\n")).startswith(b"HTTP/1.1 400 ")


def test_a_head_larger_than_any_query_ends_the_connection() -> None:
    told = said(answers(b"GET / HTTP/1.1\r\n", *[b"X: " + b"x" * 60_000 + b"\r\n"] * 20, b"\r\n"))
    assert (told.startswith(b"HTTP/1.1 431 "), told.endswith(b"CLOSED")) == (True, True)
    assert b" 200 " in said(answers(b"GET / HTTP/1.1\r\n", *[b"X: " + b"x" * 6_000 + b"\r\n"] * 20, b"\r\n"))
