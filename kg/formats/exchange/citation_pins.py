"""Claims files of `citations` (YAML): statements about one pinned source, each with the source's exact words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg.errors import BadDataError, Problem
from kg.formats.importing.parts import Fields, Part
from kg.formats.tables.dates import read_date
from kg.formats.yaml_tree import documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context

_SHA256: Final = re.compile(r"[0-9a-fA-F]{64}")


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The source of a claims file with its claims. Raises BadDataError for one that has no source and claims."""
    for document in documents(path):
        value = document.value
        stated = value.get("source") if isinstance(value, dict) else None
        if not isinstance(stated, dict) or not isinstance(value.get("claims"), dict):
            message = "no claims file of citations: `source:` and `claims:` with entries under each are expected"
            raise BadDataError([Problem(str(path), 1, 0, message)])
        yield _part(path, stated, value["claims"], context)


def _part(path: Path, stated: dict[str, Any], claims: dict[str, Any], context: Context) -> Part:
    url, key = _text(stated.get("url")), _text(stated.get("citation"))
    source = context.index.source(url or None, wish=key or path.stem, named=key or path.stem)
    fields: Fields = {"url": url} if url else {}
    if copy := _copy(stated, url):
        fields["snapshot"] = copy
    elif stated.get("sha256"):
        context.in_doubt(
            "source", "a hash without an address: which copy it is of cannot be recorded", key or path.stem
        )
    part = Part(source, "source", fields)
    for name, claim in claims.items():
        if not isinstance(claim, dict):
            context.left_out(f"claims/{name}", "not a claim with its quotations")
            continue
        context.read("claim")
        found = _claim(str(name), claim, context)
        if found is None:
            context.left_out(f"claims/{name}", "a claim without statement and quotation")
            continue
        called = context.index.claim(source, f"{name} {found.get('says', '')}", wish=str(name))
        part.claims[called] = found
        part.origins |= {f"claims/{called}/{key}": f"claims/{name}" for key in found}
    return part


def _copy(stated: dict[str, Any], url: str) -> dict[str, str] | None:
    """The pinned copy: its address, hash and day."""
    digest = _text(stated.get("sha256"))
    if not url or not _SHA256.fullmatch(digest):
        return None
    day = read_date(_text(stated.get("retrieved_at"))[:10], None)
    return {"at": url, "sha256": digest.lower()} | ({"taken": day} if isinstance(day, str) else {})


def _claim(name: str, claim: dict[str, Any], context: Context) -> Fields | None:
    """The statement with its first quotation; whose reading it is and where the words stand."""
    reading = claim.get("interpretation")
    reading = reading if isinstance(reading, dict) else {}
    quotes = [quote for quote in claim.get("quotes") or [] if isinstance(quote, dict)]
    exact = [_text(quote.get("exact") or quote.get("text")) for quote in quotes]
    if len(exact) > 1:
        context.in_doubt(
            f"claims/{name}/quotes", "a claim has one quotation here; the first was taken", "; ".join(exact[1:])
        )
    place = ", ".join(
        filter(None, (_text(quotes[0].get("section")), f"p. {page}" if (page := _text(quotes[0].get("page"))) else ""))
    ) if quotes else ""  # fmt: skip
    fields: Fields = {
        "says": _text(reading.get("says")) or _text(claim.get("statement")),
        "quote": exact[0] if exact else "",
        "at": place,
    }
    found = {key: text for key, text in fields.items() if text}
    return found if "says" in found or "quote" in found else None


def _text(value: Any) -> str:  # noqa: ANN401 - any value of YAML
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
