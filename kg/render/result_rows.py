"""Answers of queries as people read them: a table, Markdown, or values for a spreadsheet; and syntaxes safe on a terminal."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from kg.errors import count
from kg.render.safe import escaped, plain_cell, plain_json, plain_text, plain_xml
from kg.render.table import render_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.sparql.results import Answers

_TRIPLE: Final = ("subject", "predicate", "object")
_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def rows_of(answers: Answers) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    """Headings and rows, whichever form of query was asked."""
    if answers.boolean is not None:
        return ("answer",), ((answers.boolean,),)
    if answers.triples is not None:
        return _TRIPLE, answers.triples
    return answers.variables, answers.rows


def as_table(answers: Answers, short: Mapping[str, str], width: int | None, color: bool) -> str:
    """A table with nodes by their short ids, and how many rows it has."""
    if answers.boolean is not None:
        return "yes\n" if answers.boolean else "no\n"
    headings, shown = _shown(answers, short)
    noun = "row" if answers.triples is None else "triple"
    return f"{render_table(headings, shown, width, color)}\n{count(len(shown), noun)}\n" if shown else f"no {noun}s\n"


def as_markdown(answers: Answers, short: Mapping[str, str]) -> str:
    """A table in Markdown, with nodes by their short ids; nothing in it is taken for markup."""
    headings, shown = _shown(answers, short)
    head = [[_MARKS.sub(r"\\\1", heading) for heading in headings], ["---"] * len(headings)]
    body = [[_MARKS.sub(r"\\\1", plain_text(_written(value))) for value in row] for row in shown]
    return "".join(f"| {' | '.join(line)} |\n" for line in (*head, *body))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def separated(answers: Answers, mark: str) -> str:
    """Values for a spreadsheet, separated by commas or tabs; none is taken for a formula."""
    headings, rows = rows_of(answers)
    if mark == "\t":
        lines = [[plain_text(plain_cell(value)) for value in row] for row in (headings, *rows)]
        return "".join("\t".join(line) + "\n" for line in lines)
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerows([plain_cell(value) for value in row] for row in (headings, *rows))
    return written.getvalue()


def safe_syntax(text: str, media: str) -> str:
    """A document of a machine format with what steers a terminal written as escapes; what it states is the same."""
    if media.endswith("xml"):
        return plain_xml(text)
    return plain_json(text) if media.endswith("json") else escaped(text)


def _shown(answers: Answers, short: Mapping[str, str]) -> tuple[Sequence[str], list[list[object]]]:
    headings, rows = rows_of(answers)
    if answers.triples is not None:
        short = {f"<{node}>": name for node, name in short.items()}
    return headings, [[short.get(value, value) if isinstance(value, str) else value for value in row] for row in rows]
