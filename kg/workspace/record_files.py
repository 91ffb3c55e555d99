"""Records added to the files of a workspace: put in their place once the whole workspace reads with them, or not at all."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

from kg.errors import BadDataError, Problem, UsageError, cannot_read
from kg.formats.files import RULES_FOLDER
from kg.formats.folder import read_files, record_paths
from kg.formats.importing.on_record import changes, shown
from kg.formats.record_edits import Edit, edited
from kg.formats.registry import YAML
from kg.formats.yaml_text import HEADER, document_text
from kg.formats.yaml_tree import read_record_file
from kg.text_files import decode, make_folder, replace_durably

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.formats.folder import LoadedFile
    from kg.formats.importing.on_record import OnRecord


def add_records(folder: Path, file: str, documents: Sequence[dict[str, Any]], on_record: OnRecord) -> dict[str, str]:
    """Write sources with their claims into a workspace, and return where each node stands, as file and line; to be called `alone`.

    What is new of a source on record goes into its record; new sources go to the end of `file`. Raises UsageError for a value other
    than the one on record and for a file outside the workspace, BadDataError where the workspace would not read with them.
    """
    target = _target(folder, file).resolve()
    texts = {path.resolve(): edited(path, edits) for path, edits in _edits(documents, on_record).items()}
    if new := [document for document in documents if on_record.path_of(document["source"]) is None]:
        before = texts.get(target) or (decode(target, read_record_file(target)) if target.exists() else "")
        texts[target] = _appended(before, new)
    if not texts:
        raise UsageError(f"{documents[0]['source']}: nothing new is given; all of it is on record already")
    loaded = replace_files(texts, on_record.files)
    if missing := texts.keys() - {path.resolve() for path in record_paths(folder)}:
        raise UsageError(
            f"{min(missing)}: written, and the workspace does not read it; move it to where records are read"
        )
    return {node: f"{path}:{line}" for path, file in loaded.items() for node, line in file.lines.items()}


def _target(folder: Path, file: str) -> Path:
    path = folder / file
    inside = path.resolve().is_relative_to(folder.resolve())
    parts = path.resolve().relative_to(folder.resolve()).parts if inside else ()
    if not parts or any(part[0] in "._" for part in parts):
        message = "a record file lies inside the workspace, and its name and folders begin with a letter or digit"
        raise UsageError(f"{file}: {message}")
    if parts[0] == RULES_FOLDER and any((folder / RULES_FOLDER).glob("*.rq")):
        raise UsageError(f"{file}: the folder “{RULES_FOLDER}” holds rules, and no records are read from it")
    if path.suffix not in YAML.endings:
        raise UsageError(f"{file}: a record file ends in {' or '.join(YAML.endings)}")
    return path


def _edits(documents: Sequence[dict[str, Any]], on_record: OnRecord) -> dict[Path, list[Edit]]:
    """What is to be written into records that are there already, by file."""
    found: dict[Path, list[Edit]] = {}
    for document in documents:
        path = on_record.path_of(document["source"])
        if path is None:
            continue
        if path.suffix.lower() not in YAML.endings:
            raise UsageError(f"{path}: {document['source']} stands in this table; add to it by hand")
        written = on_record.written(document["source"])
        refined, rest = _refined(written, document)
        found.setdefault(path, []).extend(refined)
        for change, writes in changes(written, rest, wins=False):
            if not writes:
                node = "/".join(filter(None, (change.edit.source, change.edit.claim)))
                where = on_record.place_of(node)
                raise UsageError(
                    f"{node} is on record already, at {where}, where “{change.edit.key}” is {shown(change.before)}; "
                    "leave it out, or change it in the file"
                )
            found[path].append(change.edit)
    return {path: edits for path, edits in found.items() if edits}


def _refined(before: dict[str, Any], document: dict[str, Any]) -> tuple[list[Edit], dict[str, Any]]:
    """The links to a claim that stand in the place of a link to its whole source, and the document without them.

    Only where nothing else of their list is new: otherwise both stay, since a list is then written anew.
    """
    edits: list[Edit] = []
    claims = dict(document.get("claims") or {})
    for name, claim in claims.items():
        known = (before.get("claims") or {}).get(name) or {}
        entries = known.get("leans on")
        links = claim.get("leans on") or []
        if not isinstance(entries, list) or len(links) != 1:
            continue
        relation, target = next(iter(links[0].items()))
        number = next((at for at, entry in enumerate(entries) if _is_whole(entry, relation, target)), None)
        if number is not None:
            place = ("leans on", number)
            edits += [
                Edit(document["source"], name, key, value, place)
                for key, value in links[0].items()
                if key not in entries[number] or key == relation
            ]
            claims[name] = {key: value for key, value in claim.items() if key != "leans on"}
    return edits, {**document, "claims": claims}


def _is_whole(entry: Any, relation: str, target: str) -> bool:  # noqa: ANN401 - any entry of a list
    """Whether a link on record has this relation to the whole source of a claim, and nothing came of following it."""
    source, _, claim = target.partition("/")
    found = {"not found", "not in it"}
    return isinstance(entry, dict) and bool(claim) and entry.get(relation) == source and not found & entry.keys()


def _appended(before: str, new: Sequence[dict[str, Any]]) -> str:
    """The text with records after its last one."""
    text = "---\n".join(map(document_text, new))
    if not before.strip():
        return HEADER + text
    newline = "\r\n" if "\r\n" in before else "\n"
    gap = "" if before.endswith("\n") else newline
    return before + gap + f"---\n{text}".replace("\n", newline)


def replace_files(texts: Mapping[Path, str], known: Sequence[LoadedFile]) -> dict[Path, LoadedFile]:
    """Put the texts in place of their files once the whole workspace reads with them, and return these files as they were read."""
    stages = {path: path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}") for path in texts}
    try:
        for path, stage in stages.items():
            make_folder(path.parent)
            stage.write_bytes(texts[path].encode("utf-8"))
        others = [loaded.path for loaded in known if loaded.path.resolve() not in texts]
        loaded = read_files([*others, *stages.values()])[len(others) :]
        for path, stage in stages.items():
            if path.exists():
                shutil.copymode(path, stage)
            replace_durably(stage, path)
    except BadDataError as error:
        raise BadDataError([_moved(problem, stages) for problem in error.problems]) from error
    except OSError as error:
        raise cannot_read(next(iter(texts)), error) from error
    finally:
        for stage in stages.values():
            stage.unlink(missing_ok=True)
    return dict(zip(texts, loaded, strict=True))


def _moved(problem: Problem, stages: Mapping[Path, Path]) -> Problem:
    """A problem of a stage, named by the file that it stands for."""
    path, message = problem.path, problem.message
    for place, stage in stages.items():
        path, message = path.replace(str(stage), str(place)), message.replace(str(stage), str(place))
    return Problem(path, problem.line, problem.column, message)
