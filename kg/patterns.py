"""Regular expressions that are compiled when they are first used, so that a command does not wait for those it never asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kg.compiled_patterns import compiled

if TYPE_CHECKING:
    import re


def regex(expression: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression, used like one from `re.compile`; a malformed one raises `re.error` at its first use."""
    return cast("re.Pattern[str]", _Deferred(expression, flags))


class _Deferred:
    """The methods of a pattern, each taken from the compiled one when it is first asked for."""

    def __init__(self, expression: str, flags: int) -> None:
        self._expression, self._flags = expression, flags

    def __getattr__(self, name: str) -> object:
        found: object = getattr(compiled(self._expression, self._flags), name)
        setattr(self, name, found)
        return found
