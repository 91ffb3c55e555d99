"""The two answers of a trace, in words: what is on record for the figure, and what this document shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from kg.errors import count
from kg.lineage.answer import figure_answer, word
from kg.lineage.names import cited
from kg.rdf.labels import label
from kg.render.names import document_word
from kg.render.safe import plain_text
from kg.vocabulary import SCHEMES

if TYPE_CHECKING:
    from kg.lineage.answer import Answer, Limit
    from kg.results.trace import Trace


UNREAD: Final = "not every document and link on the way is recorded as read"
# A path that ends without an origin, as a clause.
_ENDS_AT: Final = {
    "not found": "the source cited was not found",
    "taken down": "the source cited was taken down",
    "lost": "the source cited is lost",
    "names no source": "the last source on the path gives no source",
    "goes round": "its sources are circular",
}
_LINKS_ONLY: Final = "nobody has entered what this document says, so nothing is graded"
_IN_DOUBT: Final = frozenset({"not assessed", "none"})


class Verdict(Struct, frozen=True):
    """One answer. `level` is a word of the backing scheme and `label` what is shown for it.

    `reach` is the level that open ends could still bring, `why` what limits it, `was` how well the figure is documented
    that it was changed from, `shows` what the document shows its readers; each None where there is nothing to say.
    """

    heading: str
    level: str
    label: str
    reach: str | None = None
    why: str | None = None
    provisional: bool = False
    was: str | None = None
    shows: str | None = None

    @property
    def words(self) -> str:
        """The answer in a line: the level, why, what is shown, and whether it may change once everything is read."""
        return f"{self.label}: {self.reasons}" if self.reasons else self.label

    @property
    def lasting(self) -> str:
        """The answer in a line, without that it may change."""
        return replace(self, provisional=False).words

    @property
    def reasons(self) -> str:
        """The answer without its level."""
        parts = [part for part in (self.why, self.shows, self.was) if part]
        if self.provisional:
            parts.append(f"provisional: {UNREAD}")
        return "; ".join(parts)


def verdicts(trace: Trace) -> tuple[Verdict, Verdict]:
    """The figure, then this document."""
    return figure_verdict(trace), document_verdict(trace)


def figure_verdict(trace: Trace) -> Verdict:
    """What the best evidence on record for the figure is."""
    graph, answer = trace.lineage.analysis.graph, trace.lineage.figure
    limit = answer.limited_by
    was = None
    if limit is not None and limit.changed_from:
        backing = trace.lineage.analysis.backing
        before = word(backing.level[limit.changed_from], backing.reach[limit.changed_from])
        first = cited(graph, limit.changed_from) or plain_text(trace.name(limit.changed_from))
        limited = figure_answer(trace.lineage.analysis, limit.changed_from).limited_by
        because = f", since {_why(trace, limited)}" if limited and before in _IN_DOUBT else ""
        was = f"the figure that it was changed from ({first}) is itself {label('backing', before)}{because}"
    return Verdict(
        heading="The figure",
        level=answer.shown,
        label=label("backing", answer.shown),
        reach=_reach(answer),
        why=_why(trace, limit) if limit else None if trace.lineage.start in graph.claims else _LINKS_ONLY,
        provisional=answer.provisional,
        was=was,
    )


def _why(trace: Trace, limit: Limit) -> str:
    """What limits an answer, in words; an end of a path is said as a clause."""
    why = plain_text(limit.why)
    if why not in SCHEMES["end"]:
        return why
    if why == "names no source" and limit.id == trace.lineage.start:
        return f"this {document_word(trace.lineage.analysis.graph, limit.id)} gives no source"
    if why == "not traced further" and any(trace.lineage.start in loop.members for loop in trace.lineage.loops):
        return "its sources rest on one another, as far as is recorded"
    return _ENDS_AT[why] if why in _ENDS_AT else label("end", why)


def _reach(answer: Answer) -> str | None:
    open_ended = answer.shown == "not assessed" or answer.could_reach != answer.level
    return answer.could_reach if open_ended else None


def document_verdict(trace: Trace) -> Verdict:
    """What the document shows: what it names, what it references, and what came of that."""
    graph, start = trace.lineage.analysis.graph, trace.lineage.start
    arcs = {arc.link.id: arc for arc in graph.arcs(start)}.values()
    named = [arc for arc in arcs if arc.link.shown_as == "prose"]
    cited = [arc for arc in arcs if arc.link.shown_as == "reference"]
    made = graph.making(start) is not None
    parts = ["it is the origin"] if made else []
    if named:
        parts.append(f"names {count(len(named), 'source')} in the text")
    if not cited:
        parts.append("no reference recorded" if not made else "")
    else:
        ended = [arc for arc in cited if arc.ends]
        lost = ", ".join(sorted({label("end", arc.ends) for arc in ended if arc.ends}))
        of_them = f"{len(ended)} of them: " if ended and len(ended) < len(cited) else ""
        parts.append(f"gives {count(len(cited), 'reference')}" + (f" ({of_them}{lost})" if ended else ""))
    answer = trace.lineage.document
    return Verdict(
        heading=f"This {document_word(graph, start)}",
        level=answer.shown,
        label=label("backing", answer.shown),
        provisional=answer.provisional,
        shows="; ".join(part for part in parts if part) or None,
    )
