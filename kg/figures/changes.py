"""Words of change: verbs, nouns and comparatives, by which way they go."""

from __future__ import annotations

from typing import Final

from kg.model.words import Direction

# Verbs that hold their number: how many times more, or by what share less.
GROWN: Final = {
    "doubled": 2,
    "doubling": 2,
    "doubles": 2,
    "trebled": 3,
    "trebling": 3,
    "tripled": 3,
    "tripling": 3,
    "quadrupled": 4,
    "quadrupling": 4,
    "quintupled": 5,
}
HALVED: Final = ("halved", "halving")
_UP: Final = (
    "rise risen rises rose rising increase increased increases increasing grow grew grown grows growing growth climb "
    "climbed climbs climbing jump jumped jumps surge surged surges soar soared soars soaring gain gained expand expanded "
    "spike spiked up raise raised leap leapt swell swelled "
    "swollen hike hiked upturn uptick rocketed shot widened widen warmed warm strengthened "
    "edged inched crept ticked nudged accelerated rebounded mushroomed ballooned snowballed multiplied leaped escalated "
    "skyrocketed rocketed spiralled spiraled swelled climbed lengthen lengthens lengthened extend extends extended prolonged "
    "boost boosts boosted lift lifts lifted improve improves improved improving advance advanced advances"
)
_DOWN: Final = (
    "fall fell fallen falls falling decrease decreased decreases decreasing drop dropped drops dropping decline declined "
    "declines declining reduce reduced reduces reducing reduction shrink shrank shrunk shrinking slump slumped plunge "
    "plunged cut cuts cutting down slash slashed lower lowered dip dipped dips contract contracted lose lost tumble "
    "tumbled downturn plummet plummeted slid narrowed narrow cooled weakened "
    "slipped eased sank sunk crashed nosedived receded shed trimmed curbed shorten shortens shortened diminished dwindled "
    "dwindling lessened retreated subsided"
)
MOVES: Final = dict.fromkeys(_UP.split(), Direction.INCREASE) | dict.fromkeys(_DOWN.split(), Direction.DECREASE)
# Verbs and nouns of change that stand right before by how much.
STRAIGHT: Final = frozenset(
    "rose fell grew increased decreased declined dropped climbed jumped surged soared shrank slumped plunged up down risen "
    "slid eased tumbled plummeted spiked swelled skyrocketed "
    "warmed cooled widened narrowed strengthened weakened slipped sank edged inched crept rebounded contracted "
    "fallen grown rising falling growing increasing declining dropping climbing expanded contracted increase decrease fall "
    "rise drop grow decline climb jump surge soar shrink slump plunge sink swell rises falls grows drops climbs "
    "improved advanced dwindled dipped swollen".split()
)
NOUNS_OF_CHANGE: Final = {
    **dict.fromkeys(
        (
            "rise",
            "increase",
            "growth",
            "jump",
            "surge",
            "gain",
            "hike",
            "leap",
            "spike",
            "uptick",
            "rises",
            "increases",
            "jumps",
            "surges",
            "gains",
            "spikes",
        ),
        Direction.INCREASE,
    ),
    **dict.fromkeys(
        (
            "fall",
            "decrease",
            "drop",
            "decline",
            "reduction",
            "cut",
            "slump",
            "dip",
            "drops",
            "falls",
            "cuts",
            "declines",
            "decreases",
            "reductions",
        ),
        Direction.DECREASE,
    ),
}
COMPARATIVES: Final = {
    **dict.fromkeys(
        "more higher greater larger bigger faster longer older heavier taller better hotter warmer stronger dearer pricier "
        "additional extra".split(),
        Direction.INCREASE,
    ),
    **dict.fromkeys(
        "less fewer lower smaller slower shorter younger lighter worse cheaper colder weaker".split(),
        Direction.DECREASE,
    ),
}
