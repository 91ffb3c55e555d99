"""What this version promises, as data: `python -m tests.stability.promises` keeps it in the folder of this version's series.

The folder's `workspace/` is written by hand; run this once, before the first release of a series, and then
never change what it wrote.
"""

from __future__ import annotations

import inspect
import json
import os
import shlex
import tarfile
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import click
import pyoxigraph as ox

import kg
import kg.api
from kg.api import Graph
from kg.commands import INTERRUPTED, OUR_FAULT, cli, run
from kg.formats.csv_columns import COLUMNS
from kg.formats.record_schema import record_schema
from kg.mcp.tools import Tools
from kg.render.check_schema import check_schema
from kg.render.check_tables import render_csv
from kg.render.trace_schema import trace_schema
from kg.resources import ontology
from kg.rules.registry import built_in
from kg.serve import api, page_routes
from kg.serve.openapi import description
from kg.version import __version__
from kg.vocabulary import HW, MINTED, SCHEMES

HERE: Final = Path(__file__).parent
SERIES: Final = "_".join(__version__.split(".")[:2])
# For `kg check` alone, which writes the cache of a large workspace while it is in use.
_INTERNAL: Final = {"settled"}
_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

_NAMED: Final = ("properties", "$defs")
_KEPT: Final = ("type", "enum", "const", "required", "items", "anyOf", "oneOf", "allOf", "$ref")

# Documents of JSON, each with the command that writes it in the workspace of a version.
DOCUMENTS: Final[dict[str, list[str]]] = {
    "trace": ["trace", "article/dry", "--format", "json"],
    "check": ["check", "--exit-zero", "--format", "json"],
    "impact": ["impact", "survey", "--format", "json"],
    "todo": ["todo", "--format", "json"],
}
# Command lines, each with the exit code that it has in the workspace of a version.
EXIT_CODES: Final = (
    "trace article/wells",
    "trace there-is-no-such-claim",
    "check",
    "check --fail-on note --document board-2020",
    "check --select P11",
    "check --exit-zero",
    "check --baseline baseline.json",
    "check --document there-is-none",
    "check --no-such-option",
    "validate .",
    "query --list",
    "query NOT-SPARQL",
    "impact survey",
    "explain P01",
    "explain Z99",
    "todo",
)


def promises() -> dict[str, Any]:
    """The names, parameters, codes, terms, columns and schemas that others rely on, by what kind of promise they are."""
    return {
        "python": dict(_python()),
        "commands": {name: _options(command) for name, command in _commands(cli).items()},
        "reserved exit codes": {"error in the program": OUR_FAULT, "stopped by Ctrl-C": INTERRUPTED},
        "rules": {rule.code: rule.fault for rule in built_in()},
        "terms": _terms(),
        "schemes": {name: sorted(words) for name, words in SCHEMES.items()},
        "claims.csv": list(COLUMNS),
        "http": sorted(route.path for route in (*api.ROUTES, *page_routes.ROUTES)),
        "api": {
            path: [one["name"] for one in about["get"]["parameters"]] for path, about in description()["paths"].items()
        },
        "tools": {
            name: _parameters(method)
            for name, method in inspect.getmembers(Tools, inspect.isfunction)
            if name[0] != "_"
        },
        "records": outline(record_schema()),
        "documents": {"trace": outline(trace_schema()), "check": outline(check_schema())},
    }


