"""`kg desk` says in one line why it cannot start; what it does once it runs is tested with the desk."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kg.commands import cli
from kg.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

for library in ("uvicorn", "python_multipart", "warcio", "sentencex"):
    pytest.importorskip(library)


def why(*arguments: str) -> str:
    found = CliRunner().invoke(cli, ["desk", *arguments, "--no-browser"]).exception
    assert isinstance(found, UsageError)
    return str(found)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "not a folder of records" in why(str(tmp_path / "none"))


def test_a_port_that_is_taken_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "choose another with --port" in why(str(tmp_path), "--port", str(taken.getsockname()[1]))


def test_a_reader_without_a_letter_is_refused(tmp_path: Path) -> None:
    assert "begin with a letter" in why(str(tmp_path), "--port", "0", "--reader", "7")


def test_a_library_that_is_missing_is_named_with_the_extras(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio", None)
    assert "pip install 'headwater[serve,text]'" in why(str(tmp_path))
