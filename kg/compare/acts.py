"""An act and those to whom it was done: murders of women and women murdered, landmine deaths and people killed by landmines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.compare.akin import akin
from kg.compare.tokens import PASSIVE
from kg.compare.wording_tables import DOERS, PERSONS

if TYPE_CHECKING:
    from kg.compare.phrases import Phrase

_KILLINGS: Final = frozenset({"homicide", "murder", "manslaughter", "femicide"})
_DYING: Final = frozenset({"kill:p", "die:a", "die:p"})
_CAUSES: Final = frozenset({"by", "from", "due", "in"})


def done_to(act: Phrase, done: Phrase) -> bool:
    """Whether one names an act and the other those to whom it was done."""
    if len(act.heads) != 1 or len(done.heads) != 1 or act.place != done.place or act.negated != done.negated:
        return False
    (head,), (whom,) = act.heads, done.heads
    verb = _verb_of(head, done)
    if verb is None:
        return False
    joins = {"of", ""} if head == "death" else {"of", "on", "against"}
    rest = {(word, joined) for word, joined in done.words if word != verb}
    named = {
        (word, "" if joined in {"of+", "on+", "against+"} else joined)
        for word, joined in act.words
        if not (word == whom and joined in joins)
    }
    if _as_causes(rest) != _as_causes(named):
        return False
    return len(named) < len(act.words) or (whom in PERSONS and (head == "death" or head != _stem(head)))


def _stem(head: str) -> str:
    return "kill" if head in _KILLINGS else head.removesuffix("ing")


def _verb_of(head: str, done: Phrase) -> str | None:
    """The participle of a wording that says that an act was done."""
    meant = {f"{_stem(head)}:p", f"{head}:p"} | (_DYING if head == "death" else set())
    acts = [word for word, joined in done.words if joined == "" and (word.endswith(f":{PASSIVE}") or word in meant)]
    return next((word for word in acts if word in meant or akin(word, head)), None)


def _as_causes(words: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Words with those that say by or from what put in one way."""
    return {(word, "" if joined in _CAUSES and not DOERS.search(word) else joined) for word, joined in words}
