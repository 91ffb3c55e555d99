"""Modules and functions stay short enough to be read at once."""

from __future__ import annotations

import ast
from pathlib import Path

KG = Path(__file__).parents[1] / "kg"
MOST_LINES_OF_A_MODULE = 350
MOST_LINES_OF_A_FUNCTION = 50


def test_no_module_is_too_long() -> None:
    lines = {str(path.relative_to(KG)): path.read_text(encoding="utf-8").count("\n") for path in KG.rglob("*.py")}
    assert {path: number for path, number in lines.items() if number > MOST_LINES_OF_A_MODULE} == {}


def test_no_function_is_too_long() -> None:
    functions = [
        (f"{path.relative_to(KG)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for path in KG.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [(name, lines) for name, lines in functions if lines > MOST_LINES_OF_A_FUNCTION] == []