def outline(schema: Any) -> Any:  # noqa: ANN401 - any JSON value
    """What a JSON Schema says of names, types and words; not how it describes them."""
    if isinstance(schema, list):
        return [outline(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    named = {key: {name: outline(one) for name, one in schema[key].items()} for key in _NAMED if key in schema}
    return named | {key: outline(schema[key]) for key in _KEPT if key in schema}


def csv_columns(workspace: Path) -> list[str]:
    """The columns of `kg check --format csv`, in order."""
    return render_csv(kg.open(str(workspace)).check()).splitlines()[0].split(",")


def exit_codes(workspace: Path) -> dict[str, int]:
    """The exit code of each command line, given in a workspace."""
    with chdir(workspace), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        return {line: run(shlex.split(line)) for line in EXIT_CODES}


def statements(workspace: Path, target: Path) -> list[str]:
    """What the records of a workspace mean, as sorted N-Quads; blank nodes have one name, since theirs do not stay."""
    assert run(["export", "rdf", "-g", str(workspace), "--format", "nq", "-o", str(target)]) == 0
    quads = ox.parse(target.read_bytes(), ox.RdfFormat.N_QUADS)
    return sorted({" ".join(_named(term) for term in (quad.subject, quad.predicate, quad.object)) for quad in quads})


def _named(term: object) -> str:
    return "_:b" if isinstance(term, ox.BlankNode) else str(term)


def _python() -> list[tuple[str, list[str]]]:
    modules = [
        (f"{module.__name__}.{name}", getattr(module, name)) for module in (kg, kg.api) for name in module.__all__
    ]
    methods = [
        (f"Graph.{name}", getattr(Graph, name))
        for name in dir(Graph)
        if not name.startswith("_") and name not in _INTERNAL
    ]
    return [(name, _parameters(value) if inspect.isfunction(value) else []) for name, value in [*modules, *methods]]


def _parameters(function: Any) -> list[str]:  # noqa: ANN401 - any function
    """The names of a function's parameters, in order; those without a default end in “ required”."""
    return [
        name + (" required" if value.default is value.empty and value.kind.name.startswith("POS") else "")
        for name, value in inspect.signature(function).parameters.items()
        if name != "self"
    ]


def _commands(group: click.Group, above: str = "") -> dict[str, click.Command]:
    context = click.Context(group)
    found: dict[str, click.Command] = {}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found[above + name] = command
        if isinstance(command, click.Group):
            found |= _commands(command, f"{above}{name} ")
    return found


def _options(command: click.Command) -> list[str]:
    """Each spelling of each option, with the words that it takes."""
    found = []
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            words = option.type.choices if isinstance(option.type, click.Choice) else ()
            spellings = (*option.opts, *option.secondary_opts)
            found += [" ".join(filter(None, (one, str(word)))) for one in spellings for word in ("", *words)]
    return sorted(found)


def _terms() -> dict[str, list[str]]:
    """Each term of the vocabulary with what kind of thing the ontology says that it is."""
    graph = ox.Store()
    graph.load(path=str(ontology("headwater.ttl")), format=ox.RdfFormat.TURTLE)
    kinds = {
        name: [str(quad.object) for quad in graph.quads_for_pattern(ox.NamedNode(HW + name), _TYPE, None)]
        for name in MINTED
    }
    return {name: sorted(found) for name, found in sorted(kinds.items())}


def keep(folder: Path) -> None:
    """Write what this version promises and makes into its folder."""
    workspace = folder / "workspace"
    with chdir(workspace):  # so that no place of this machine stands in what is kept
        run(["check", "-g", ".", "--baseline", "baseline.json", "--update-baseline", "--exit-zero", "-o", os.devnull])
        for name, command in DOCUMENTS.items():
            run([*command, "-g", ".", "-o", str(folder / f"{name}.json")])
    _write(
        folder / "promises.json",
        promises() | {"check.csv": csv_columns(workspace), "exit codes": exit_codes(workspace)},
    )
    with TemporaryDirectory() as made:
        (folder / "statements.nt").write_text("\n".join(statements(workspace, Path(made, "all.nq"))) + "\n", "utf-8")
        if not (folder / "store.tar.xz").exists():
            run(["load", str(Path(made, "all.nq")), "--into", str(Path(made, "store"))])
            with tarfile.open(folder / "store.tar.xz", "w:xz") as archive:
                archive.add(Path(made, "store"), "store")


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    keep(HERE / f"v{SERIES}")
