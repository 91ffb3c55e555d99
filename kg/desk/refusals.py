"""Why a save is refused, in the words of the forms: the record and the field that are meant, rather than a line of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.desk import fields
from kg.desk.errors import FieldError, QuotationError
from kg.desk.figure_parts import for_a_form
from kg.errors import BadDataError, UsageError
from kg.formats.yaml_tree import documents
from kg.text.quotes import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.desk.article import Article
    from kg.errors import Problem
    from kg.formats.yaml_tree import Path_

LABELS: Final = {
    field.key: field.label for field in (*fields.SOURCE_MORE, *fields.SOURCE, *fields.CLAIM_MORE, *fields.CLAIM)
} | {
    "made here": "Made in this document",
    "asked": "When it was sent, and the answer",
    "access": "Can a reader get at it",
}


def in_words(error: BadDataError, staged: Mapping[str, tuple[Path, bytes]]) -> BadDataError | UsageError:
    """An error of files that were to be written, by record and field; where another file is at fault, the error with its places.

    `staged` has what was to be written by the path under which it was read.
    """
    known = [_said(problem, *staged[problem.path]) for problem in error.problems if problem.path in staged]
    if len(known) == len(error.problems) and all(words for words, _ in known):
        return FieldError("; ".join(words for words, _ in known), known[0][1] if len(known) == 1 else "")
    moved = [
        type(problem)(_path(problem, staged), problem.line, problem.column, _message(problem, staged))
        for problem in error.problems
    ]
    return BadDataError(moved)


def _path(problem: Problem, staged: Mapping[str, tuple[Path, bytes]]) -> str:
    return str(staged[problem.path][0]) if problem.path in staged else problem.path


def _message(problem: Problem, staged: Mapping[str, tuple[Path, bytes]]) -> str:
    message = problem.message
    for stage, (path, _) in staged.items():
        message = message.replace(stage, str(path))
    return message


def _said(problem: Problem, path: Path, data: bytes) -> tuple[str, str]:
    """One fault by its record and field, and the key of the field; empty where its place belongs to neither."""
    try:
        found = documents(path, data)
    except BadDataError:
        return "", ""
    for document in found:
        place = next((at for at, where in document.places.items() if where == (problem.line, problem.column)), None)
        source = document.value.get("source") if isinstance(document.value, dict) else None
        if place and source:
            node, key = _field(source, place)
            message = for_a_form(problem.message)
            return f"{node}{f', “{LABELS.get(key, key)}”' if key else ''}: {message}", key
    return "", ""


def _field(source: str, place: Path_) -> tuple[str, str]:
    """The record and the key of the field at a place."""
    inside = place[2:] if place[0] == "claims" else place
    node = f"{source}/{place[1]}" if place[0] == "claims" and len(place) > 1 else source
    names = [step for step in inside if isinstance(step, str)]
    return node, names[0] if names else ""


def check_quotation(article: Article | None, quote: str, form: Mapping[str, str]) -> None:
    """Raise QuotationError for a quotation that is not in the saved copy, unless the form says to save it all the same."""
    if article is None or not quote or "unchecked" in form:
        return
    match = article.check(quote)
    if match.outcome in {Outcome.NOT_FOUND, Outcome.ALTERED}:
        changed = "; ".join(f"you quote “{one.quoted}”, it says “{one.stands}”" for one in match.changes[:3])
        raise QuotationError(
            f"the quotation is {match.outcome} in the saved copy of the document{f' ({changed})' if changed else ''}. "
            "Mend it, or tick “Save the quotation all the same” below the field."
        )
