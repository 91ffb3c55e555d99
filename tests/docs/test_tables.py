"""The documentation says what the code does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.tables import TABLES, written

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(("path", "name", "made"), TABLES, ids=[name for _, name, _ in TABLES])
def test_each_table_is_the_one_that_the_code_makes(path: str, name: str, made: Callable[[], str]) -> None:
    assert written(path, name) == made(), "run python -m tests.docs.tables"
