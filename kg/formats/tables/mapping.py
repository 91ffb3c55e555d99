"""What the columns and verdicts of a table mean, as a small TOML file that people can read, edit and use again."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from kg.errors import BadDataError, Problem, nearest
from kg.formats.tables.columns import LEFT_OUT, ROLES, header_words
from kg.formats.tables.other_languages import VERDICTS
from kg.model.words import Relation, Role
from kg.text_files import read_text

if TYPE_CHECKING:
    from pathlib import Path

VERDICT_RELATIONS: Final = tuple(str(r) for r in Relation if r.role in {Role.CHALLENGE, Role.SUPPORT, Role.REPLY})
_MOST_BYTES: Final = 1024 * 1024
# Verdicts in words, and what they do to the claim. They are proposals: shown, and to be changed in the mapping file.
PROPOSED: Final[dict[str, str]] = {
    "disputes": "false; fake; incorrect; wrong; untrue; inaccurate; mostly false; not true; not correct; not "
    "accurate; pants on fire; fabricated; false claim; completely false; hoax; debunked; refuted; "
    "refutes; four pinocchios",
    "corroborates": "true; correct; accurate; right; verified; confirmed; factual; supported; supports",
    "qualifies": "mostly true; half true; half-true; partly true; partly false; partially true; partially false; "
    "somewhat true; misleading; missing context; lacks context; needs context; needs more context; out of "
    "context; exaggerated; overstated; distorted; misrepresented; mixture; mixed; outdated; "
    "cherry-picked; largely accurate; mostly accurate; partly accurate; mostly right; mostly correct; "
    "partly right; partly correct",
}
UNKNOWN_VERDICT: Final = "replies-to"


class Mapping(Struct):
    """What a table means: the role of each column by the words over it, how dates and decimals are written, what verdicts do.

    `recent` says that every whole year of its dates is of this century, so that 05/04/24 can be no other; it is found, never stated.
    """

    columns: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    decimal_comma: bool | None = None
    recent: bool = False

    def role(self, header: str) -> str | None:
        """The role of a column; None where the mapping does not speak of it."""
        known = {header_words(name): role for name, role in self.columns.items()}
        return known.get(header_words(header))

    def relation(self, verdict: str) -> str | None:
        """What a verdict does to the claim; None where nobody has said so."""
        known = {folded(word): relation for word, relation in self.verdicts.items()}
        return known.get(folded(verdict)) or None


def folded(verdict: str) -> str:
    """A verdict without regard to case, spacing and closing marks."""
    return " ".join(verdict.casefold().split()).strip(" .!?")


_BY_VERDICT: Final = {
    folded(word): relation
    for known in (PROPOSED, VERDICTS)
    for relation, words in known.items()
    for word in words.split(";")
}


def proposed_relation(verdict: str) -> str:
    """What a verdict in common words does to a claim; empty for any other, which is recorded beside the claim and changes nothing."""
    plain = folded(verdict)
    return _BY_VERDICT.get(plain, "")


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file. Raises UsageError for one that cannot be opened, BadDataError with every fault of one that is not valid."""
    text = read_text(path, "a file that says what columns mean", _MOST_BYTES)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDataError([Problem(str(path), 0, 0, f"not a valid TOML file: {error}")]) from error
    faults = list(_faults(values))
    if faults:
        raise BadDataError([Problem(str(path), 0, 0, fault) for fault in faults])
    dates, decimals = values.get("dates"), values.get("decimals")
    return Mapping(
        dict(values.get("columns", {})),
        dict(values.get("verdicts", {})),
        None if dates is None else dates == "dmy",
        None if decimals is None else decimals == "comma",
    )


def _faults(values: dict[str, Any]) -> list[str]:
    faults = [f"unknown setting “{key}”{nearest(key, _SETTINGS)}" for key in values if key not in _SETTINGS]
    if values.get("dates", "dmy") not in {"dmy", "mdy"}:
        faults.append("“dates” is dmy or mdy")
    if values.get("decimals", "comma") not in {"comma", "point"}:
        faults.append("“decimals” is comma or point")
    for table, known in (("columns", (*ROLES, LEFT_OUT)), ("verdicts", (*VERDICT_RELATIONS, ""))):
        entries = values.get(table, {})
        if not isinstance(entries, dict):
            faults.append(f"“{table}” is a table: [{table}]")
            continue
        for name, word in entries.items():
            if word not in known:
                faults.append(f"{table}: “{name}” = “{word}” is not known{nearest(str(word), [k for k in known if k])}")
    return faults


_SETTINGS: Final = ("dates", "decimals", "columns", "verdicts")


def mapping_text(mapping: Mapping, name: str) -> str:
    """A mapping as the file that people edit."""
    lines = [
        f"# What the columns of {json.dumps(name, ensure_ascii=False)[1:-1]} mean. Edit this, and import again with --map.",
        f'# A column can be: {", ".join(ROLES)}; or "" to leave it out.',
    ]
    if mapping.day_first is not None:
        lines.append(
            f'dates = "{"dmy" if mapping.day_first else "mdy"}"   # 03/04/2024: dmy is 3 April, mdy is March 4'
        )
    if mapping.decimal_comma is not None:
        lines.append(f'decimals = "{"comma" if mapping.decimal_comma else "point"}"')
    lines += ["", "[columns]", *(f"{_quoted(header)} = {_quoted(role)}" for header, role in mapping.columns.items())]
    if mapping.verdicts:
        lines += [
            "",
            f"# What a verdict does to the claim: {', '.join(VERDICT_RELATIONS)}.",
            "# Empty: recorded, no more.",
        ]
        lines += ["[verdicts]", *(f"{_quoted(word)} = {_quoted(to)}" for word, to in mapping.verdicts.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string: JSON's, with the one control character that JSON leaves as it is escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
