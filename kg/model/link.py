"""Typed links between what asserts and what it leans on or attacks."""

# Annotations stand as they are, not as texts (`from __future__ import annotations`): pydantic would compile each one again at every start.

from decimal import Decimal

from pydantic import Field

from kg.model.frozen import Frozen
from kg.model.reading import NOT_SAID, CopyCheck, Reading, Sighting
from kg.model.words import ChallengeOn, InputFor, Operation, OutcomeKind, Relation, Shown


class Outcome(Frozen):
    """That following a link did not lead to the figure."""

    kind: OutcomeKind = Field(description="The source was not found, or the figure is not in it.")
    when: Sighting = Field(default=Sighting.trusted(), description="Who established it, and when.")


class Link(Frozen):
    """One typed edge with its own locator, quote and reading.

    `source` asserts, `target` is leaned on or attacked; both are ids of claims or sources. Members of a needs-all
    group carry its id in `group`.
    """

    id: str = Field(description="The id: the asserting node, `#`, and a name unique there.")
    source: str = Field(description="The claim or source that makes the link.")
    relation: Relation = Field(description="How it leans on or attacks the target.")
    target: str = Field(description="The claim or source at the other end.")
    group: str | None = Field(default=None, description="The needs-all group it is a member of.")
    locator: str | None = Field(default=None, description="Where in the asserting document.")
    quote: str | None = Field(default=None, description="A fragment, where the wording is the point.")
    shown: Shown | None = Field(default=None, description="What readers are shown of it.")
    on: ChallengeOn | None = Field(default=None, description="What a challenge is about.")
    outcome: Outcome | None = Field(default=None, description="Where following it did not lead to the figure.")
    empowered: bool | None = Field(default=None, description="The maker may take the target back by its powers.")
    used_for: InputFor | None = Field(
        default=None, description="What only the input is used for: denominator, population, comparison."
    )
    presumed: bool | None = Field(
        default=None, description="The curator presumes the source; the document does not name it."
    )
    recorded_by: str | None = Field(default=None, description="Who recorded the link.")
    activity: str | None = Field(default=None, description="The activity that the derivation was part of.")
    role: str | None = Field(default=None, description="What part the target played in that activity.")
    time: str | None = Field(default=None, description="When the activity used it, ISO 8601.")
    reading: Reading = Field(default=NOT_SAID, description="How the link was seen.")
    copy_check: CopyCheck | None = Field(default=None, description="What holding the quote against a copy showed.")

    @property
    def shown_as(self) -> Shown:
        """What readers are shown, by the relation's default where nothing is recorded; of what is only presumed, nothing."""
        return self.shown or (Shown.NOT_SHOWN if self.presumed else self.relation.default_shown)


class Input(Frozen):
    """A part of a needs-all group that the document states itself: a factor, an assumption."""

    id: str = Field(description="The id.")
    group: str = Field(description="The needs-all group it is a part of.")
    says: str = Field(description="What the part is, in the curator's words.")
    value: Decimal | None = Field(default=None, description="Its value; None when the document gives none.")


class Group(Frozen):
    """Inputs that a derivation needs all together."""

    id: str = Field(description="The id.")
    source: str = Field(description="The claim that was derived from them.")
    relation: Relation = Field(description="How: derives-from, extrapolates-from or uses-data-from.")
    members: tuple[str, ...] = Field(description="Ids of the member links.")
    inputs: tuple[Input, ...] = Field(default=(), description="Parts stated in the document itself.")
    operation: Operation | None = Field(default=None, description="How they were put together: sum, product, share …")
    shown: Shown | None = Field(default=None, description="What readers are shown of the inputs.")
