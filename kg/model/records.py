"""The nodes of the graph as people record them, and the bag that holds a file's worth of them."""

# Annotations stand as they are, not as texts (`from __future__ import annotations`): pydantic would compile each one again at every start.

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Self

from msgspec import Struct, field
from pydantic import Field

from kg.model.area import Area
from kg.model.figure import Figure
from kg.model.frozen import Frozen
from kg.model.link import Group, Link
from kg.model.period import Period
from kg.model.reading import NOT_SAID, CopyCheck, Reading, Sighting
from kg.model.words import AccessState, Checking, ReadingStatus, Working


class Making(Frozen):
    """That a claim's source made its figure itself."""

    how: str | None = Field(default=None, description="What it was made from, in a phrase.")
    working: Working = Field(default=Working.NOT_KNOWN, description="How far the working is shown.")


class Claim(Frozen):
    """One assertion made in one source, with where in it."""

    id: str = Field(description="Source id, slash, name: jay-2014/children-exploited.")
    made_in: str | None = Field(default=None, description="The source it is made in.")
    says: str | None = Field(default=None, description="The assertion in the curator's own words.")
    figure: Figure | None = Field(default=None, description="Its number and scope.")
    about: tuple[str, ...] = Field(default=(), description="The variables it was placed under.")
    locator: str | None = Field(default=None, description="Where in the source.")
    quote: str | None = Field(default=None, description="A fragment, where the wording is the point.")
    by: tuple[str, ...] = Field(default=(), description="Who speaks; the makers of the source by default.")
    making: Making | None = Field(default=None, description="Set where its source made the figure itself.")
    names_no_source: Sighting | None = Field(default=None, description="Read, and no source is named.")
    checked_by: Checking | None = Field(default=None, description="Overrides the source's entry.")
    reading: Reading = Field(default=NOT_SAID, description="How the claim was seen.")
    copy_check: CopyCheck | None = Field(
        default=None, description="What holding its quote and figure against the saved copy showed."
    )
    draft: bool | None = Field(default=None, description="Not accepted yet: outside every answer unless asked for.")

    @property
    def status(self) -> ReadingStatus:
        """How it was seen; a claim of which neither words nor a figure are recorded is only pointed at, and unread."""
        found = self.reading.status
        pointed_at = found is ReadingStatus.RECORDED and not (self.says or self.figure or self.quote)
        return ReadingStatus.UNREAD if pointed_at else found


class Access(Frozen):
    """Whether a reader can get at a source, and when that was established."""

    state: AccessState = Field(description="Open, paywalled, not found, taken down or lost.")
    when: Sighting = Field(default=Sighting.trusted(), description="Who established it, and when.")


class Snapshot(Frozen):
    """A saved copy of a page."""

    at: str = Field(description="Its address.")
    taken: str | None = Field(default=None, description="When it was taken, ISO 8601.")
    sha256: str | None = Field(default=None, description="SHA-256 of the bytes, 64 hexadecimal digits.")


class Source(Frozen):
    """A document, dataset, recording or post."""

    id: str = Field(description="A short id, or the IRI.")
    title: str | None = Field(default=None, description="Its title.")
    kind: str | None = Field(default=None, description="What it is: report, news article, dataset …")
    edition_of: tuple[str, ...] = Field(default=(), description="The work it is an edition or copy of.")
    revision_of: tuple[str, ...] = Field(default=(), description="The earlier version it revises.")
    influenced_by: tuple[str, ...] = Field(
        default=(), description="What is recorded to have had some influence on it, which is not evidence."
    )
    produced_by: str | None = Field(default=None, description="The inquiry that produced it.")
    publisher: tuple[str, ...] = Field(default=(), description="Ids of publishers.")
    authors: tuple[str, ...] = Field(default=(), description="Ids of authors.")
    commissioned_by: tuple[str, ...] = Field(default=(), description="Ids of those who commissioned it.")
    funded_by: tuple[str, ...] = Field(default=(), description="Ids of those who paid.")
    issued: Period | None = Field(default=None, description="When it was published.")
    url: str | None = Field(default=None, description="Its address.")
    same_as: tuple[str, ...] = Field(default=(), description="DOI, ISBN or other identifiers as IRIs.")
    access: Access | None = Field(default=None, description="Whether a reader can get at it.")
    snapshot: Snapshot | None = Field(default=None, description="A saved copy.")
    checked_by: Checking | None = Field(default=None, description="Who checked it before publication.")
    making: Making | None = Field(default=None, description="Set where the source as a whole made its figures.")
    reading: Reading = Field(default=NOT_SAID, description="How the source was seen.")
    draft: bool | None = Field(default=None, description="Not accepted yet: outside every answer unless asked for.")


