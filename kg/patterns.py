"""Regular expressions that are compiled when they are first used, so that a command does not wait for those it never asks."""

from __future__ import annotations

import re
from typing import cast


def regex(expression: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression, used like one from `re.compile`; a malformed one raises `re.error` at its first use."""
    return cast("re.Pattern[str]", _Deferred(expression, flags))


class _Deferred:
    """The methods of a pattern, each taken from the compiled one when it is first asked for."""

    def __init__(self, expression: str, flags: int) -> None:
        self.pattern, self._flags = expression, flags

    def __getattr__(self, name: str) -> object:
        found: object = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found
