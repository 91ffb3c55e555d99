"""Whether a text is in English: nothing else is read, and nothing is guessed of other languages."""

from __future__ import annotations

import re
from typing import Final

from kg.errors import UsageError

_WORD: Final = re.compile(r"[^\W\d_]+")
_COMMON: Final = frozenset(
    "the of and to in a is that for it was on are as with be by at this from or an have not were which but has had "
    "they their more been who will would can its about said we after all than there when up".split()
)
# Words of other languages that English text has only in names and quotations.
_OTHERS: Final = frozenset(
    "der die das und ist nicht mit den von für auf dem sich eine wird le les des et est une dans que pour qui du pas sur el los "
    "las una con por del para se il che di non è per sono della het een van voor "
    "niet och att som är på det og ikke ja na się nie w z jest ut os um não".split()
)
_FEWEST: Final = 40
_LEAST_SHARE: Final = 0.12


def check_english(name: str, text: str, stated: str | None = None) -> None:
    """Raise UsageError for a text that is not in English; a short one is judged by the language that its page states."""
    words = [word.lower() for word in _WORD.findall(text[:60_000])]
    given = f"; the page says “{stated[:20]}”" if stated else ""
    if len(words) < _FEWEST:
        if stated and not stated.lower().startswith("en"):
            raise UsageError(f"{name}: not in English{given}. Only English is read")
        return
    common = sum(word in _COMMON for word in words)
    others = sum(word in _OTHERS for word in words)
    if common < _LEAST_SHARE * len(words) and others > common / 2:
        raise UsageError(f"{name}: seems not to be in English{given}. Only English is read")
    letters = sum(character.isalpha() for character in text[:60_000])
    latin = sum(character.isalpha() and character < "\u0250" for character in text[:60_000])
    if latin < letters / 2:
        raise UsageError(f"{name}: seems not to be in English{given}. Only English is read")
