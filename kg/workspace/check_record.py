"""What `kg verify` found, written into the records beside their readings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from kg.cache.records_lock import alone
from kg.formats.identifiers import slugged
from kg.formats.importing.on_record import OnRecord
from kg.formats.record_edits import Edit, edited
from kg.formats.registry import YAML
from kg.model.words import FigureOutcome, QuoteOutcome, Relation
from kg.workspace.record_files import replace_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.workspace.quote_check import Checked

KEY: Final = "copy check"
# The two lists of links, under either of their names.
_LISTS: Final = ("leans on", "rests on", "speaks to", "comments on")


def record_checks(folder: Path, found: Iterable[Checked], day: str) -> list[str]:
    """Write what was found into the records, and return the nodes whose record changed.

    What was not checked, since no copy is kept, loses what an earlier check left. Records in tables stay as they are. Raises as
    writing records does.
    """
    changed: list[str] = []
    with alone(folder):
        on_record = OnRecord(folder)
        edits: dict[Path, list[Edit]] = {}
        for one in found:
            source = one.node.partition("#")[0].partition("/")[0]
            path = on_record.path_of(source)
            if path is None or path.suffix.lower() not in YAML.endings:
                continue
            edit = _edit(on_record.written(source), source, one, day)
            if edit is not None:
                edits.setdefault(path, []).append(edit)
                changed.append(one.node)
        if edits:
            replace_files({path.resolve(): edited(path, some) for path, some in edits.items()}, on_record.files)
    return changed


def _edit(document: dict[str, Any], source: str, one: Checked, day: str) -> Edit | None:
    """The change to the record of a claim or link; None where it says the same already."""
    node, _, link = one.node.partition("#")
    claim = node.partition("/")[2] or None
    home = (document.get("claims") or {}).get(claim) if claim else document
    if not isinstance(home, dict):
        return None
    entry = next((place for name, place in _links(source, home) if name == link), None) if link else None
    if link and entry is None:
        return None
    before = (home[entry[0]][entry[1]] if entry else home).get(KEY)
    value = _value(one, day)
    same = (value is None and before is None) or (value and before and {**value, "on": ""} == {**before, "on": ""})
    return None if same else Edit(source, claim, KEY, value, entry)


def _links(source: str, home: dict[str, Any]) -> Iterator[tuple[str, tuple[str, int]]]:
    """The names of the links of a node, as their ids have them, and where each stands."""
    times: Counter[str] = Counter()
    for key in _LISTS:
        entries = home.get(key) or []
        for number, entry in enumerate(entries if isinstance(entries, list) else []):
            for relation in Relation:
                if isinstance(entry, dict) and isinstance(target := entry.get(str(relation)), str):
                    name = f"{relation}-{slugged(source + target if target.startswith('/') else target)}"
                    times[name] += 1
                    yield name if times[name] == 1 else f"{name}-{times[name]}", (key, number)


def _value(one: Checked, day: str) -> dict[str, str] | None:
    """What a record says of a check; None where nothing was checked."""
    quotation = one.outcome if one.quote and one.outcome is not QuoteOutcome.NOT_CHECKED else None
    figure = one.figure if one.figure is not FigureOutcome.NOT_CHECKED else None
    if quotation is None and figure is None:
        return None
    stated = {
        "quotation": str(quotation) if quotation else "",
        "figure": str(figure) if figure else "",
        "on": day,
        "copy": one.sha256,
        "differs": one.how_it_differs if quotation is QuoteOutcome.ALTERED else "",
        "figure differs": one.figure_words,
        "found in": one.elsewhere,
    }
    return {key: text for key, text in stated.items() if text}