class Inquiry(Frozen):
    """An activity that produced reports."""

    id: str = Field(description="A short id.")
    title: str = Field(description="Its name.")
    mandate: str | None = Field(default=None, description="What it was asked to do.")
    legal_basis: str | None = Field(default=None, description="The powers it acted under.")
    period: Period | None = Field(default=None, description="When it worked.")
    commissioned_by: tuple[str, ...] = Field(default=(), description="Who commissioned it.")
    funded_by: tuple[str, ...] = Field(default=(), description="Who paid.")
    led_by: tuple[str, ...] = Field(default=(), description="Who led it.")


class Agent(Frozen):
    """A person or body that authors, publishes, commissions or funds."""

    id: str = Field(description="A short id.")
    name: str = Field(description="The name shown to readers.")
    kind: str | None = Field(default=None, description="What it is; shown, never judged.")
    part_of: tuple[str, ...] = Field(default=(), description="The bodies it belongs to.")


class Variable(Frozen):
    """Measure, unit and population; never area or period."""

    id: str = Field(description="A short id.")
    name: str = Field(description="The name shown to readers.")
    measure: str | None = Field(default=None, description="What is measured.")
    unit: str | None = Field(default=None, description="In what unit.")
    population: str | None = Field(default=None, description="Of whom or what.")
    broader: tuple[str, ...] = Field(default=(), description="Ids of the variables that include this one.")


class Recommendation(Frozen):
    """A policy recommendation, and the claims it hinges on."""

    id: str = Field(description="A short id.")
    says: str = Field(description="What it recommends, in the curator's words.")
    made_in: str | None = Field(default=None, description="The source that makes it.")
    locator: str | None = Field(default=None, description="Where in the source.")
    hinges_on: tuple[str, ...] = Field(default=(), description="Ids of claims.")


class Waiver(Frozen):
    """That an editor set one rule aside at one node, and why."""

    id: str = Field(description="The code and the node.")
    code: str = Field(description="The code of the rule: S02.")
    node: str = Field(description="The claim, source or recommendation.")
    because: str = Field(description="The reason, printed in the report.")
    on: date = Field(description="The day of the decision.")
    by: str | None = Field(default=None, description="Who decided.")
    until: date | None = Field(default=None, description="The last day on which it holds.")


class Records(Struct):
    """Everything one file states; the order of each list is the file's."""

    sources: list[Source] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    variables: list[Variable] = field(default_factory=list)
    agents: list[Agent] = field(default_factory=list)
    inquiries: list[Inquiry] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)

    def nodes(self) -> Iterator[Source | Claim | Area | Variable | Agent | Inquiry | Recommendation | Waiver]:
        """Every node with an id of its own, kind by kind."""
        yield from self.areas
        yield from self.agents
        yield from self.variables
        yield from self.inquiries
        yield from self.sources
        yield from self.claims
        yield from self.recommendations
        yield from self.waivers

    def extend(self, other: Self) -> None:
        """Take over everything that another bag holds."""
        for name in self.__struct_fields__:
            getattr(self, name).extend(getattr(other, name))


def joined(bags: Iterable[Records]) -> Records:
    """All of several bags in one."""
    whole = Records()
    for bag in bags:
        whole.extend(bag)
    return whole
