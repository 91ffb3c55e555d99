"""What is sent to an endpoint, and what becomes of answers that are late, busy, cut or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from kg.errors import EndpointError
from kg.store.remote.client import Endpoint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

URL = "https://data.example/sparql"
YES = httpx.Response(
    200, json={"head": {}, "boolean": True}, headers={"content-type": "application/sparql-results+json"}
)
LONG = "ASK { ?s ?p ?o } #" + "x" * 2000


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("KG_ENDPOINT_TOKEN", "KG_ENDPOINT_USER", "KG_ENDPOINT_PASSWORD", "KG_ENDPOINT_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


def answering(*replies: httpx.Response | Exception) -> tuple[Callable[..., Endpoint], list[httpx.Request], list[float]]:
    """An endpoint that gives the replies in turn, what it was sent, and the pauses between."""
    sent: list[httpx.Request] = []
    pauses: list[float] = []
    waiting = list(replies)

    def reply(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(found, Exception):
            raise found
        return httpx.Response(found.status_code, headers=found.headers, content=found.content)

    return lambda url=URL: Endpoint(url, httpx.MockTransport(reply), pauses.append), sent, pauses


def test_a_short_query_is_sent_by_get_and_a_long_one_by_post() -> None:
    made, sent, _ = answering(YES)
    endpoint = made()
    assert endpoint.ask("ASK { ?s ?p ?o }")
    assert endpoint.ask(LONG)
    assert [request.method for request in sent] == ["GET", "POST"]
    assert sent[0].url.params["query"] == "ASK { ?s ?p ?o }"
    assert sent[1].content.startswith(b"query=ASK")
    endpoint.close()


def test_a_method_that_the_server_refuses_is_left_for_good() -> None:
    made, sent, _ = answering(httpx.Response(405), YES)
    endpoint = made()
    assert endpoint.ask(LONG)
    assert endpoint.ask(LONG)
    assert [request.method for request in sent] == ["POST", "GET", "GET"]


def test_a_server_that_takes_neither_method_is_an_error() -> None:
    made, _, _ = answering(httpx.Response(405))
    with pytest.raises(EndpointError, match="405"):
        made().ask(LONG)


def test_a_busy_server_is_asked_again_after_the_pause_that_it_names() -> None:
    made, sent, pauses = answering(
        httpx.Response(503, headers={"retry-after": "7"}),
        httpx.Response(429, headers={"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}),
        httpx.Response(429),
        YES,
    )
    assert made().ask("ASK {}")
    assert len(sent) == 4
    assert pauses[0] == 7
    assert pauses[1] == 0
    assert 1.5 <= pauses[2] <= 2.5


def test_a_server_that_stays_busy_is_given_up_after_five_tries() -> None:
    made, sent, _ = answering(httpx.Response(503, text="overloaded"))
    with pytest.raises(EndpointError, match="503 Service Unavailable: overloaded"):
        made().ask("ASK {}")
    assert len(sent) == 5


def test_a_broken_connection_is_tried_again_and_a_late_answer_is_not() -> None:
    made, sent, pauses = answering(httpx.ReadError("broken"), YES)
    assert made().ask("ASK {}")
    assert (len(sent), pauses) == (2, [])
    made, sent, _ = answering(httpx.ReadTimeout("late"))
    with pytest.raises(EndpointError, match="no answer within 60 s"):
        made().ask("ASK {}")
    assert len(sent) == 1
    made, sent, _ = answering(httpx.ConnectError("refused"))
    with pytest.raises(EndpointError, match="refused"):
        made().ask("ASK {}")
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("100000", "1 day"),
        ("7300", "2 hours"),
        ("90", "2 minutes"),
        ("61", "1 minute"),
        ("9" * 15, "more than 1,000 years"),
        ("9" * 400, "more than 1,000 years"),
        ("Thu, 01 Jan 9999 00:00:00 GMT", "more than 1,000 years"),
    ],
)
def test_a_server_that_asks_for_a_long_pause_is_not_waited_for(asked: str, told: str) -> None:
    made, sent, pauses = answering(httpx.Response(503, headers={"retry-after": asked}))
    with pytest.raises(EndpointError) as raised:
        made().ask("ASK {}")
    assert str(raised.value) == (
        f"{URL}: the server is busy (503) and asks for a pause of {told}, longer than the 60 seconds that are waited for; try again later"
    )
    assert (len(sent), pauses) == (1, [])


def test_an_answer_that_is_no_http_is_told_with_what_to_do() -> None:
    made, _, _ = answering(httpx.RemoteProtocolError("illegal status line: b'hello'"))
    with pytest.raises(
        EndpointError,
        match=r"no answer in HTTP came .illegal status line.*; see whether this is the address of a SPARQL",
    ):
        made().ask("ASK {}")


def test_a_token_loses_the_line_break_at_its_end_and_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    made, sent, _ = answering(YES)
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", "topsecret\n")
    made().ask("ASK {}")
    assert sent[0].headers["authorization"] == "Bearer topsecret"
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", "top\nsecret")
    with pytest.raises(EndpointError, match="no token can have") as caught:
        made()
    assert "secret" not in str(caught.value)


def test_half_of_a_credential_is_said_to_be_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ENDPOINT_USER", "ann")
    with pytest.raises(EndpointError, match="set both"):
        Endpoint(URL)


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (httpx.Response(400, text="syntax\nerror"), "answered 400 Bad Request: syntax error"),
        (httpx.Response(401), "refuses access .401."),
        (
            httpx.Response(302, headers={"location": "https://elsewhere.example/"}),
            "sends on to https://elsewhere.example/",
        ),
        (httpx.Response(599), "answered 599: nothing"),
        (httpx.Response(200, html="<p>Query here</p>"), "not an answer to a SPARQL query .text/html."),
        (httpx.Response(200, json={"head": {"vars": ["x"]}, "results": {"bindings": []}}), "no truth value"),
    ],
)
def test_an_answer_that_is_none_is_one_line_of_error(reply: httpx.Response, message: str) -> None:
    made, _, _ = answering(reply)
    with pytest.raises(EndpointError, match=message):
        made().ask("ASK {}")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://data.example/sparql", "only https"),
        ("ftp://data.example/sparql", "named by an https"),
        ("https://", "named by an https"),
        ("https://host:port/", "not an address"),
        ("https://host:99999/", "named by an https"),
        ("https://me:secret@data.example/sparql", "a password does not belong"),
    ],
)
def test_an_address_that_must_not_be_asked_is_refused(url: str, message: str) -> None:
    with pytest.raises(EndpointError, match=message) as caught:
        Endpoint(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://localhost:7878/query", "http://127.0.0.1/q", "http://[::1]:7878/query"])
def test_an_endpoint_on_this_machine_may_be_asked_in_the_clear(url: str) -> None:
    assert Endpoint(url).url == url


def test_who_asks_is_told_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    made, sent, _ = answering(YES)
    monkeypatch.setenv("KG_ENDPOINT_USER", "ann")
    monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "pass")
    made().ask("ASK {}")
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", "token")
    made().ask("ASK {}")
    assert [request.headers["authorization"] for request in sent] == ["Basic YW5uOnBhc3M=", "Bearer token"]


def test_who_asks_is_told_by_netrc_for_the_named_host_only(tmp_path: Path) -> None:
    made, sent, _ = answering(YES)
    (tmp_path / "netrc").write_text("machine data.example login ann password pass\n", encoding="utf-8")
    made().ask("ASK {}")
    made("https://other.example/sparql").ask("ASK {}")
    assert sent[0].headers["authorization"] == "Basic YW5uOnBhc3M="
    assert "authorization" not in sent[1].headers
    (tmp_path / "netrc").write_text("machine\n", encoding="utf-8")
    with pytest.raises(EndpointError, match="netrc: line"):
        made()


@pytest.mark.parametrize("text", ["soon", "0", "-3", "inf"])
def test_a_time_limit_that_is_no_number_of_seconds_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ENDPOINT_TIMEOUT", text)
    with pytest.raises(EndpointError, match="is not a number of seconds"):
        Endpoint(URL)


def test_an_answer_may_be_cut_where_the_server_says_so_or_its_rows_are_round() -> None:
    def rows(count: int) -> dict[str, object]:
        return {
            "head": {"vars": ["x"]},
            "results": {"bindings": [{"x": {"type": "literal", "value": str(n)}} for n in range(count)]},
        }

    made, _, _ = answering(
        httpx.Response(200, json=rows(3), headers={"x-sparql-maxrows": "3"}),
        httpx.Response(206, json=rows(2)),
        httpx.Response(200, json=rows(1000)),
        httpx.Response(200, json=rows(999)),
    )
    endpoint = made()
    found = [endpoint.select("SELECT ?x {}") for _ in range(4)]
    assert [(reply.cut, reply.maybe_cut) for reply in found] == [
        (True, True),
        (True, True),
        (False, True),
        (False, False),
    ]
