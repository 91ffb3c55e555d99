"""What became of a number: its value, its hedge, its certainty, and whether it is a level, a change, a share, a count or an average."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from kg.compare.changes import Change, stated
from kg.compare.pair import Pair
from kg.compare.values import factor, value_kind
from kg.model.number import plain
from kg.model.words import Certainty, Direction, Qualifier
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model.figure import Figure

_MIRRORED: Final = frozenset({"floor", "ceiling"})
_RANK: Final = {Certainty.ASKED: 0, Certainty.ESTIMATE: 1, Certainty.PROJECTION: 1, Certainty.COUNT: 2}
# How much a hedge commits to: an approximation, a bound that may be met, one that may not, the number itself.
_COMMITS: Final = {
    Qualifier.ABOUT: 0,
    Qualifier.AT_LEAST: 1,
    Qualifier.UP_TO: 1,
    Qualifier.MORE_THAN: 2,
    Qualifier.LESS_THAN: 2,
    Qualifier.EXACTLY: 3,
}


def value(pair: Pair) -> Iterator[Change]:
    """What became of the number itself."""
    before, after = pair.before, pair.after
    if pair.complement:
        yield pair.complement
        return
    if (before.low, before.high, before.share) == (after.low, after.high, after.share) and before.low is not None:
        return
    if before.low is None and after.low is None and (before.stated or "") == (after.stated or ""):
        return
    if one_sided := stated("value", before.number, after.number):
        yield one_sided
        return
    was, now = pair.extents
    if was is None or now is None or (kind := value_kind(was, now)) is None:
        return
    if kind == "changed" and was.share != now.share and was.low == now.low:
        return  # the same number as a share and as a count: that it is one or the other is the change
    if kind in {"rounded", "sharpened"} and before.share != after.share:
        return  # a count and its base have no exact notation as a share
    stops = kind not in {"rounded", "loosened"}
    yield Change("value", kind, _shown(before, pair), _shown(after, pair), stops=stops, factor=factor(was, now))


def _shown(figure: Figure, pair: Pair) -> str | None:
    """The number as a reader sees it: with its base as a share where the other is one, and with the level it came from."""
    if figure.earlier is not None:
        return f"from {plain(figure.earlier)} to {figure.number}"
    if figure.base and not figure.share and figure.low is not None and pair.before.share != pair.after.share:
        part = (100 * figure.low / figure.base).normalize()
        return f"{plain(round(part, 2))}%"
    return figure.number


def change(pair: Pair) -> Iterator[Change]:
    """An increase of so many is another thing than so many; so many per cent another than so many points."""
    before, after = pair.before, pair.after
    if before.multiple and after.multiple and Direction.DECREASE not in (before.change, after.change):
        pass  # doubled, and twice as many
    elif before.change != after.change:
        told = before.change is not None and after.change is None
        kind = "told as a level" if told else "changed"
        yield Change("change", kind, _moved(before), _moved(after), stops=True)
    elif before.share and after.share and before.in_points != after.in_points:
        names = {True: "percentage points", False: "per cent"}
        yield Change("change", "changed", names[before.in_points], names[after.in_points], stops=True)
    if before.earlier != after.earlier:
        levels = [f"from {plain(f.earlier)}" if f.earlier is not None else None for f in (before, after)]
        one_sided = stated("change", *levels)
        yield one_sided or Change("change", "changed", levels[0], levels[1], stops=True)


def _moved(figure: Figure) -> str:
    if figure.change is None:
        return "a level"
    return f"{'an' if figure.change is Direction.INCREASE else 'a'} {figure.change}"


# Half of all is not yet most of them.
_MAJORITY: Final = regex(r"\b(?:most|majority)\b", re.IGNORECASE)


def qualifier(pair: Pair) -> Iterator[Change]:
    """What the number bounds; told from the other side of a division, “at least 37 %” is “up to 63 % not”."""
    before, after = pair.before, pair.after
    if pair.complement and before.bound in _MIRRORED and after.bound in _MIRRORED:
        if before.bound == after.bound:
            # “At least 37 %” of the one is “up to 63 %” of the other.
            mirrored = "up to" if before.bound == "floor" else "at least"
            yield Change("qualifier", "reversed", mirrored, after.hedged, stops=True)
        return
    if before.hedged == after.hedged:
        return
    if not before.hedged or not after.hedged:
        if one_sided := stated("qualifier", before.hedged, after.hedged):
            # A bare number after a ceiling is only its top: how large at most has become how large.
            majority = before.share and before.low == before.high and _MAJORITY.search(after.stated or "") is not None
            yield replace(one_sided, stops=(before.bound == "ceiling" and after.low is not None) or bool(majority))
        return
    yield _hedge(before, after)


def _hedge(before: Figure, after: Figure) -> Change:
    """Two hedges that differ: what bounded the number bounds it otherwise, or it commits to more or less."""
    bounds = before.bound or "about", after.bound or "about"
    was, now = (_COMMITS[figure.qualifier] if figure.qualifier else 1 for figure in (before, after))
    if set(bounds) == _MIRRORED:
        kind = "reversed"
    elif set(bounds) == {"about", "ceiling"}:
        kind = "changed"
    else:
        kind = "tightened" if now > was else "loosened" if now < was else "changed"
    # An approximation of what was exact is a looser hedge; every other change of what a number bounds stops backing.
    stops = bounds[0] != bounds[1] and bounds != ("exactly", "about")
    return Change("qualifier", kind, before.hedged, after.hedged, stops=stops)


def certainty(pair: Pair) -> Iterator[Change]:
    """Count, estimate, projection or question: raised where it becomes surer."""
    before, after = pair.before.certainty, pair.after.certainty
    if before is after:
        return
    if before is None or after is None:
        if one_sided := stated("certainty", before, after):
            yield one_sided
        return
    was, now = _RANK[before], _RANK[after]
    kind = "raised" if now > was else "lowered" if now < was else "changed"
    yield Change("certainty", kind, before, after, stops=kind == "raised")


def share(pair: Pair) -> Iterator[Change]:
    """A share, a count and a multiple are three things, unless a count gives the size of its base."""
    was, now = _kind(pair.before), _kind(pair.after)
    if was is None or now is None or was == now or pair.comparable:
        return
    kind = "count told as a share" if (was, now) == ("count", "share") else "changed"
    yield Change("share or count", kind, was, now, stops=True)


def _kind(figure: Figure) -> str | None:
    if figure.multiple:
        return "multiple"
    return None if figure.share is None else "share" if figure.share else "count"


def statistic(pair: Pair) -> Iterator[Change]:
    """A mean, a median and a rank are three numbers."""
    was, now = pair.before.statistic, pair.after.statistic
    if was is now:
        return
    yield stated("statistic", was, now) or Change("statistic", "changed", was, now, stops=True)
