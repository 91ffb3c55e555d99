"""A workspace as it stood in a commit, laid out in a folder of its own for as long as it is looked at."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kg.errors import BadDataError, UsageError
from kg.workspace.config import workspace_above
from kg.workspace.open import open_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.workspace.opened import Opened


@contextmanager
def graph_at(text: str, workspace: str | None) -> Iterator[Opened]:
    """The graph at a path or address, or the workspace as it stood in a commit that git knows by that name.

    Raises UsageError for what is neither.
    """
    if not text.strip():
        raise UsageError("an empty name is neither a path nor a commit")
    if "://" in text or Path(text).exists():
        yield open_place(text)
        return
    folder = Path(workspace) if workspace else workspace_above(Path.cwd())
    if folder is None or not folder.is_dir():
        raise UsageError(f"{text}: no such file or folder, and there is no workspace here whose commit it could be")
    place = Path(tempfile.mkdtemp(prefix="kg-diff-"))
    try:
        _lay_out(folder, text, place)
        yield _opened(place, text)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _opened(place: Path, revision: str) -> Opened:
    """The graph of a folder; its problems name the commit, as git writes it (`HEAD:folder/file.yaml`)."""
    try:
        return open_place(str(place))
    except BadDataError as error:
        inside = f"{place}{os.sep}"
        problems = [
            replace(problem, path=f"{revision}:{problem.path.removeprefix(inside)}") for problem in error.problems
        ]
        raise BadDataError(problems) from error


def _lay_out(folder: Path, revision: str, place: Path) -> None:
    git = shutil.which("git")
    if git is None:
        raise UsageError(f"{revision}: no such file or folder; commits are compared with git, which is not installed")
    if revision.startswith("-"):
        raise UsageError(f"{revision}: neither a path nor a commit")
    command = [git, "-C", str(folder), "archive", "--format=tar", revision]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell, and the revision cannot be read as an option
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise UsageError(f"{revision}: neither a path nor a commit of {folder}" + (f" ({said[0]})" if said else ""))
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        archive.extractall(place, filter="data")
