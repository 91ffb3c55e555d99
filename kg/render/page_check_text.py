"""The check of a page as lines and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.render.safe import clip, plain_text

if TYPE_CHECKING:
    from kg.results.page_check import PageFigure, PageReference, PageReport

_LONGEST = 96
# “Known” would read as confirmed.
_HEADS: Final = {"known": "ON RECORD", "candidate": "SIMILAR ON RECORD", "unknown": "NOT ON RECORD"}


def page_lines(report: PageReport, *, full: bool = False) -> list[str]:
    """A page in lines: each figure with what is known of it; sentences are cut unless `full`."""
    title = f"{report.title} ({report.name})" if report.title != report.name else report.name
    lines = [plain_text(f"Page: {title}"), plain_text(report.summary())]
    for one in report.figures:
        figure = one.statement.figure
        words = report.found.document.text[figure.start : figure.end] if figure else ""
        lines += [
            "",
            plain_text(f"{_HEADS[str(one.known)]}  {words}  (characters {one.statement.start}–{one.statement.end})"),
        ]
        sentence = one.statement.sentence if full else clip(one.statement.sentence, _LONGEST)
        lines.append(plain_text(f"    “{sentence}”"))
        lines += [plain_text(f"    {line}") for line in figure_lines(one)]
    return lines


def figure_lines(one: PageFigure) -> list[str]:
    """What is known of one figure, a line each."""
    lines = []
    if one.claim:
        named = f"{one.source} [{one.claim}]" if one.source else one.claim
        if one.known == "known":
            lines.append(f"in the records, which alone does not make it reliable: {named}")
        elif one.same_words:
            lines.append(
                f"the records have this very sentence; check whether it is about the same year and place: {named}"
            )
        else:
            lines.append(
                f"the records have the same number, but it may be about something else: {named}; compare the two sentences"
            )
    lines += [f"this page {change}" for change in one.changes]
    if one.verdict:
        lines.append(f"verdict on that record: {one.verdict}")
    if one.statement.quoted:
        lines.append("stands in a quotation of someone else")
    lines += [f"{context.field} is from context: {context.where}" for context in one.statement.context]
    lines += [reference_line(reference) for reference in one.references]
    lines += [f"finding{' about that record' if one.claim else ''}: {finding}" for finding in one.findings]
    if not one.references:
        lines.append("this page gives no reference for it")
    if one.known == "unknown":
        lines.append("the records have no such figure; `kg draft` can take it in")
    return lines


def reference_line(reference: PageReference) -> str:
    """Where one reference leads."""
    place = {
        "on record": "is on record as",
        "address": "leads to",
        "words only": "is given in words only:",
        "nothing": "leads to nothing",
    }
    later = f" ({reference.later} sentence{'s' if reference.later > 1 else ''} later)" if reference.later else ""
    return f"reference {clip(reference.mark, 60)}{later} {place[str(reference.leads)]} {reference.target}".rstrip()


def page_document(report: PageReport) -> dict[str, Any]:
    """A page as plain data."""
    return {
        "name": report.name,
        "title": report.title,
        "url": report.found.document.url,
        "summary": report.summary(),
        "figures": [_figure(report, one) for one in report.figures],
    }


def _figure(report: PageReport, one: PageFigure) -> dict[str, Any]:
    stated = one.statement.figure
    return {
        "known": str(one.known),
        "words": report.found.document.text[stated.start : stated.end] if stated else "",
        "start": stated.start if stated else one.statement.start,
        "end": stated.end if stated else one.statement.end,
        "sentence": one.statement.sentence,
        "value": str(stated.figure.low) if stated and stated.figure.low is not None else None,
        "unit": stated.figure.unit if stated else None,
        "quoted": one.statement.quoted,
        "from_context": [context.field for context in one.statement.context],
        "attribution": one.statement.attribution.named if one.statement.attribution else None,
        "claim": one.claim or None,
        "changes": list(one.changes),
        "verdict": one.verdict or None,
        "findings": list(one.findings),
        "references": [
            {"mark": ref.mark, "leads": str(ref.leads), "target": ref.target or None, "sentences_later": ref.later}
            for ref in one.references
        ],
    }
