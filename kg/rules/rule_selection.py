"""Which rules are run and how severe each is: selecting by code or family, and a project's own profile of severities."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from kg.errors import BadDataError, Problem, UsageError, nearest
from kg.text_files import read_text
from kg.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from kg.rules.rule import Rule

OFF: Final = "off"


def selected(
    rules: Iterable[Rule],
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    off: Collection[str] = (),
    unread: Collection[str] = (),
) -> tuple[Rule, ...]:
    """The rules whose code or family is selected, all where none is, less those ignored.

    Names may be separated by commas; `off` are the codes that a profile leaves out, `unread` those of ill-formed rules.
    Raises UsageError for a code or family that no rule has, for selecting one that is off, and where no rule is left.
    """
    known = tuple(rules)
    codes = {rule.code for rule in known}
    every = {*codes, *off, *unread}
    wanted, left_out = _names(every, select), _names(every, ignore)
    for name in wanted:
        if name in off and name not in codes:
            raise UsageError(f"{name} is “off” in the settings of this workspace, so it cannot be selected")
    found = tuple(
        r for r in known if (not wanted or r.code.startswith(wanted)) and not (left_out and r.code.startswith(left_out))
    )
    if not found:
        raise UsageError("no rule is left to run; see --select and --ignore")
    return found


def _names(known: Collection[str], given: Iterable[str]) -> tuple[str, ...]:
    texts = tuple(given)
    names = [name.strip().upper() for text in texts for name in text.split(",") if name.strip()]
    if texts and not names:
        raise UsageError("no code or family of rules is named, such as S02 or S")
    for name in names:
        if problem := unknown_name(name, known):
            raise UsageError(problem)
    return tuple(names)


def unknown_name(name: str, codes: Collection[str]) -> str | None:
    """That a name is neither one of the codes nor the family of one, with the nearest that is."""
    valid = {*codes, *(code[0] for code in codes)}
    return None if name in valid else f"no rule or family {name}{nearest(name, valid) or '; `kg rules` lists them'}"


def graded(rules: Iterable[Rule], profile: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules with the severities of a profile: that of a code goes before that of its family; `off` leaves a rule out."""
    found = []
    for rule in rules:
        severity = profile.get(rule.code, profile.get(rule.code[0], rule.severity))
        if severity != OFF:
            found.append(rule if severity == rule.severity else replace(rule, severity=severity))
    return tuple(found)


def read_profile(path: Path) -> dict[str, str]:
    """Severities by code or family from a TOML file such as `S02 = "off"`, line by line.

    Raises BadDataError, with the line, for any other file.
    """
    try:
        text = read_text(path, "a profile of severities")
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDataError([Problem(str(path), 0, 0, f"broken TOML: {error}")]) from error
    faults = [(key, message) for key, value in values.items() if (message := severity_fault(key, value))]
    if faults:
        raise BadDataError([Problem(str(path), line_of(text, key), 1, message) for key, message in faults])
    return {key: str(value) for key, value in values.items()}


def severity_fault(key: str, value: object) -> str | None:
    """What is wrong with one entry of a profile."""
    if not re.fullmatch(r"[A-Z](\d\d)?", key):
        return f"“{key}” is not a code or family of rules, such as S02 or S"
    if value not in (*SEVERITIES, OFF):
        return f"{key}: a severity is one of {', '.join((*SEVERITIES, OFF))}, not “{value}”"
    return None


def line_of(text: str, key: str) -> int:
    """The line of a TOML text that sets a key; the first where none does."""
    found = re.search(rf"^\s*[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
