"""What other people's JSON holds where a list, a mapping or a word is expected: anything else counts as nothing there."""

from __future__ import annotations

from typing import Any


def mapping(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value, here and below
    """A mapping as it is; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:  # noqa: ANN401
    """A list as it is; an empty one for anything else."""
    return value if isinstance(value, list) else []


def mappings(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """The mappings in a list."""
    return [one for one in listed(value) if isinstance(one, dict)]


def named_mappings(value: Any) -> list[tuple[str, dict[str, Any]]]:  # noqa: ANN401
    """The mappings in a mapping, by their keys."""
    return [(key, one) for key, one in mapping(value).items() if isinstance(one, dict)]


def word(value: Any) -> str:  # noqa: ANN401
    """A text without the white space around and between its words; an empty one for anything else."""
    return " ".join(value.split()) if isinstance(value, str) else ""
