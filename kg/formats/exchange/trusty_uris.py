"""Trusty URIs: addresses that end in a code made from what stands under them (trustyuri.net, version 1, module RA)."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.rdf.statements import Statement

_CODE: Final = re.compile(r"(?<![A-Za-z0-9_-])RA[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")


def code_in(address: str) -> str | None:
    """The code in a trusty URI; None for any other address."""
    found = _CODE.findall(address)
    return found[-1] if found else None


def code_of(stated: Iterable[Statement], code: str) -> str:
    """The code of some statements, in whose addresses the code that they are to have counts as a space."""
    rows = {_row(one, code) for one in stated}
    lines = [text for _, text in sorted(rows, key=lambda row: row[0])]
    return "RA" + urlsafe_b64encode(sha256("".join(lines).encode()).digest()).decode().rstrip("=")


def _row(one: Statement, code: str) -> tuple[tuple[object, ...], str]:
    """What a statement is sorted by, and its lines in the text that is hashed."""
    graph, subject, predicate = (text.replace(code, " ") for text in (one.graph, one.subject, one.predicate))
    if not one.is_literal:
        value = written = one.value.replace(code, " ")
        key: tuple[object, ...] = (graph, subject, predicate, 0, value)
    else:
        # A literal without a language comes after one with it, since the latter has no datatype of its own there.
        datatype = "" if one.language else one.datatype
        key = (graph, subject, predicate, 1, one.value, datatype, one.language)
        escaped = one.value.replace("\\", "\\\\").replace("\n", "\\n")
        written = f"@{one.language.lower()} {escaped}" if one.language else f"^{one.datatype} {escaped}"
    return key, f"{graph}\n{subject}\n{predicate}\n{written}\n"
