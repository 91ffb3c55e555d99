"""Superscript digits: how they are written in an extracted text, and read back."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = "0123456789"
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_UP: Final = str.maketrans(_DIGITS + "-–", _RAISED + "⁻⁻")
_DOWN: Final = str.maketrans(_RAISED + "⁻", _DIGITS + "-")
RAISED: Final = f"{_RAISED}"


def raised(text: str) -> str:
    """Digits as superscripts: `3` as `³`; text that holds no digit stays as it is."""
    bare = text.strip()
    return text.translate(_UP) if bare and all(part in "0123456789,–- " for part in bare) else text


def lowered(text: str) -> str:
    """Superscripts as plain digits."""
    return text.translate(_DOWN)
