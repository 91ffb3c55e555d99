"""Documents labelled by an independent hand who had seen neither the reader of documents nor the grammar: how they are compared with ours.

Their conventions are mapped here and nowhere else. A level that a figure came from is a figure of its own in the labels; in ours it is a
field of that figure. A unit is the thing with all that is said of it; ours is the thing alone (`names_the_thing`). A reference is a key of
the document's list, by its label or the words of its entry, or an address. Who says a figure may be named with or without the words
around the name. What a label calls `either` may be drafted or not.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from kg.text.reading import read_document
from kg.text.statements import statements
from tests.figures.independent import names_the_thing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.text.statements import Statement, Statements

FOLDER: Final = Path(__file__).with_name("independent")
FIELDS: Final = ("value", "unit", "references", "attribution")


@dataclass
class Tally:
    """What was drafted from some documents, and what of it was right."""

    found: int = 0
    wanted: int = 0
    matched: int = 0
    right: Counter[str] = field(default_factory=Counter)
    referenced: int = 0
    paired: int = 0
    lookalikes: int = 0
    differs: list[str] = field(default_factory=list)

    def shares(self) -> dict[str, float]:
        """Precision and recall of figures, and the part that is right of each field of those found."""
        made = {"precision": self.matched / self.found, "recall": self.matched / self.wanted}
        made |= {name: self.right[name] / self.matched for name in FIELDS}
        made["reference paired"] = self.paired / self.referenced
        return {name: round(share, 3) for name, share in made.items()}


def documents() -> list[Path]:
    """The documents, in order."""
    return sorted(path for path in FOLDER.iterdir() if path.suffix in {".html", ".md"})


def tally(paths: Iterable[Path]) -> Tally:
    """Draft each document and compare."""
    made = Tally()
    for path in paths:
        labels = yaml.load(path.with_suffix(".yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
        _one(made, path.name, statements(read_document(path.name, path.read_bytes())), labels)
    return made


def _one(made: Tally, name: str, drafted: Statements, labels: dict[str, Any]) -> None:
    text = drafted.document.text
    left = [one for one in drafted.statements if one.figure]
    earlier = [(one, one.figure.figure.earlier) for one in left if one.figure and one.figure.figure.earlier is not None]
    for label in labels["figures"]:
        match = next((one for one in left if _is_here(one, label) and _same_value(one, label)), None)
        if match is None:
            level = next(
                (one for one in earlier if _is_here(one[0], label) and _close(float(one[1]), label.get("value"))), None
            )
            if level is not None:
                earlier.remove(level)
                continue
        made.wanted += 1
        match = match or next((one for one in left if _is_here(one, label) and _overlaps(one, label)), None)
        if match is None:
            made.differs.append(f"{name}: MISSED {label['worded']!r} in: {label['sentence']}")
            continue
        left.remove(match)
        made.matched += 1
        made.found += 1
        _fields(made, name, drafted, match, label, labels["references"])
    for one in left:
        assert one.figure is not None
        if _stands_in(text, one, labels["either"]):
            continue
        made.found += 1
        made.lookalikes += _stands_in(text, one, labels["not_figures"])
        made.differs.append(f"{name}: NOT LABELLED {one.figure.figure.stated!r} in: {one.sentence}")


def _fields(made: Tally, name: str, drafted: Statements, one: Statement, label: dict[str, Any], entries: Any) -> None:  # noqa: ANN401
    assert one.figure is not None
    figure = one.figure.figure
    given = {
        "unit": label["unit"],
        "of": label.get("share_of"),
        "multiple": bool(figure.multiple),
        "place": label.get("area"),
    }
    unit = f" {figure.unit or figure.denominator or ''}".partition(" per ")[0].strip() or None
    signed = unit is not None and not unit[:1].isalpha() and unit[:1] in f"{label['worded']} {label['unit']}"
    who = one.attribution.who if one.attribution else None
    keys = _keys(drafted, one, entries)
    wanted = sorted(map(str, label.get("references", ())))
    same = {
        "value": _same_value(one, label),
        "unit": signed or names_the_thing(unit, given),
        "references": keys == wanted,
        "attribution": _same_name(who, label),
    }
    if wanted:
        made.referenced += 1
        made.paired += same["references"]
    for field_name, right in same.items():
        made.right[field_name] += right
        if not right:
            got = {"value": figure.stated, "unit": unit, "references": keys, "attribution": who}[field_name]
            want = {"value": label["worded"], "references": wanted}.get(field_name, label.get(field_name))
            made.differs.append(
                f"{name}: {field_name}: {got!r}, not {want!r} of {label['worded']!r} in: {label['sentence']}"
            )


def _is_here(one: Statement, label: dict[str, Any]) -> bool:
    """Whether a statement stands in the sentence of a label, or in the cell that it names by its heads."""
    if " | " in label["sentence"]:
        heads = _plain(" ".join(one.heads) + " " + one.sentence)
        return bool(one.heads) and all(_plain(part) in heads for part in label["sentence"].split(" | "))
    mine, theirs = _plain(one.sentence), _plain(label["sentence"])
    return mine in theirs or theirs in mine


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"\[\^?\w+\]|\(https?://[^)]*\)|[⁰¹²³⁴⁵⁶⁷⁸⁹]", "", text)).lower()


def _same_value(one: Statement, label: dict[str, Any]) -> bool:
    assert one.figure is not None
    figure = one.figure.figure
    if figure.low is None or figure.high is None:
        return False
    low, high = float(figure.low), float(figure.high)
    if "low" in label:
        return _close(low, label["low"]) and _close(high, label["high"])
    value = label["value"]
    if isinstance(value, str) and "/" in value:
        value = 100 * int(value.split("/")[0]) / int(value.split("/")[1])
    if low != high:
        return False
    if "out_of" in label and figure.share:
        return _close(low, 100 * float(value) / float(label["out_of"]))
    return _close(low, value) or (figure.share is True and float(value) < 1 and _close(low, 100 * float(value)))


def _close(got: float, wanted: Any) -> bool:  # noqa: ANN401 - a number or nothing
    return (
        wanted is not None
        and not isinstance(wanted, str)
        and abs(got - float(wanted)) <= max(0.006, abs(got) * 0.00001)
    )


def _overlaps(one: Statement, label: dict[str, Any]) -> bool:
    assert one.figure is not None
    return _plain(str(label["worded"])) in _plain(str(one.figure.figure.stated)) and len(str(label["worded"])) > 1


def _stands_in(text: str, one: Statement, phrases: Iterable[str]) -> bool:
    """Whether a figure stands in one of some phrases of the document."""
    assert one.figure is not None
    for phrase in phrases:
        place = text.find(phrase)
        while place >= 0:
            if place < one.figure.end and one.figure.start < place + len(phrase):
                return True
            place = text.find(phrase, place + 1)
    return False


def _keys(drafted: Statements, one: Statement, entries: dict[str, str]) -> list[str]:
    """The keys of the list that a statement's marks lead to, as the labels name them, and the addresses."""
    found = []
    for reference in one.references:
        if reference.later:
            continue
        for number in reference.mark.entries:
            entry = drafted.references.entries[number]
            known = next(
                (key for key, words in (entries or {}).items() if _plain(str(words)) in _plain(entry.text)), None
            )
            found.append(str(known or entry.label or entry.text))
        if reference.mark.address:
            address = reference.mark.address
            found.append(next((str(key) for key, words in (entries or {}).items() if str(words) == address), address))
    return sorted(dict.fromkeys(found))


_AROUND: Final = frozenset(
    "the a an of its their my our own report study survey by from mr ms mrs dr professor latest annual".split()
)


def _same_name(who: str | None, label: dict[str, Any]) -> bool:
    """Whether two names are of one body or person: one is part of the other, or of the words around it."""
    wanted = label.get("attribution")
    if who is None or wanted is None:
        return who is None and wanted is None
    mine, theirs = _name(who), _name(str(wanted))
    around = _name(str(label.get("attribution_worded", "")))
    return bool(mine) and (mine <= theirs | around or theirs <= mine)


def _name(text: str) -> set[str]:
    words = set(re.sub(r"['’]s?\b", "", re.sub(r"[^\w\s'’]", " ", text.lower())).split())
    return words - _AROUND or words
