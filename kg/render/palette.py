"""The colours of every picture, light and dark. Text on its ground has a contrast of at least 4.5 to 1; a test holds it.

No meaning is carried by colour alone: backing is also a word and a number of filled squares, an end is also a word and a
sign, what is not known is dashed.
"""

from __future__ import annotations

from typing import Final

LIGHT: Final[dict[str, str]] = {
    "paper": "#ffffff",
    "box": "#f6f8fa",
    "ink": "#1f2328",
    "muted": "#57606a",
    "line": "#6e7781",
    "rule": "#d0d7de",
    "accent": "#0550ae",
    "well": "#0f6b52",
    "partly": "#0969a8",
    "thinly": "#8a5300",
    "none": "#a11d2e",
    "unknown": "#5a5d7a",
    "stops": "#a11d2e",
    "aside": "#6b3fa0",
    "soft": "#eef1f4",
}
DARK: Final[dict[str, str]] = {
    "paper": "#0d1117",
    "box": "#161b22",
    "ink": "#e6edf3",
    "muted": "#a3adb8",
    "line": "#8b949e",
    "rule": "#3d444d",
    "accent": "#79b8ff",
    "well": "#5fd0ab",
    "partly": "#79c0ff",
    "thinly": "#e0ae4d",
    "none": "#ff9b9b",
    "unknown": "#b4b8d6",
    "stops": "#ff9b9b",
    "aside": "#cfa8ff",
    "soft": "#1f2630",
}

# How many of three squares are filled; what is not assessed has none but a question mark.
SQUARES: Final = {"well": 3, "partly": 2, "thinly": 1, "none": 0}
END_SIGNS: Final = {
    "made here": "●",
    "not in it": "○",
    "not found": "○",
    "taken down": "○",
    "lost": "○",
    "names no source": "∅",
    "goes round": "↻",
    "not traced further": "…",
}
FONT: Final = "Arial, Helvetica, 'Liberation Sans', sans-serif"


def color_of(backing: str | None) -> str:
    """The name of the colour of a backing: that of its level, or of what is not known."""
    return backing if backing in SQUARES else "unknown"


def variables(colors: dict[str, str]) -> str:
    """The colours as CSS custom properties."""
    return "".join(f"--{name}:{value};" for name, value in colors.items())
