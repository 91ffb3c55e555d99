"""The settings of a workspace, from its `kg.toml`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from kg.errors import BadDataError, Problem, cannot_read, nearest
from kg.model.frozen import Frozen

FILE_NAME = "kg.toml"
_BASE = "https://example.org/headwater/"


class Config(Frozen):
    """What a workspace says of itself; every setting has a default."""

    name: str = Field(default="workspace", description="Shown with every answer.")
    base: str = Field(default=_BASE, description="The IRI prefix of the workspace's own records.", pattern=r"^\w+:.*[/#]$")
    examines: tuple[str, ...] = Field(default=(), description="Ids of the documents under examination.")
    backing: str | None = Field(default=None, description="A CSV file that replaces the backing table.")


def read_config(folder: Path) -> Config:
    """The settings of the workspace in a folder; the defaults, named after the folder, where it has no `kg.toml`."""
    path = folder / FILE_NAME
    if not path.exists():
        return Config(name=folder.resolve().name)
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise cannot_read(path, error) from error
    except UnicodeDecodeError as error:
        raise BadDataError([Problem(str(path), 0, 0, "not UTF-8; save it as UTF-8")]) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        raise BadDataError([Problem(str(path), line, column, f"broken TOML: {error}")]) from error
    try:
        return Config(**{"name": folder.resolve().name, **values})
    except ValidationError as error:
        raise BadDataError([_problem(path, fault) for fault in error.errors()]) from error


def _problem(path: Path, fault: Any) -> Problem:  # noqa: ANN401 - pydantic's own error dictionary
    key = ".".join(map(str, fault["loc"]))
    if fault["type"] == "extra_forbidden":
        return Problem(str(path), 0, 0, f"unknown setting “{key}”{nearest(key, Config.model_fields)}")
    if key == "base":
        return Problem(str(path), 0, 0, "“base” must be an absolute IRI that ends in / or #")
    return Problem(str(path), 0, 0, f"“{key}”: {fault['msg']}")


def is_workspace(folder: Path) -> bool:
    """Whether a folder has a `kg.toml`."""
    return (folder / FILE_NAME).is_file()


def workspace_above(folder: Path) -> Path | None:
    """The nearest workspace at or above a folder."""
    return next((place for place in (folder, *folder.parents) if is_workspace(place)), None)
