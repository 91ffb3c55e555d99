"""The findings of a check as text: a line each, by claim, the most severe first."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from kg.errors import count
from kg.render.locations import near
from kg.render.phrases import open_words, whose_job
from kg.render.safe import plain_text
from kg.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.lineage.document import DocumentSummary
    from kg.results.check import CheckReport, Waived
    from kg.rules.engine import Finding


# A rule is shown so often in a report of a whole graph, unless all is asked for.
_MOST_REPEATS: Final = 5
_MOST_DOCUMENTS: Final = 20
# With fewer documents, the findings themselves are as short.
_SEVERAL: Final = 5


def ordered(report: CheckReport) -> list[tuple[str, list[Finding]]]:
    """The findings grouped by node, the most severe first; those of one document stand in the order of its claims."""
    by_node = sorted(report.findings, key=lambda f: (f.node, SEVERITIES.index(f.severity), f.code, f.message))
    groups = [(node, list(found)) for node, found in groupby(by_node, key=lambda finding: finding.node)]
    if report.document is not None:
        order = {node: number for number, node in enumerate(report.document.claims)}
        return sorted(groups, key=lambda group: (order.get(group[0], -1), group[0]))
    return sorted(groups, key=lambda group: (SEVERITIES.index(group[1][0].severity), report.name(group[0])))


def render_check(report: CheckReport, width: int | None = None, color: bool = False, verbose: bool = False) -> str:
    """Every finding with its place, what was waived, and a closing line that says what was and was not judged.

    Lines are wrapped to `width` where one is given. `verbose` adds the path of each finding, and how to put it right.
    """
    lines = list(_document(report, width)) if report.document else list(_by_document(report, width))
    shown: Counter[str] = Counter()
    for node, findings in ordered(report):
        kept = [finding for finding in findings if verbose or report.document or not _repeats(shown, finding.code)]
        if kept:
            lines.extend(_of_node(report, node, kept, width, color, verbose))
    lines.extend(_folded_away(report, shown, width) if not (verbose or report.document) else ())
    if verbose and report.undecided:
        lines.append("open until more is read or recorded")
        for finding in report.undecided:
            text = f"  {report.named(finding.node)}  {finding.code}  {report.titles.get(finding.code, '')}"
            lines.extend(_folded(text, width, 14))
        lines.append("")
    lines.extend(_waivers(report, width))
    severities = [severity for severity in SEVERITIES if any(f.severity == severity for f in report.findings)]
    whose = [f"{text[:1].upper()}{text[1:]}."] if (text := whose_job(severities, "document")) else []
    closed = (part for line in (*whose, *closing_lines(report)) for part in _folded(line, width, 0))
    return "\n".join((*lines, *closed)) + "\n"


def _of_node(
    report: CheckReport, node: str, findings: list[Finding], width: int | None, color: bool, verbose: bool
) -> Iterator[str]:
    path, line = report.place(node)
    for part in _folded(report.named(node) + (f"  {near(path)}:{line}" if path else ""), width, 4):
        yield f"\x1b[1m{part}\x1b[0m" if color else part
    for finding in findings:
        yield from _folded(f"  {finding.severity:<5}  {finding.code}  {finding.message}", width, 14)
        if verbose:
            yield from _more(report, finding, width)
    yield ""


def _repeats(shown: Counter[str], code: str) -> bool:
    """Whether a rule was shown often enough already; counts this time."""
    shown[code] += 1
    return shown[code] > _MOST_REPEATS


def _folded_away(report: CheckReport, shown: Counter[str], width: int | None) -> Iterator[str]:
    """How many findings of each rule are not shown above, and how to see them."""
    more = {code: number - _MOST_REPEATS for code, number in shown.items() if number > _MOST_REPEATS}
    if not more:
        return
    yield "more of the same; --verbose shows all, --select CODE those of one rule"
    for code, number in sorted(more.items(), key=lambda item: (-item[1], item[0])):
        yield from _folded(f"  {number:5}  {code}  {report.titles.get(code, '')}", width, 14)
    yield ""


def _by_document(report: CheckReport, width: int | None) -> Iterator[str]:
    """How many findings each document has, those with the most to fix first."""
    tallies: dict[str, Counter[str]] = {}
    for finding in report.findings:
        tallies.setdefault(_document_of(report, finding.node), Counter())[finding.severity] += 1
    if len(tallies) < _SEVERAL:
        return
    ranked = sorted(tallies.items(), key=lambda item: (*(-item[1][severity] for severity in SEVERITIES), item[0]))
    yield "to fix  to check   notes  document"
    for name, tally in ranked[:_MOST_DOCUMENTS]:
        counts = "".join(
            f"{tally[severity] or '–':>{wide}}" for severity, wide in zip(SEVERITIES, (6, 10, 8), strict=True)
        )
        yield from _folded(f"{counts}  {name}", width, 26)
    if len(ranked) > _MOST_DOCUMENTS:
        yield f"and {count(len(ranked) - _MOST_DOCUMENTS, 'more document')}"
    yield ""


def _document_of(report: CheckReport, node: str) -> str:
    """The document of a node: outlet and date, with the part of the short id before the slash; an IRI stands for itself."""
    name, head = report.name(node), report.documents.get(node)
    ident = name if "://" in name else name.partition("/")[0]
    return plain_text(f"{head} [{ident}]" if head else ident)


def _tally(number: int, severity: str) -> str:
    return count(number, "note") if severity == "note" else f"{number:,} to {severity}"


def _folded(text: str, width: int | None, indent: int) -> list[str]:
    plain = plain_text(text)
    return (
        wrap(plain, width, subsequent_indent=" " * indent, break_on_hyphens=False, break_long_words=False)
        if width
        else [plain]
    )


def _more(report: CheckReport, finding: Finding, width: int | None) -> Iterator[str]:
    for message in finding.also:
        yield from _folded(f"{'':14}also: {message}", width, 20)
    if len(finding.path) > 1:
        yield from _folded(f"{'':14}path: {' → '.join(report.name(step) for step in finding.path)}", width, 20)
    rule = next((rule for rule in report.rule_list if rule.code == finding.code), None)
    if rule is not None:
        yield from _folded(f"{'':14}what to do: {rule.fix}", width, 20)


def _waivers(report: CheckReport, width: int | None) -> Iterator[str]:
    if report.waived:
        yield "waived"
        for finding, waiver in report.waived:
            who = f", {waiver.by}" if waiver.by else ""
            text = f"  {finding.code}  {report.name(finding.node)}: {waiver.because} ({waiver.on}{who})"
            yield from _folded(text, width, 7)
        yield ""
    if report.stale:
        yield from _folded("waivers that set nothing aside: take them out, or put their dates right", width, 2)
        for waiver in report.stale:
            yield from _folded(
                f"  {waiver.code}  {report.name(waiver.node)}: {idle(waiver)} (waived {waiver.on})", width, 7
            )
        yield ""


def idle(waiver: Waived) -> str:
    """Why a waiver sets nothing aside."""
    if waiver.ahead:
        return "its day is yet to come"
    return f"ran out on {waiver.until}" if waiver.expired else "nothing is found there"


def _document(report: CheckReport, width: int | None) -> Iterator[str]:
    """What an editor reads first."""
    document = report.document
    if document is None:
        return
    # Never the title first: one that begins with “::” would be a command to the log of a build.
    ident = report.name(document.source)
    inside = (head for node, head in report.documents.items() if _document_of(report, node).endswith(f"[{ident}]"))
    head = (next(inside, None) or "").lstrip(":")
    title = "" if document.title == document.source or head.startswith(document.title) else document.title
    yield from _folded(f"{head} [{ident}]  {title}".rstrip() if head else f"{ident}  {title}".rstrip(), width, 2)
    for line in summary_lines(document):
        yield from _folded(f"  {line}", width, 4)
    if first := first_to_fix(report):
        finding, fix = first
        yield from _folded(f"  begin with: {finding.code} {report.named(finding.node)}: {finding.message}", width, 14)
        yield from _folded(f"              {fix}", width, 14)
    yield ""


def summary_lines(document: DocumentSummary) -> tuple[str, ...]:
    """How many figures a document has, and what they rest on, a line each."""
    left_out = (
        f", {document.left_out:,} of them without a hedge or restriction stated there" if document.left_out else ""
    )
    return (
        f"{count(document.figures, 'figure')} in {count(len(document.claims), 'claim')}",
        f"{count(document.unchanged, 'leads to', 'lead to')} the origin of the figure, unchanged{left_out}",
        f"{count(document.thin, 'is', 'are')} thinly documented or not documented, as given here",
        f"{count(document.not_assessed, 'is', 'are')} not assessed yet",
    )


def first_to_fix(report: CheckReport) -> tuple[Finding, str] | None:
    """The finding to see to first, with how: of the most severe, the rule that is broken most often."""
    if not report.findings:
        return None
    often = Counter(finding.code for finding in report.findings)
    order = {node: number for number, node in enumerate(report.document.claims)} if report.document else {}
    first = min(
        report.findings,
        key=lambda f: (SEVERITIES.index(f.severity), -often[f.code], f.code, order.get(f.node, -1), f.node, f.path),
    )
    return first, next((rule.fix for rule in report.rule_list if rule.code == first.code), "")


def closing(report: CheckReport) -> str:
    """What was checked and what came of it, in one line."""
    return " ".join(closing_lines(report))


def closing_lines(report: CheckReport) -> tuple[str, str]:
    """What was checked and what came of it; then which graph it was, and what a grade means."""
    tally = Counter(finding.severity for finding in report.findings)
    counts = ", ".join(_tally(tally[severity], severity) for severity in SEVERITIES)
    extra = f"; {len(report.waived):,} waived" if report.waived else ""
    extra += f"; {report.known:,} known from the baseline" if report.known else ""
    unread = (
        " “Provisional” means: not every document and link on the way is recorded as read."
        if _any_provisional(report)
        else ""
    )
    return (
        f"{count(report.claims, 'claim')} checked against {count(report.rules, 'rule')}: {counts}{extra}"
        f"{open_words(len(report.undecided))}; {count(report.todo, 'to-do')}.",
        f"{plain_text(f'Graph: {report.graph_name}.')} This grades documentation, not truth.{unread}",
    )


def _any_provisional(report: CheckReport) -> bool:
    return any(finding.provisional for finding in report.findings)


def render_statistics(report: CheckReport, width: int | None = None) -> str:
    """How often each rule fails, is open and was waived, the most frequent first."""
    fails = Counter(finding.code for finding in report.findings)
    open_ = Counter(finding.code for finding in report.undecided)
    waived = Counter(finding.code for finding, _ in report.waived)
    lines = [f"{'fails':>6} {'open':>6} {'waived':>6}  code  rule"]
    for rule in sorted(report.rule_list, key=lambda rule: (-fails[rule.code], -open_[rule.code], rule.code)):
        if fails[rule.code] or open_[rule.code] or waived[rule.code]:
            line = f"{fails[rule.code]:6} {open_[rule.code]:6} {waived[rule.code]:6}  {rule.code:<4}  {plain_text(rule.title)}"
            lines += _folded(f"{line} ({rule.severity})", width, 28)
    return "\n".join((*lines, "", *_folded(closing(report), width, 0))) + "\n"


def render_seconds(report: CheckReport) -> str:
    """The seconds that each rule took, the slowest first, and its part of the whole."""
    whole = sum(report.seconds.values()) or 1.0
    rows = sorted(report.seconds.items(), key=lambda item: (-item[1], item[0]))
    lines = [f"{code:<4} {seconds:8.3f} s {seconds / whole:6.1%}" for code, seconds in rows]
    return "\n".join((*lines, f"all  {whole:8.3f} s")) + "\n"
