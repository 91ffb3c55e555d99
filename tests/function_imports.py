"""An import-linter contract: imports inside functions stand only in the modules that are named for it."""

from __future__ import annotations

import ast
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from importlinter import Contract, ContractCheck, fields, output

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grimp import ImportGraph


class FunctionImports(Contract):
    """Which modules import inside functions, `*` standing for any part of a name; each named one must still do so."""

    modules = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - its signature
        """Compare the modules that import inside functions with those that are named."""
        named = set(cast("Iterable[str]", self.modules))
        found = {module for module in graph.modules if module.split(".")[0] == "kg" and _imports_in_functions(module)}
        unnamed = {module for module in found if not any(fnmatchcase(module, name) for name in named)}
        unneeded = {name for name in named if not any(fnmatchcase(module, name) for module in found)}
        return ContractCheck(kept=not unnamed | unneeded, metadata={"unnamed": unnamed, "unneeded": unneeded})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say which names to add and which to remove."""
        for module in sorted(check.metadata["unnamed"]):
            output.print_error(f"{module} imports inside a function; import at the top, or name it in pyproject.toml")
        for module in sorted(check.metadata["unneeded"]):
            output.print_error(f"{module} does not import inside a function; take its name out of pyproject.toml")


def _imports_in_functions(module: str) -> bool:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return any(isinstance(node, ast.Import | ast.ImportFrom) for function in functions for node in ast.walk(function))
