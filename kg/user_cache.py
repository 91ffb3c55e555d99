"""The folder of this user's own cache, for what belongs to no workspace."""

from __future__ import annotations

import os
from pathlib import Path


def user_cache() -> Path | None:
    """The folder, which need not exist; None for a user without a home."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - Path.home() raises without a home
    return Path(home, "headwater") if Path(home).is_absolute() else None
