"""`kg validate --shapes`: RDF of anyone's making is held against the shapes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from kg.resources import seeds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.commands.conftest import Done

HEAD = "@prefix hw: <https://w3id.org/headwater/ns#> . @prefix schema: <https://schema.org/> .\n"


def test_rdf_that_no_record_could_state_is_a_line_each(kg: Callable[..., Done], tmp_path: Path) -> None:
    path = tmp_path / "theirs.ttl"
    path.write_text(
        f"{HEAD}<x:c> a hw:Claim ; schema:text 'one', 'two' ; hw:working hw:magic ; hw:figure <x:f> . <x:f> a hw:Figure ; hw:base 'many' .",
        encoding="utf-8",
    )
    assert kg("validate", str(path)).code == 0
    done = kg("validate", "--shapes", str(path))
    assert (done.code, done.out) == (2, "")
    lines = [line for line in done.err.splitlines() if line.startswith(str(path))]
    assert len(lines) == 3
    assert [
        word
        for word in ("more than once", "not one of its words", "not a number")
        if not any(word in line for line in lines)
    ] == []


def test_what_is_read_as_a_claim_is_held_against_its_shape_whatever_its_class(
    kg: Callable[..., Done], tmp_path: Path
) -> None:
    path = tmp_path / "theirs.ttl"
    path.write_text(
        f"{HEAD}@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "<x:c> a schema:Claim ; schema:text 'x' ; schema:appearance <x:s> ; hw:figure [ schema:minValue 5 ; schema:maxValue 3 ; "
        "hw:qualifier hw:nonsense ] . <x:s> a schema:Article ; dcterms:title 'A', 'B' .",
        encoding="utf-8",
    )
    done = kg("validate", "--shapes", str(path))
    assert (done.code, done.out) == (2, "")
    for told in ("the range ends before it starts", "nonsense", "<x:s> <http://purl.org/dc/terms/title>"):
        assert told in done.err


def test_a_literal_that_is_not_of_its_type_is_a_line_and_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "theirs.ttl"
    path.write_text(
        f'{HEAD}<x:f> a hw:Figure ; schema:value "abc"^^<http://www.w3.org/2001/XMLSchema#integer> .', encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "kg", "validate", "--shapes", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "<x:f> <https://schema.org/value> “abc”" in done.stderr


def test_records_and_rdf_that_agree_are_fine(kg: Callable[..., Done], workspace: Path) -> None:
    assert kg("validate", "--shapes", str(workspace)).code == 0
    assert kg("validate", "--shapes", str(seeds())).code == 0


def test_without_pyshacl_what_installs_it_is_named(
    kg: Callable[..., Done], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for engine in ("pyshacl", "pyshacl_turbo"):
        monkeypatch.setitem(sys.modules, engine, None)
    done = kg("validate", "--shapes", str(workspace))
    assert (done.code, "headwater[shacl]" in done.err) == (2, True)
