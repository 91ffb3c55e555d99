"""Tables of cases of which some run in every run, and the others with the slow suites."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _pytest.mark.structures import ParameterSet

T = TypeVar("T")


def some_at_once(values: Iterable[T], at_once: Iterable[T]) -> list[T | ParameterSet]:
    """The values for `parametrize`; each that is not named as one to run at once is marked slow.

    A tuple stands for several parameters.
    """
    chosen = list(at_once)
    return [value if value in chosen else _slow(value) for value in values]


def _slow(value: T) -> ParameterSet:
    return pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.slow)
