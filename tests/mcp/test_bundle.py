"""A bundle has the manifest of its format, the same bytes each time, and a server that starts from what is in it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from kg.commands import run
from kg.mcp.bundle import TOOLS, bundle
from kg.resources import seeds
from kg.version import __version__

# What the schema of the manifest, version 0.4, knows at the top; all else is refused by applications.
KNOWN = {
    "$schema", "manifest_version", "name", "display_name", "version", "description", "long_description", "author", "repository",
    "homepage", "documentation", "support", "icon", "icons", "screenshots", "localization", "server", "tools", "tools_generated",
    "prompts", "prompts_generated", "keywords", "license", "privacy_policies", "compatibility", "user_config", "_meta",
}  # fmt: skip
REQUIRED = {"manifest_version", "name", "version", "description", "author", "server"}


def test_the_manifest_is_one_that_applications_take(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(bundle(tmp_path))) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        project = tomllib.loads(archive.read("pyproject.toml").decode())["project"]
        names = set(archive.namelist())
    assert REQUIRED <= manifest.keys() <= KNOWN
    assert manifest["server"]["entry_point"] in names
    assert {tool["name"] for tool in manifest["tools"]} == set(TOOLS)
    assert manifest["user_config"]["graph"]["default"] == str(tmp_path.resolve())
    assert any(text.startswith("mcp") for text in project["dependencies"])
    assert not any("extra" in text for text in project["dependencies"])
    assert not any("__pycache__" in name or "/." in name for name in names)


def test_the_same_bundle_has_the_same_bytes_and_asks_for_a_folder_where_none_is_offered() -> None:
    first = bundle(None)
    assert first == bundle(None)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert "default" not in json.loads(archive.read("manifest.json"))["user_config"]["graph"]


def test_the_command_makes_a_bundle_whose_program_starts_from_what_is_in_it(tmp_path: Path) -> None:
    assert run(["mcp", "--graph", str(seeds()), "--bundle", str(tmp_path / "facts.mcpb")]) == 0
    with zipfile.ZipFile(tmp_path / "facts.mcpb") as archive:
        archive.extractall(tmp_path)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [sys.executable, str(tmp_path / "src" / "main.py"), "--version"]
    done = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert __version__ in done.stdout


def test_a_bundle_is_not_made_for_what_is_not_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mcp", "--graph", "bundled:seeds", "--bundle", str(tmp_path / "facts.mcpb")]) == 2
    assert "not a folder" in capsys.readouterr().err
    assert not (tmp_path / "facts.mcpb").exists()
