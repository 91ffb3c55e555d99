"""Answers that print and draw themselves; each renderer is imported when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import asdict

from kg.results import everything, impact, trace

if TYPE_CHECKING:
    from kg.render.picture import Picture

T = TypeVar("T")


def with_rendering(kind: type[T], result: Any) -> T:  # noqa: ANN401 - the class that `kind` is derived from
    """A result as the answer of a kind that can render itself."""
    return kind(**asdict(result))


class Trace(trace.Trace, frozen=True):
    """The answer to one `kg trace`: printing it gives the terminal text."""

    def to_dict(self) -> dict[str, object]:
        """The answer as data, as `kg schema trace` describes it."""
        from kg.render.trace_json import trace_document

        return trace_document(self)

    def __str__(self) -> str:
        from kg.render.trace_text import render_trace

        return render_trace(self)

    def to_svg(self) -> str:
        """The lineage as a picture."""
        from kg.render.svg import svg

        return svg(self.picture())

    def picture(self) -> Picture:
        """The lineage as boxes and arrows, for every renderer that draws."""
        from kg.render.build_picture import trace_picture

        return trace_picture(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """What a notebook shows: the picture, or the text where it cannot."""
        return {"text/plain": str(self), "image/svg+xml": self.to_svg()}


class Survey(trace.Survey, frozen=True):
    """Several claims of a graph with the links among them."""

    def picture(self) -> Picture:
        """The claims as boxes and arrows."""
        from kg.render.build_picture import survey_picture

        return survey_picture(self)


class ImpactReport(impact.ImpactReport, frozen=True):
    """The answer to one `kg impact`: printing it gives the terminal text."""

    def to_dict(self) -> dict[str, object]:
        """The answer as data."""
        from kg.render.impact import impact_document

        return impact_document(self)

    def __str__(self) -> str:
        from kg.render.impact import render_impact

        return render_impact(self)


class Everything(everything.Everything, frozen=True):
    """A whole graph to walk in."""

    def to_html(self, depth: int = 3) -> str:
        """One page to explore the graph with, which needs nothing else; `depth` is how many steps the first walk goes."""
        from kg.bridges.communities import communities
        from kg.render.explorer import explorer_page

        return explorer_page(self, communities, depth)
