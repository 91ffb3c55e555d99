"""The settings of a workspace, from its `kg.toml`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator

from kg.errors import BadDataError, Problem, nearest
from kg.model.frozen import Frozen
from kg.rules.rule_selection import severity_fault
from kg.text_files import read_text

FILE_NAME = "kg.toml"
_IRI = r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*[/#]$"
_BASE = "https://example.org/headwater/"


class Config(Frozen):
    """What a workspace says of itself; every setting has a default."""

    name: str = Field(default="workspace", description="Shown with every answer.")
    base: str = Field(default=_BASE, description="The IRI prefix of the workspace's own records.", pattern=_IRI)
    examines: tuple[str, ...] = Field(default=(), description="Ids of the documents under examination.")
    backing: str | None = Field(default=None, description="A CSV file that replaces the backing table.")
    profile: str | None = Field(default=None, description="A TOML file of severities by rule or family.")
    longest_quote: int | None = Field(
        default=None, description="The most words that a quote may have; no limit without it.", ge=1
    )
    severity: dict[str, str] = Field(
        default={}, description="Severities by rule or family; before those of the profile."
    )

    @field_validator("severity")
    @classmethod
    def _known(cls, severities: dict[str, str]) -> dict[str, str]:
        faults = [fault for key, value in severities.items() if (fault := severity_fault(key, value))]
        if faults:
            raise ValueError(faults[0])
        return severities


def read_config(folder: Path) -> Config:
    """The settings of the workspace in a folder; the defaults, named after the folder, where it has no `kg.toml`."""
    path = folder / FILE_NAME
    if not path.exists():
        return Config.trusted(name=folder.resolve().name)
    try:
        text = read_text(path, "a file of settings")
        values: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        raise BadDataError([Problem(str(path), line, column, f"broken TOML: {error}")]) from error
    values = {"name": folder.resolve().name, **values}
    if _is_plain(values):
        return Config.trusted(**values | {"examines": tuple(values.get("examines", ()))})
    try:
        return Config(**values)
    except ValidationError as error:
        raise BadDataError([_problem(path, text, fault) for fault in error.errors()]) from error


def _is_plain(values: dict[str, Any]) -> bool:
    """Whether settings are a valid name, base, documents under examination and length of quotations, and no more, as most are.

    For anything else pydantic is asked, whose validator takes as long to make as twenty claims take to trace.
    """
    examines, longest = values.get("examines", []), values.get("longest_quote", 1)
    texts = [values[name] for name in ("name", "base") if name in values]
    return (
        values.keys() <= {"name", "base", "examines", "longest_quote"}
        and type(longest) is int
        and longest > 0
        and isinstance(examines, list)
        and all(isinstance(text, str) and text == text.strip() for text in (*texts, *examines))
        and re.match(_IRI, values.get("base", _BASE)) is not None
    )


def own_file(folder: Path, name: str, setting: str = "backing") -> Path:
    """A file that the settings of a workspace name, such as its own backing table.

    Raises BadDataError for one outside the workspace, since a workspace from elsewhere must not name other files.
    """
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise BadDataError([Problem(str(folder / FILE_NAME), 0, 0, f"“{setting}”: {name} lies outside the workspace")])
    return path


def _problem(path: Path, text: str, fault: Any) -> Problem:  # noqa: ANN401 - pydantic's own error dictionary
    key = ".".join(map(str, fault["loc"]))
    place = re.search(rf"^[ \t]*[\"'\[]*{re.escape(str(fault['loc'][0]))}\b", text, re.MULTILINE)
    line = text.count("\n", 0, place.start()) + 1 if place else 0
    if fault["type"] == "extra_forbidden":
        message = f"unknown setting “{key}”{nearest(key, Config.model_fields)}"
    elif key == "base":
        message = "“base” must be an absolute IRI that ends in / or #"
    else:
        message = f"“{key}”: {str(fault['msg']).removeprefix('Value error, ')}"
    return Problem(str(path), line, 1 if line else 0, message)


def is_workspace(folder: Path) -> bool:
    """Whether a folder has a `kg.toml`."""
    return (folder / FILE_NAME).is_file()


def workspace_above(folder: Path) -> Path | None:
    """The nearest workspace at or above a folder."""
    return next((place for place in (folder, *folder.parents) if is_workspace(place)), None)
