"""The contracts of import-linter in pyproject.toml: layers, and where imports may stand; and that no modules import each other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import grimp
import networkx as nx

ROOT = Path(__file__).parents[1]


def test_every_contract_is_met() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout


def test_no_modules_import_each_other_even_for_types_or_inside_functions() -> None:
    imports = grimp.build_graph("kg", cache_dir=None)
    graph = nx.DiGraph(
        (module, other) for module in imports.modules for other in imports.find_modules_directly_imported_by(module)
    )
    assert [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1] == []
