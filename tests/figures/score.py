"""How well the grammar reads labelled wordings: precision and recall of figures, and exact match by field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from kg.figures.scan import scan
from kg.figures.span import Span

HERE: Final = Path(__file__).parent
# Every figure of a label says these, be it that it leaves one out; the others are compared where a label names them.
CORE: Final = ("value", "qualifier", "share", "unit", "period")
FURTHER: Final = (
    "rate",
    "multiple",
    "change",
    "per",
    "interval",
    "area",
    "statistic",
    "certainty",
    "base",
    "earlier",
    "uncertainty",
)
Alike = Callable[[Any, dict[str, Any]], bool]
_CLOSE: Final = Decimal("0.006")


@dataclass
class Score:
    """What was found and what was right, over a set of wordings."""

    found: int = 0
    wanted: int = 0
    matched: int = 0
    whole: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    filled: int = 0
    alike: Mapping[str, Alike] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The part of the figures found that are labelled."""
        return self.matched / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The part of the labelled figures that were found."""
        return self.matched / self.wanted if self.wanted else 1.0

    def exact(self, name: str) -> float:
        """The part of the figures found in which a field is as labelled."""
        return self.right[name] / self.asked[name] if self.asked[name] else 1.0


def labelled(name: str) -> list[dict[str, Any]]:
    """The wordings of one file."""
    found: list[dict[str, Any]] = yaml.load((HERE / name).read_text(encoding="utf-8"), yaml.CSafeLoader)
    return found


def score(rows: list[dict[str, Any]], alike: Mapping[str, Alike] | None = None) -> Score:
    """Score the grammar on labelled wordings; `alike` says of a field when it is that of a label, where it is not to be equal."""
    made = Score(alike=alike or {})
    for row in rows:
        issued = row.get("issued")
        issued = date.fromisoformat(issued) if isinstance(issued, str) else issued
        _one(made, row["text"], row["figures"], list(scan(row["text"], issued).figures))
    return made


def _one(made: Score, text: str, wanted: list[dict[str, Any]], found: list[Span]) -> None:
    made.found += len(found)
    made.wanted += len(wanted)
    # The level that a figure came from is a field of that figure, and may be a figure of its own.
    earlier = [label["earlier"] for label in wanted if "earlier" in label and "near" in label]
    left = [span for span in found if not any(_same(_value(span), level) for level in earlier)]
    made.found -= len(found) - len(left)
    for label in wanted:
        span = next((s for s in left if _fits(text, s, label)), None)
        span = span or next((s for s in left if _same(_value(s), label.get("value"))), None)
        if span is None:
            made.faults.append(f"MISSED {label.get('value')!r} in: {text}  (found {[_value(s) for s in left]})")
            continue
        left.remove(span)
        made.matched += 1
        made.whole += _fields(made, text, label, span)
    made.faults += [f"INVENTED {_value(span)} “{text[span.start : span.end]}” in: {text}" for span in left]


def _fits(text: str, span: Span, label: dict[str, Any]) -> bool:
    """Whether a figure has the value of a label and stands where it says."""
    near = text.find(label.get("near", ""))
    return (
        _same(_value(span), label.get("value")) and span.start < near + len(label.get("near", text)) and near < span.end
    )


def _fields(made: Score, text: str, label: dict[str, Any], span: Span) -> bool:
    whole = True
    for name in (*CORE, *FURTHER):
        if name in FURTHER and name not in label:
            continue
        made.asked[name] += 1
        wanted, got = label.get(name), _field(span, name)
        if name in {"share", "multiple"}:
            wanted = bool(wanted)
        if name in made.alike:
            same = made.alike[name](got, label)
        else:
            same = _same(got, wanted) or (name in {"unit", "rate"} and _worded(got) == _worded(wanted))
        if same:
            made.right[name] += 1
        else:
            whole = False
            made.filled += got is not None
            made.faults.append(f"{name}: wanted {wanted!r}, got {got!r} “{text[span.start : span.end]}” in: {text}")
    return whole


def _value(span: Span) -> Any:  # noqa: ANN401 - one number or two
    if span.number is None:
        return None
    return span.number.low if span.number.low == span.number.high else [span.number.low, span.number.high]


def _field(span: Span, name: str) -> Any:  # noqa: ANN401 - of many types
    if name == "value":
        return _value(span)
    if name == "rate":
        return span.per or span.interval
    value = getattr(span, name)
    return value.text if name == "period" and value is not None else value


def _worded(unit: Any) -> str | None:  # noqa: ANN401 - a text or nothing
    """A unit without case, article and the “times” that its number has."""
    return None if unit is None else re.sub(r"^(?:times|the|a|an|all)\s+", "", str(unit).lower()).replace("’", "'")


def _same(got: Any, wanted: Any) -> bool:  # noqa: ANN401 - of many types
    if isinstance(wanted, list):
        return (
            isinstance(got, list)
            and len(got) == len(wanted)
            and all(_same(a, b) for a, b in zip(got, wanted, strict=True))
        )
    if isinstance(wanted, bool) or wanted is None:
        return got is wanted
    if isinstance(wanted, (int, float)):
        return isinstance(got, Decimal) and abs(got - Decimal(str(wanted))) <= max(
            _CLOSE, abs(got) * Decimal("0.00001")
        )
    return got is not None and str(got) == str(wanted)


def report(made: Score) -> str:
    """The score in words."""
    fields = "  ".join(
        f"{name} {made.exact(name):.3f} ({made.asked[name]})" for name in (*CORE, *FURTHER) if made.asked[name]
    )
    return (
        f"precision {made.precision:.3f}  recall {made.recall:.3f}  whole {made.whole / max(made.matched, 1):.3f}  "
        f"of {made.wanted}\n{fields}"
    )
