"""One rule, parsed from its `.rq` file: a comment header that explains it and a query that finds where it is broken."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.errors import BadDataError, RuleError
from kg.patterns import regex
from kg.text_files import read_text
from kg.vocabulary import SCHEMES

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS: Final = ("Title", "Severity", "Flags", "Why", "Example", "Fix", "References", "Message")
FILE_NAME: Final = regex(r"([A-Z]\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)\.rq")

_HEADING: Final = regex(r"# ([A-Z]\w*):(?:\s+(.*))?")
_SELECT: Final = regex(r"\bSELECT\s+DISTINCT\s+((?:\?\w+\s*)+)(?:WHERE\b|\{)", re.IGNORECASE)
# A path stands outside IRIs, texts and comments; a sign after a space or a variable is arithmetic.
_OPAQUE: Final = regex(r"<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|(#[^\n]*)")
_CLOSURE: Final = regex(r"(?:(?<![?$\w])[\w-]*:[\w-]+|§|\)|\ba)[*+]")


class Rule(Struct, frozen=True):
    """What a rule flags, why it matters and the query that finds it.

    `query` is the whole file, so that its lines are those of the file. `variables` are what it selects; `message` is a
    template over them, such as `{field}: {before} → {after}`.
    """

    code: str
    fault: str
    path: Path
    title: str
    severity: str
    flags: str
    why: str
    example: str
    fix: str
    references: tuple[str, ...]
    message: str
    query: str
    variables: tuple[str, ...]


def read_rule(path: Path) -> Rule:
    """The rule in a file. Raises RuleError, with file and line, when it does not have the form of a rule."""
    try:
        text = read_text(path, "a rule")
    except BadDataError as error:
        raise RuleError(str(error)) from error
    return parse_rule(path, text)


def parse_rule(path: Path, text: str) -> Rule:
    """The rule that a text states under a file name. Raises RuleError, with file and line."""
    name = FILE_NAME.fullmatch(path.name)
    if name is None:
        raise RuleError(f"{path}: a rule file is named CODE-fault.rq, such as P01-claim-without-source.rq")
    sections = _header(path, text)
    severity, severity_line = _text(sections["Severity"]), sections["Severity"][0]
    if severity not in SCHEMES["severity"]:
        raise _fault(path, severity_line, f"severity is one of {', '.join(SCHEMES['severity'])}, not “{severity}”")
    variables = _variables(path, text)
    message = _text(sections["Message"])
    _check_message(path, sections["Message"][0], message, variables)
    return Rule(
        code=name[1],
        fault=name[2],
        path=path,
        title=_text(sections["Title"]),
        severity=severity,
        flags=_text(sections["Flags"]),
        why=_text(sections["Why"]),
        example=_text(sections["Example"]),
        fix=_text(sections["Fix"]),
        references=tuple(sections["References"][1]),
        message=message,
        query=text,
        variables=variables,
    )


Section = tuple[int, list[str]]


def _fault(path: Path, line: int, what: str) -> RuleError:
    return RuleError(f"{path}:{line}: {what}")


def _text(section: Section) -> str:
    return " ".join(section[1])


def _header(path: Path, text: str) -> dict[str, Section]:
    """The headings of the leading comment, each with its line and the lines of its text."""
    sections: dict[str, Section] = {}
    lines: list[str] | None = None
    last = 1
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        last = number
        heading = _HEADING.fullmatch(line.rstrip())
        if heading is not None:
            if heading[1] not in HEADINGS or heading[1] in sections:
                what = "given twice" if heading[1] in sections else f"not one of {', '.join(HEADINGS)}"
                raise _fault(path, number, f"heading “{heading[1]}” is {what}")
            lines = [heading[2]] if heading[2] else []
            sections[heading[1]] = number, lines
        elif lines is None:
            raise _fault(path, number, "the header starts with “# Title: …”")
        elif stripped := line.lstrip("#").strip():
            lines.append(stripped)
    for wanted in HEADINGS:
        if not _text(sections.get(wanted, (0, []))):
            raise _fault(path, sections.get(wanted, (last, []))[0], f"no text under the heading “{wanted}”")
    return sections


def _variables(path: Path, text: str) -> tuple[str, ...]:
    """The selected variables, once the query is known to be one that rules may ask."""
    # Blanked at equal length and line for line, so that a fault found here has its line in the file.
    query = _OPAQUE.sub(lambda match: ("§" if match[0][0] == "<" else " ") * len(match[0]), text)
    if found := re.search(r"\bSERVICE\b", query, re.IGNORECASE):
        raise _fault(path, _line(query, found), "a rule asks the store at hand: SERVICE is refused")
    if found := _CLOSURE.search(query):
        raise _fault(path, _line(query, found), "a rule holds no + or * path: reachability is in the derived facts")
    select = _SELECT.search(query)
    if select is None:
        first = query[: len(query) - len(query.lstrip())].count("\n") + 1
        raise _fault(path, first, "the query has no SELECT DISTINCT ?node ?verdict … WHERE")
    variables = tuple(variable.removeprefix("?") for variable in select[1].split())
    for wanted in ("node", "verdict"):
        if wanted not in variables:
            raise _fault(path, _line(query, select), f"the query does not select ?{wanted}")
    return variables


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def _check_message(path: Path, line: int, message: str, variables: tuple[str, ...]) -> None:
    try:
        fields = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(message)]
    except ValueError as error:
        raise _fault(path, line, f"the message is not a valid template: {error}") from error
    for name, spec, conversion in fields:
        if name is not None and (name not in variables or spec or conversion):
            raise _fault(path, line, f"the message names {{{name}}}, which the query does not select")
