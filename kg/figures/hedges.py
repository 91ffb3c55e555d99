"""How people hedge a number, say how sure it is, or that it is an average: tables of words."""

from __future__ import annotations

from typing import Final

from kg.model.words import Certainty, Qualifier, Statistic


def _phrases(listed: str) -> tuple[str, ...]:
    return tuple(listed.split(", "))


# “Just over”, “well under”: how far off does not change what the number bounds.
_DEGREES: Final = (
    "",
    "just",
    "only just",
    "slightly",
    "a little",
    "a bit",
    "a shade",
    "marginally",
    "fractionally",
    "somewhat",
    "well",
    "far",
    "way",
    "much",
    "comfortably",
    "considerably",
    "significantly",
    "substantially",
    "many",
)


def _degrees(*words: str) -> tuple[str, ...]:
    """Each comparison by itself and with each degree before it."""
    return tuple(f"{degree} {word}".strip() for word in words for degree in _DEGREES)


QUALIFIERS: Final = {
    Qualifier.EXACTLY: ("exactly", "precisely"),
    Qualifier.ABOUT: _phrases(
        "about, around, approximately, approx., approx, roughly, circa, c., ca., some, nearly, almost, close to, "
        "approaching, in the region of, in the order of, on the order of, of the order of, something like, "
        "somewhere around, in the neighbourhood of, in the neighborhood of, in the vicinity of, a rough, near, "
        "nigh on, getting on for, not far off, hovering around, barely, or so, ~, ≈"
    ),
    Qualifier.AT_LEAST: _phrases(
        "at least, at the very least, no fewer than, no less than, not less than, not fewer than, a minimum of, "
        "minimum, as few as, as little as, as low as, ≥, >="
    ),
    Qualifier.MORE_THAN: (
        *_degrees("more than", "over", "above", "greater than", "in excess of"),
        "larger than",
        "bigger than",
        "longer than",
        "higher than",
        "heavier than",
        "upwards of",
        "upward of",
        "exceeding",
        "north of",
        "beyond",
        "topped",
        "topping",
        "tops",
        "passed",
        "passing",
        "surpassed",
        "surpassing",
        "exceeded",
        "exceeds",
        ">",
    ),
    Qualifier.UP_TO: _phrases(
        "up to, at most, at the most, no more than, not more than, a maximum of, maximum, anything up to, "
        "anywhere up to, not over, as many as, as much as, as high as, ≤, <="
    ),
    Qualifier.LESS_THAN: (
        *_degrees("less than", "fewer than", "under", "below", "short of", "shy of"),
        "smaller than",
        "shorter than",
        "lower than",
        "lighter than",
        "nowhere near",
        "not quite",
        "south of",
        "<",
    ),
}
CERTAINTIES: Final = {
    Certainty.ESTIMATE: ("an estimated", "estimated", "est.", "an estimate of", "estimated at", "estimated to be"),
    Certainty.PROJECTION: (
        "a projected",
        "projected",
        "a forecast",
        "forecast",
        "predicted",
        "expected to reach",
        "expected to be",
        "forecast at",
        "forecast to be",
        "projected at",
        "projected to be",
    ),
}
STATISTICS: Final = {
    Statistic.MEDIAN: ("a median of", "the median of", "median of", "median", "a median"),
    Statistic.MEAN: _phrases(
        "an average of, the average of, average of, on average, an average, averaging, a mean of, the mean of, "
        "mean of, mean, average"
    ),
}
# Words between a hedge and its number that say nothing of it.
FILLERS: Final = _phrases(
    "a total of, as a whole, another, a further, an additional, additional, further, only, just, a mere, mere, a "
    "staggering, a record, a whopping, even, the, a, an, all, all of"
)
AFTERWARDS: Final = {
    Qualifier.AT_LEAST: (
        "+",
        "-plus",
        " plus",
        " or more",
        " or over",
        " and over",
        " or above",
        " and above",
        " or greater",
        " or higher",
        " and up",
        " at least",
        " at the least",
        " minimum",
    ),
    Qualifier.UP_TO: (
        " or fewer",
        " or less",
        " or under",
        " or below",
        " or lower",
        " or smaller",
        " and under",
        " and below",
        " at most",
        " at the most",
        " maximum",
        " max",
    ),
    Qualifier.ABOUT: (" or so", "-odd", " odd", "-ish", ", give or take", " or thereabouts", " approximately"),
}
