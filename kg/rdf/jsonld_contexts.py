"""JSON-LD whose context is an address: some published ones come with Headwater, any other is refused, since nothing is fetched."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from kg.errors import BadDataError, Problem
from kg.rdf.limits import DEEPEST, check_context, check_json
from kg.resources import package_file

if TYPE_CHECKING:
    from pathlib import Path

# Addresses of contexts, and the files in the folder `contexts` that hold them.
_KNOWN: Final = (
    (re.compile(r"https?://(?:www\.)?schema\.org/?(?:docs/jsonldcontext\.jsonld?)?", re.IGNORECASE), "schema-org.json"),
    (re.compile(r"https?://w3id\.org/ro/crate/1\.[0-3](?:-DRAFT)?/context", re.IGNORECASE), "ro-crate.json"),
    (re.compile(r"https?://w3id\.org/ro/terms/workflow-run/context", re.IGNORECASE), "workflow-run.json"),
)


@cache
def _context_of(address: str) -> Any:  # noqa: ANN401 - a context in any of its forms
    """The context that is published at an address; None where it does not come with Headwater."""
    name = next((name for form, name in _KNOWN if form.fullmatch(address)), None)
    return json.loads(package_file("rdf", "contexts", name).read_text(encoding="utf-8"))["@context"] if name else None


def with_known_contexts(path: Path, text: str) -> str:
    """The document with the contexts that are known written out.

    Raises BadDataError for any other address of a context, and for a document that is not valid JSON.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        # The only other thing that `json` refuses is a whole number of thousands of digits.
        message = f"broken JSON: {getattr(error, 'msg', 'a number with too many digits')}"
        raise BadDataError([Problem(str(path), line, column, message)]) from error
    except RecursionError as error:
        raise BadDataError([Problem(str(path), 0, 0, f"nested more than {DEEPEST} deep")]) from error
    check_json(path, document)
    # The key may be written with escapes.
    if "@context" not in text and "\\u" not in text:
        return text
    return json.dumps(_replaced(path, document))


def _replaced(path: Path, document: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The same value with known contexts in place; without recursion, since the nesting is the file's."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if "@context" in value:
                value["@context"] = _context(path, value["@context"])
            waiting.extend(inner for key, inner in value.items() if key != "@context")
        elif isinstance(value, list):
            waiting.extend(value)
    return document


def _context(path: Path, context: Any) -> Any:  # noqa: ANN401 - a context in any of its forms
    if isinstance(context, list):
        return [_context(path, part) for part in context]
    if not isinstance(context, str):
        check_context(path, context)
        return context
    if (known := _context_of(context)) is not None:
        return known
    message = f"the context {context} is an address, and nothing is fetched; write the context itself in its place"
    raise BadDataError([Problem(str(path), 0, 0, message)])
