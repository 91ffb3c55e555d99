"""A bundle (`.mcpb`) that an assistant's application installs by a double click: this program, and what it needs for `kg mcp`.

The form is that of the manifest 0.4 of MCP bundles with a server of type `uv`: the application installs Python and the packages.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from importlib.metadata import PackageNotFoundError, requires
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError
from kg.resources import package_file, resource
from kg.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOOLS: Final = {
    "trace": "Trace a figure to its evidence",
    "check": "List what the rules flag",
    "search": "Find claims by words, numbers and places",
    "query": "Ask in SPARQL, or by the name of a named query",
    "explain": "Explain a rule",
}
_PYTHON: Final = ">=3.11"
_MAIN: Final = '"""What the application starts."""\n\nfrom kg.commands import main\n\nmain()\n'
# The same bytes each time.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


def bundle(graph: Path | None) -> bytes:
    """The bytes of a bundle; the application asks which folder to serve, and offers `graph`."""
    files = {
        "manifest.json": json.dumps(manifest(graph), indent=2, ensure_ascii=False).encode(),
        "pyproject.toml": _project().encode(),
        "src/main.py": _MAIN.encode(),
        **dict(_program()),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def manifest(graph: Path | None) -> dict[str, Any]:
    """The manifest of the bundle."""
    offered = {} if graph is None else {"default": str(graph.resolve())}
    start = ["run", "--directory", "${__dirname}", "src/main.py", "mcp", "--graph", "${user_config.graph}"]
    return {
        "manifest_version": "0.4",
        "name": "headwater",
        "display_name": "Headwater",
        "version": __version__,
        "description": "Where figures come from: lineages, weak sources and rules of a graph of claims, read-only.",
        "author": {"name": "The Headwater developers"},
        "license": "Apache-2.0",
        "server": {"type": "uv", "entry_point": "src/main.py", "mcp_config": {"command": "uv", "args": start}},
        "tools": [{"name": name, "description": text} for name, text in TOOLS.items()],
        "compatibility": {"platforms": ["darwin", "linux", "win32"], "runtimes": {"python": _PYTHON}},
        "user_config": {
            "graph": {
                "type": "directory",
                "title": "Graph",
                "description": "The folder of records, or a store folder",
                "required": True,
                **offered,
            }
        },
    }


def _project() -> str:
    needed = ", ".join(json.dumps(text) for text in _needed())
    return (
        f'[project]\nname = "headwater-bundle"\nversion = "{__version__}"\nrequires-python = "{_PYTHON}"\n'
        f"dependencies = [{needed}]\n\n[tool.uv]\npackage = false\n"
    )


def _needed() -> Iterator[str]:
    """What the installed package requires, that of the extra “mcp” included. Raises UsageError where it is not installed."""
    try:
        required = requires("headwater") or []
    except PackageNotFoundError as error:
        raise UsageError("headwater is not installed as a package; install it and make the bundle again") from error
    for text in required:
        name, _, condition = text.partition(";")
        if re.fullmatch(r"\s*extra == ['\"]mcp['\"]\s*", condition):
            yield name.strip()
        elif "extra" not in condition:
            yield text


def _program() -> Iterator[tuple[str, bytes]]:
    """The files of the program by their names in the bundle."""
    for folder, place in (
        (package_file(), "kg"),
        (resource("ontology"), "kg/ontology"),
        (resource("seeds"), "kg/seeds"),
    ):
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in parts):
                yield f"src/{place}/{'/'.join(parts)}", path.read_bytes()
