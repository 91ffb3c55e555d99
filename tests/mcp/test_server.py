"""The tools as an assistant calls them, in this process and over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import kg
from kg.mcp import tools
from kg.resources import seeds

if os.environ.get("CI") != "true":
    pytest.importorskip("mcp")

from mcp import Client, StdioServerParameters

from kg.mcp.server import server

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer


@pytest.fixture(scope="module")
def made() -> MCPServer[Any]:
    return server(kg.open(str(seeds())))


def call(made: MCPServer[Any] | StdioServerParameters, tool: str, **arguments: object) -> Any:  # noqa: ANN401 - a result of the library
    async def asked() -> Any:  # noqa: ANN401
        async with Client(made) as client:
            assert {one.name for one in (await client.list_tools()).tools} == {
                "trace",
                "check",
                "search",
                "query",
                "explain",
            }
            return await client.call_tool(tool, arguments)

    # In a thread of its own: a browser that another test drives keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked()).result()


def test_a_trace_has_ids_to_cite_text_and_data(made: MCPServer[Any]) -> None:
    found = call(made, "trace", claim="1,400 children in Rotherham").structured_content
    assert found["id"] == "seed-article/rotherham"
    assert "THE FIGURE" in found["text"]
    assert found["data"]["claim"]["id"] == found["id"]


def test_checks_searches_queries_and_rules_are_answered(made: MCPServer[Any]) -> None:
    checked = call(made, "check", severity="fix").structured_content
    assert {finding["severity"] for finding in checked["findings"]} == {"fix"}
    assert call(made, "search", text="rotherham", limit=2).structured_content["claims"][1]["id"]
    asked = call(
        made, "query", sparql="SELECT ?c { ?c schema:appearance ?s }", params={"s": "jay-2014"}
    ).structured_content
    assert (asked["total"], asked["truncated"]) == (3, False)
    assert call(made, "query", sparql="hedge-lost").structured_content["rows"]
    assert call(made, "explain", code="P02").structured_content["code"] == "P02"


def test_answers_are_of_bounded_size(made: MCPServer[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = call(made, "query", sparql="SELECT * { ?s a ?o }").structured_content
    assert (len(asked["rows"]), asked["truncated"]) == (tools.MOST_ROWS, True)
    monkeypatch.setattr(tools, "MOST_CHARACTERS", 500)
    assert len(call(made, "query", sparql="SELECT * { ?s a ?o }").structured_content["rows"]) < 10
    found = call(made, "trace", claim="seed-article/rotherham").structured_content
    assert (len(found["text"]), found["data"]) == (500, None)


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("query", {"sparql": "DROP ALL"}, "refused"),
        ("query", {"sparql": "SELECT * { SERVICE <http://x/> {} }"}, "SERVICE"),
        ("trace", {"claim": "zzzz qqqq"}, "no claim of england-group-based-cse fits"),
        ("trace", {"claim": "grooming"}, "by its id:"),
        ("explain", {"code": "Z9"}, "Z9"),
        ("check", {"code": "Z9"}, "no rule Z9"),
    ],
)
def test_what_cannot_be_answered_is_told(made: MCPServer[Any], tool: str, arguments: dict[str, str], says: str) -> None:
    found = call(made, tool, **arguments)
    assert found.is_error
    assert says in found.content[0].text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"text": ""}, "say what to look for"),
        ({"text": " ?\t"}, "say what to look for"),
        ({"text": "x", "limit": 0}, "from 1 to 50, and 0"),
        ({"text": "x", "limit": -1}, "from 1 to 50, and -1"),
    ],
)
def test_a_search_that_asks_for_nothing_is_refused(
    made: MCPServer[Any], arguments: dict[str, object], says: str
) -> None:
    found = call(made, "search", **arguments)
    assert (found.is_error, says in found.content[0].text) == (True, True)


def test_a_value_that_is_too_long_is_cut_and_what_was_left_out_is_told(made: MCPServer[Any]) -> None:
    long = f"SELECT (CONCAT(?a, ?a) AS ?b) {{ BIND('{'x' * 400_000}' AS ?a) }}"
    asked = call(made, "query", sparql=long).structured_content
    assert (len(asked["rows"]), asked["truncated"]) == (1, False)
    assert asked["rows"][0][0].endswith("x… (cut: 800,000 characters in all)")
    assert asked["notice"] == "values longer than 4,000 characters are cut; ask for a part with SUBSTR"
    many = call(made, "query", sparql="SELECT * { ?s a ?o }").structured_content
    assert many["notice"].startswith(f"200 rows of {many['total']:,} given; ask for fewer")
    assert call(made, "query", sparql="ASK {}").structured_content["notice"] is None


@pytest.mark.parametrize(
    ("tool", "name"), [("trace", "claim"), ("query", "sparql"), ("explain", "code"), ("check", "code")]
)
def test_a_long_argument_is_not_repeated_in_full(made: MCPServer[Any], tool: str, name: str) -> None:
    found = call(made, tool, **{name: "zq" * 50_000})
    assert found.is_error
    assert len(found.content[0].text) < 1_000


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("trace", {"claim": "zzzz qqqq"}),
        ("explain", {"code": "Z9"}),
        ("trace", {"claim": "jay-2014", "as_of": "soon"}),
        ("query", {"sparql": "nameless"}),
        ("query", {"sparql": "ASK FROM <x:none> {}"}),
        ("query", {"sparql": "ASK { ?x ?p ?o }", "params": {"x y": 1}}),
    ],
)
def test_no_message_speaks_of_a_command_line(made: MCPServer[Any], tool: str, arguments: dict[str, Any]) -> None:
    found = call(made, tool, **arguments)
    assert found.is_error
    assert not re.search(r"--[a-z]|`kg ", found.content[0].text)


def test_parameters_are_numbers_and_truth_values_too(made: MCPServer[Any]) -> None:
    asked = call(made, "query", sparql="SELECT (DATATYPE(?x) AS ?t) {}", params={"x": True}).structured_content
    assert asked["rows"] == [["http://www.w3.org/2001/XMLSchema#boolean"]]


def test_the_configuration_in_the_documentation_is_one_that_a_client_can_start() -> None:
    text = (Path(__file__).parents[2] / "docs" / "mcp.md").read_text(encoding="utf-8")
    (told,) = json.loads(text.split("```json\n")[1].split("```")[0])["mcpServers"].values()
    assert told["command"].endswith("/bin/kg")
    arguments = [str(seeds()) if part == "/home/me/facts" else part for part in told["args"]]
    parameters = StdioServerParameters(command=sys.executable, args=["-m", "kg", *arguments], env=dict(os.environ))
    assert call(parameters, "search", text="rotherham", limit=1).structured_content["claims"]


def test_the_command_speaks_over_standard_input_and_output() -> None:
    parameters = StdioServerParameters(
        command=sys.executable, args=["-m", "kg", "mcp", "--graph", str(seeds())], env=dict(os.environ)
    )
    assert call(parameters, "query", sparql="ASK { ?c a hw:Claim }").structured_content["rows"] == [[True]]
