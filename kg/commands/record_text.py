"""A new claim as text of a record file, put in its place; the file is replaced only if the whole workspace still reads."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import BadDataError, Problem, UsageError, cannot_read
from kg.formats.files import RULES_FOLDER
from kg.formats.folder import read_files, record_paths
from kg.formats.registry import YAML
from kg.formats.yaml_tree import documents, read_record_file
from kg.render.safe import escaped
from kg.text_files import decode, replace_durably

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.formats.folder import LoadedFile

    Value = str | dict[str, str] | Sequence[str | dict[str, str]]

_HEADER: Final = "# yaml-language-server: $schema=records.schema.json\n"
_PLAIN: Final = re.compile(r"[^\W_](?:[\w ,.()/%’‘“”£€+–-]*[\w.)%’”])?")
_NULLS: Final = frozenset({"null", "Null", "NULL"})
_END: Final = re.compile(r"(?:---|\.\.\.)(?:\s|$)")


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim as its record will say it: keys as people write them."""

    source: str
    claim: str
    document: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Value] = field(default_factory=dict)

    @property
    def identifier(self) -> str:
        """The id under which the claim is known everywhere."""
        return f"{self.source}/{self.claim}"


def add_claim(folder: Path, file: str, known: Sequence[LoadedFile], new: NewClaim) -> str:
    """Write a claim into a workspace and return where it went, as file and line; to be called `alone`.

    Raises UsageError for a file outside the workspace or a record that cannot be added to, and BadDataError when the
    workspace would not read with it; then nothing is written.
    """
    lines = {node: loaded.path for loaded in known for node in loaded.lines}
    if new.identifier in lines:
        raise UsageError(f"{new.identifier} is on record already, in {lines[new.identifier]}; choose another --claim")
    home = lines.get(new.source)
    path = (home or _target(folder, file)).resolve()
    before = _read(path)
    after = _inserted(path, before, new) if home else _appended(before, new)
    place = _replaced(path, after, known, new)
    if path not in {found.resolve() for found in record_paths(folder)}:
        raise UsageError(f"{path}: written, and the workspace does not read it; move it to where records are read")
    return place


def _target(folder: Path, file: str) -> Path:
    path = folder / file
    inside = path.resolve().is_relative_to(folder.resolve())
    parts = path.resolve().relative_to(folder.resolve()).parts if inside else ()
    if not inside or any(part[0] in "._" for part in parts):
        message = "a record file lies inside the workspace, and its name and folders begin with a letter or digit"
        raise UsageError(f"{file}: {message}")
    if parts[0] == RULES_FOLDER and any((folder / RULES_FOLDER).glob("*.rq")):
        raise UsageError(f"{file}: the folder “{RULES_FOLDER}” holds rules, and no records are read from it")
    if path.suffix not in YAML.endings:
        raise UsageError(f"{file}: a record file ends in {' or '.join(YAML.endings)}")
    return path


def _read(path: Path) -> str:
    return decode(path, read_record_file(path)) if path.exists() else ""


def document_text(new: NewClaim) -> str:
    """A whole record: the document with its one claim."""
    keys = {"source": new.source, **new.document}
    head = "".join(f"{key}: {scalar(value)}\n" for key, value in keys.items())
    return f"{head}claims:\n{claim_text(new, '  ')}"


def claim_text(new: NewClaim, indent: str) -> str:
    """The claim as an entry of `claims:`, each line indented."""
    lines = [f"{scalar(new.claim)}:"]
    for key, value in new.fields.items():
        lines.extend(f"  {line}" for line in _entry(key, value))
    return "".join(f"{indent}{line}\n" for line in lines)


def _entry(key: str, value: Value) -> list[str]:
    if isinstance(value, str):
        return [f"{key}: {scalar(value)}"]
    if isinstance(value, dict):
        return [f"{key}:", *(f"  {pair}" for pair in _pairs(value))]
    lines = [f"{key}:"]
    for item in value:
        pairs = _pairs(item) if isinstance(item, dict) else [scalar(item)]
        first, *rest = pairs
        lines.extend([f"  - {first}", *(f"    {line}" for line in rest)])
    return lines


