"""Numbers as people write them in a column, with a point or a comma before the decimals."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

_NUMBER: Final = re.compile(r"\d[\d.,’' \u00a0\u202f]*\d")
_COMMA_ONLY: Final = re.compile(r"\d+,\d+")
_SPACES: Final = re.compile(r"(?<=\d)[ \u00a0\u202f’'](?=\d{3}\b)")
_GROUP: Final = 3


class DecimalMark(Struct):
    """What the numbers of a column say about their decimal mark."""

    comma: int = 0
    point: int = 0
    either: int = 0

    def look(self, text: str) -> None:
        """Take the numbers of a cell into account."""
        for number in _NUMBER.findall(text):
            last = max(number.rfind(","), number.rfind("."))
            if last < 0:
                continue
            sign, other = number[last], ",."[number[last] == ","]
            if other in number or (len(number) - last - 1 != _GROUP and number.count(sign) == 1):
                self._say(sign == ",")
            elif number.count(sign) > 1:
                self._say(sign == ".")
            else:
                self.either += 1

    def _say(self, comma: bool) -> None:
        if comma:
            self.comma += 1
        else:
            self.point += 1

    @property
    def decided(self) -> bool | None:
        """Whether the comma is the decimal mark; None where nothing says so, or the column says both."""
        if bool(self.comma) == bool(self.point):
            return None
        return self.comma > 0


def with_point(text: str, decimal_comma: bool) -> str:
    """The text with every number in it written as 1,400.5."""
    if not decimal_comma:
        return text
    return _NUMBER.sub(lambda match: _swapped(match[0]), text)


def _swapped(number: str) -> str:
    bare = _SPACES.sub("", number)
    return bare.translate(str.maketrans(",.", ".,"))
