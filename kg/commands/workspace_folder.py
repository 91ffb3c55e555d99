"""The workspace that a command writes to."""

from __future__ import annotations

from pathlib import Path

from kg.errors import UsageError


def existing_workspace(graph: str | None) -> Path:
    """The folder of the workspace to write to. Raises UsageError where there is none."""
    from kg.workspace.config import workspace_above

    if graph is None:
        folder = workspace_above(Path.cwd())
        if folder is None:
            raise UsageError("no workspace here: there is no kg.toml in this folder or above; `kg init DIR` makes one")
        return folder
    if not Path(graph).is_dir():
        raise UsageError(f"{graph}: not a folder of records; a claim is added to a workspace")
    return Path(graph)