def _pairs(values: Mapping[str, str]) -> list[str]:
    return [f"{name}: {scalar(text)}" for name, text in values.items()]


def scalar(text: str) -> str:
    """A text as a YAML scalar that reads back as the same text: plain where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(text) and text not in _NULLS:
        return text
    # JSON's strings are YAML's, except for the controls and line ends that JSON leaves as they are.
    quoted = escaped(json.dumps(text, ensure_ascii=False))
    return quoted.replace("\ufeff", "\\ufeff")


def _appended(before: str, new: NewClaim) -> str:
    """The text with a record after its last one."""
    if not before.strip():
        return _HEADER + document_text(new)
    newline = "\r\n" if "\r\n" in before else "\n"
    gap = "" if before.endswith("\n") else newline
    return before + gap + f"---\n{document_text(new)}".replace("\n", newline)


def _inserted(path: Path, before: str, new: NewClaim) -> str:
    """The text with the claim after the last one of its document."""
    newline = "\r\n" if "\r\n" in before else "\n"
    lines = before.split("\n")
    tops, indent = _layout(path, new.source)
    start = tops.get("claims")
    after = min((line for line in tops.values() if start and line > start), default=None)
    where = after - 1 if after else _document_end(lines, tops["source"])
    while where > 0 and re.fullmatch(r"\s*|#.*", lines[where - 1].rstrip("\r")):
        where -= 1
    text = claim_text(new, indent) if start else f"claims:\n{claim_text(new, indent)}"
    added = text.replace("\n", newline)
    head = "\n".join(lines[:where])
    return head + (newline if not head.endswith("\r") else "\n") + added + "\n".join(lines[where:])


def _layout(path: Path, source: str) -> tuple[Mapping[str, int], str]:
    """The lines of the top keys of a source's record, and how its claims are indented."""
    for document in documents(path):
        if not isinstance(document.value, dict) or document.value.get("source") != source:
            continue
        tops = {str(place[0]): line for place, (line, _) in document.places.items() if len(place) == 1}
        columns = {column for place, (_, column) in document.places.items() if len(place) == 1}
        claims = document.value.get("claims")
        starts = [document.places["claims", name] for name in claims] if isinstance(claims, dict) else []
        braces = any(line == tops["claims"] for line, _ in starts) or ("claims" in tops and not starts)
        if columns != {1} or braces:
            raise UsageError(f"{path}:{tops['source']}: this record is not laid out line by line; add to it by hand")
        return tops, " " * (starts[0][1] - 1 if starts else 2)
    raise UsageError(f"{path}: the record of {source} was not found in it")


def _document_end(lines: Sequence[str], start: int) -> int:
    """How many lines come before the end of the document that holds a line."""
    return next((number for number in range(start, len(lines)) if _END.match(lines[number])), len(lines))


def _replaced(path: Path, text: str, known: Sequence[LoadedFile], new: NewClaim) -> str:
    """Put the text in place of the file once the whole workspace reads with it."""
    stage = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stage.write_bytes(text.encode("utf-8"))
        files = [loaded.path for loaded in known if loaded.path.resolve() != path]
        before = {node for loaded in known if loaded.path.resolve() == path for node in loaded.lines}
        loaded = read_files([*files, stage])[-1]
        if not before | {new.identifier} <= set(loaded.lines):
            raise UsageError(f"{path}: the claim could not be put in its place; add it by hand")
        if path.exists():
            shutil.copymode(path, stage)
        replace_durably(stage, path)
    except BadDataError as error:
        moved = [
            Problem(p.path.replace(str(stage), str(path)), p.line, p.column, p.message.replace(str(stage), str(path)))
            for p in error.problems
        ]
        raise BadDataError(moved) from error
    except OSError as error:
        raise cannot_read(path, error) from error
    finally:
        stage.unlink(missing_ok=True)
    return f"{path}:{loaded.lines[new.identifier]}"
