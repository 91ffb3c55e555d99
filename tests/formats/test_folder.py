"""Folders of record files: what is read, and what is refused in one line."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from kg.api import open_graph
from kg.errors import BadDataError, UsageError
from kg.formats import yaml_tree
from kg.formats.cross_file_checks import near_agents
from kg.formats.folder import read_file, read_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_files_come_in_order_and_hidden_ones_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "_draft.yaml", ".x.yaml", "c.txt", "sub/d.YAML", "_old/e.yaml", ".git/f.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"source: {path.stem}\n", encoding="utf-8")
    assert [file.path.name for file in read_folder(tmp_path)] == ["a.yml", "b.yaml", "d.YAML"]


def test_a_file_knows_its_digest_and_the_line_of_each_id(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(
        "source: s\nclaims:\n  c: {says: x}\n---\nvariables:\n  - {variable: v, name: V}\n", encoding="utf-8"
    )
    file = read_file(path)
    assert file.sha256 == sha256(path.read_bytes()).hexdigest()
    assert file.lines == {"s": 1, "s/c": 3, "variable/v": 6}


def test_a_folder_that_contains_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("source: s\n", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert len(read_folder(tmp_path)) == 1


def test_what_is_no_folder_or_no_file_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("source: s\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no such file or folder"):
        read_folder(tmp_path / "none")
    with pytest.raises(UsageError, match="not a folder"):
        read_folder(path)
    with pytest.raises(UsageError, match="a folder; a record file is expected"):
        read_file(tmp_path)
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(UsageError, match="no plain file"):
        read_folder(tmp_path)
    with pytest.raises(UsageError, match="not a plain file"):
        read_file(tmp_path / "pipe.yaml")


def test_a_pipe_among_rdf_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("", encoding="utf-8")
    (tmp_path / ".kg").mkdir()
    os.mkfifo(tmp_path / "pipe.ttl")
    with pytest.raises(UsageError, match="no plain file"):
        open_graph(str(tmp_path))


def test_a_link_to_itself_or_to_nothing_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "a.yaml")
    with pytest.raises(UsageError, match=r"a\.yaml: "):
        read_folder(tmp_path)


def test_what_may_not_be_read_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("source: s\n", encoding="utf-8")

    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.raises(UsageError, match=r"a\.yaml: Permission denied"):
        read_file(path)


def test_a_folder_that_may_not_be_listed_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UsageError, match="Permission denied"):
        read_folder(tmp_path)


def test_a_line_over_the_limit_is_refused_by_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "MOST_BYTES", 2**20)
    path = tmp_path / "a.yaml"
    path.write_text("source: " + "x" * 2**21, encoding="utf-8")
    with pytest.raises(BadDataError, match="2 MB is too large for a record file; the most is 1 MB"):
        read_file(path)


def test_a_plain_word_is_the_agent_of_that_id_or_name_and_else_a_name_with_a_note_of_a_near_id(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("agents:\n  - {agent: guardian, name: The Guardian}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("source: s\npublisher: guardian\nauthors: [gaurdian, reuters]\n", encoding="utf-8")
    files = read_folder(tmp_path)
    (source,) = files[1].records.sources
    assert (source.publisher, source.authors) == (("guardian",), ("gaurdian", "reuters"))
    assert [agent.name for file in files for agent in file.records.agents] == ["The Guardian", "gaurdian", "reuters"]
    assert list(near_agents({file.path: file.facts.names for file in files})) == [
        f"{tmp_path / 'b.yaml'}: “gaurdian” is read as the name of an agent that is not recorded; did you mean “guardian”?"
    ]


def test_nothing_is_missed_from_a_file_that_is_no_yaml(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("source: [\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("source: s\nclaims: {c: {leans on: {cites: t}}}\n", encoding="utf-8")
    with pytest.raises(BadDataError) as caught:
        read_folder(tmp_path)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("agents_first", [True, False])
def test_one_word_is_the_id_of_the_agent_that_the_file_records_before_or_after_it(
    tmp_path: Path, agents_first: bool
) -> None:
    parts = ["agents: [{agent: judge, name: A judge}]", "inquiry: review\ntitle: The review\nled by: judge"]
    text = "\n---\n".join(parts if agents_first else reversed(parts))
    (tmp_path / "all.yaml").write_text(text, encoding="utf-8")
    (file,) = read_folder(tmp_path)
    assert [(agent.id, agent.name) for agent in file.records.agents] == [("judge", "A judge")]
