"""The form of a record file, as models: they check what people type and give the JSON Schema for editors."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from kg.model.words import Relation, Role

YES, NO = frozenset({"yes", "true"}), frozenset({"no", "false"})


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [] if value is None else [value]


Texts = Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=str | list[str])]


class Shape(BaseModel):
    """A mapping whose keys are known; keys are written with spaces."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class CopyRead(Shape):
    """A copy that was read."""

    on: str | None = Field(default=None, description="The day.")
    by: str | None = Field(default=None, description="Who read it.")
    host: str | None = Field(default=None, description="Who hosts the copy.")


class AskedShape(Shape):
    """Whom one asked."""

    whom: str = Field(description="Who was asked.")
    on: str | None = Field(default=None, description="When.")
    answer: str | None = Field(default=None, description="The answer, or none.")


class ReadingKeys(Shape):
    """How a claim, link or source was seen."""

    read: str | None = Field(default=None, description="DATE WHO: read in the publisher's own page or record.")
    second: str | None = Field(default=None, description="DATE WHO: read again by a second person.")
    copy_read: str | CopyRead | None = Field(default=None, alias="read in a copy", description="DATE WHO.")
    seen_in: str | None = Field(default=None, alias="seen in", description="The other source it was seen in.")
    not_seen: Texts = Field(default=[], alias="not seen", description="Fields that were not seen.")
    asked: AskedShape | None = Field(default=None, description="Whom one asked.")
    hold_until: str | None = Field(default=None, alias="hold until", description="Not to be published before.")
    note: str | None = Field(default=None, description="Private; never leaves the records.")


class FigureShape(Shape):
    """A figure written long."""

    value: str | None = Field(default=None, description="The number, in any notation.")
    qualifier: str | None = Field(default=None, description="exactly, about, at least, more than, up to, less than.")
    certainty: str | None = Field(default=None, description="count, estimate, projection, asked.")
    conservative: str | None = Field(default=None, description="yes where the source says so.")
    unit: str | None = Field(default=None, description="As the source words it.")
    share: str | None = Field(default=None, description="yes for a share.")
    population: str | None = Field(default=None, description="Whom it is about.")
    denominator: str | None = Field(default=None, description="What a share is of.")
    base: str | None = Field(default=None, description="How many the denominator holds.")
    unknowns: str | None = Field(default=None, description="inside or outside the base.")
    unknown_share: str | None = Field(default=None, alias="unknown share", description="Per cent of the base.")
    comparator: str | None = Field(default=None, description="What it is compared with.")
    period: str | None = Field(default=None, description="EDTF.")
    as_of: str | None = Field(default=None, alias="as of", description="EDTF.")
    duration: str | None = Field(default=None, description="40 years, or P40Y.")
    interval: str | None = Field(default=None, description="year, month.")
    category: str | None = Field(default=None, description="As the source words it.")
    area: str | None = Field(default=None, description="A name or code.")
    basis: str | None = Field(default=None, description="What attributes of people rest on.")


class MadeHere(Shape):
    """That the source made the figure itself."""

    how: str | None = Field(default=None, description="What it was made from.")
    working: str | None = Field(default=None, description="How far the working is shown.")


class Part(Shape):
    """A part of a needs-all group that the document states itself."""

    says: str = Field(description="What the part is.")
    value: str | None = Field(default=None, description="Its value, or: not given.")


class LinkKeys(ReadingKeys):
    """What every link may say."""

    at: str | None = Field(default=None, description="Where in the document.")
    quote: str | None = Field(default=None, description="A fragment of at most twelve words.")
    shown: str | None = Field(default=None, description="reference, prose, not shown.")
    on: str | None = Field(default=None, description="Challenges: value, working, scope, use.")
    not_found: str | None = Field(default=None, alias="not found", description="DATE WHO.")
    not_in_it: str | None = Field(default=None, alias="not in it", description="DATE WHO.")
    empowered: str | None = Field(default=None, description="yes where the maker may take the target back.")
    recorded_by: str | None = Field(default=None, alias="recorded by", description="Who recorded the link.")
    quotes: str | None = Field(default=None, description="The claim or source quoted.")
    derives_from: str | None = Field(default=None, alias="derives-from", description="Worked from it.")
    extrapolates_from: str | None = Field(default=None, alias="extrapolates-from", description="Scaled up from it.")
    relays: str | None = Field(default=None, description="Repeats it, naming where from.")
    cites: str | None = Field(default=None, description="Gives a reference a reader can follow.")
    names: str | None = Field(default=None, description="Mentions it in prose.")
    uses_data_from: str | None = Field(default=None, alias="uses-data-from", description="Uses its data.")
    rests_on: str | None = Field(default=None, alias="rests-on", description="No finer relation known.")
    absent_from: str | None = Field(default=None, alias="absent-from", description="Read there; not in it.")
    corroborates: str | None = Field(default=None, description="Supports it.")
    disputes: str | None = Field(default=None, description="Contests it.")
    refutes: str | None = Field(default=None, description="Gives evidence against it.")
    critiques: str | None = Field(default=None, description="Analyses and criticises it.")
    qualifies: str | None = Field(default=None, description="Adds conditions to it.")
    replies_to: str | None = Field(default=None, alias="replies-to", description="Answers it.")
    corrects: str | None = Field(default=None, description="Corrects it.")
    retracts: str | None = Field(default=None, description="Retracts it.")
    withdraws: str | None = Field(default=None, description="A maker withdraws its own.")
    supersedes: str | None = Field(default=None, description="Replaces it.")


class LeansOn(LinkKeys):
    """One link to evidence, or inputs that are needed together."""

    needs: list[str | Part] | None = Field(default=None, description="Inputs that are needed together.")
    how: str | None = Field(default=None, alias="as", description="derives-from, extrapolates-from, uses-data-from.")


class SpeaksTo(LinkKeys):
    """One link that acts on another claim or source."""


class ClaimShape(ReadingKeys):
    """One assertion made in the source."""

    says: str | None = Field(default=None, description="The assertion in your own words.")
    figure: str | FigureShape | None = Field(default=None, description="In one line, or long.")
    about: Texts = Field(default=[], description="Ids of variables.")
    at: str | None = Field(default=None, description="Where in the source.")
    quote: str | None = Field(default=None, description="A fragment of at most twelve words.")
    by: Texts = Field(default=[], description="Who speaks.")
    made_here: str | MadeHere | None = Field(default=None, alias="made here", description="yes, or how and working.")
    names_no_source: str | None = Field(default=None, alias="names no source", description="yes, or DATE WHO.")
    checked_by: str | None = Field(default=None, alias="checked by", description="Overrides the source's.")
    leans_on: list[LeansOn] = Field(default=[], alias="leans on", description="What it leans on.")
    speaks_to: list[SpeaksTo] = Field(default=[], alias="speaks to", description="What it acts on.")


class AccessShape(Shape):
    """Whether a reader can get at a source, and when that was established."""

    state: str = Field(alias="is", description="open, paywalled, not found, taken down, lost.")
    on: str | None = Field(default=None, description="The day.")
    by: str | None = Field(default=None, description="Who established it.")


class SnapshotShape(Shape):
    """A kept copy."""

    at: str = Field(description="Its address.")
    taken: str | None = Field(default=None, description="When.")
    sha256: str | None = Field(default=None, description="64 hexadecimal digits.", pattern=r"^[0-9a-fA-F]{64}$")


class SourceShape(ReadingKeys):
    """A document, dataset, recording or post, with the claims made in it."""

    source: str = Field(description="A short id.")
    title: str | None = Field(default=None, description="Its title.")
    kind: str | None = Field(default=None, description="report, news article, book, dataset …")
    publisher: Texts = Field(default=[], description="Agent ids or names.")
    authors: Texts = Field(default=[], description="Agent ids or names.")
    commissioned_by: Texts = Field(default=[], alias="commissioned by", description="Agent ids or names.")
    funded_by: Texts = Field(default=[], alias="funded by", description="Agent ids or names.")
    produced_by: str | None = Field(default=None, alias="produced by", description="An inquiry.")
    edition_of: Texts = Field(default=[], alias="edition of", description="The work it is an edition of.")
    revision_of: Texts = Field(default=[], alias="revision of", description="The version it revises.")
    issued: str | None = Field(default=None, description="EDTF.")
    url: str | None = Field(default=None, description="Its address.")
    same_as: Texts = Field(default=[], alias="same as", description="DOI, ISBN or other IRIs.")
    access: str | AccessShape | None = Field(default=None, description="open, paywalled, or {is, on, by}.")
    snapshot: SnapshotShape | None = Field(default=None, description="A kept copy.")
    checked_by: str | None = Field(default=None, alias="checked by", description="Who checked it, and what.")
    made_here: str | MadeHere | None = Field(default=None, alias="made here", description="For a dataset as a whole.")
    claims: dict[str, ClaimShape] = Field(default={}, description="The claims made in it, by name.")
    leans_on: list[LeansOn] = Field(default=[], alias="leans on", description="What the document leans on.")
    speaks_to: list[SpeaksTo] = Field(default=[], alias="speaks to", description="What the document acts on.")


class InquiryShape(Shape):
    """An activity that produced reports."""

    inquiry: str = Field(description="A short id.")
    title: str = Field(description="Its name.")
    mandate: str | None = Field(default=None, description="What it was asked to do.")
    legal_basis: str | None = Field(default=None, alias="legal basis", description="Its powers.")
    period: str | None = Field(default=None, description="EDTF.")
    commissioned_by: Texts = Field(default=[], alias="commissioned by", description="Agent ids or names.")
    funded_by: Texts = Field(default=[], alias="funded by", description="Agent ids or names.")
    led_by: Texts = Field(default=[], alias="led by", description="Agent ids or names.")


class RecommendationShape(Shape):
    """A policy recommendation and the claims it hinges on."""

    recommendation: str = Field(description="A short id.")
    says: str = Field(description="What it recommends.")
    made_in: str | None = Field(default=None, alias="made in", description="The source.")
    at: str | None = Field(default=None, description="Where in it.")
    hinges_on: Texts = Field(default=[], alias="hinges on", description="Ids of claims.")


class AreaShape(Shape):
    """A place."""

    area: str = Field(description="A code, or a short name.")
    name: str = Field(description="Shown to readers.")
    also: Texts = Field(default=[], description="Other names.")
    within: Texts = Field(default=[], description="What contains it.")


class AgentShape(Shape):
    """A person or body."""

    agent: str = Field(description="A short id.")
    name: str = Field(description="Shown to readers.")
    kind: str | None = Field(default=None, description="What it is.")
    part_of: Texts = Field(default=[], alias="part of", description="What it belongs to.")


class VariableShape(Shape):
    """Measure, unit and population."""

    variable: str = Field(description="A short id.")
    name: str = Field(description="Shown to readers.")
    measure: str | None = Field(default=None, description="What is measured.")
    unit: str | None = Field(default=None, description="In what unit.")
    population: str | None = Field(default=None, description="Of whom or what.")


class AreasShape(Shape):
    """A list of areas."""

    areas: list[AreaShape] = Field(description="The areas.")


class AgentsShape(Shape):
    """A list of agents."""

    agents: list[AgentShape] = Field(description="The agents.")


class VariablesShape(Shape):
    """A list of variables."""

    variables: list[VariableShape] = Field(description="The variables.")


KINDS: dict[str, type[Shape]] = {
    "source": SourceShape, "inquiry": InquiryShape, "recommendation": RecommendationShape, "areas": AreasShape,
    "agents": AgentsShape, "variables": VariablesShape,
}  # fmt: skip

IN_LEANS_ON = frozenset(r for r in Relation if r.role in {Role.EVIDENCE, Role.FINDING})


def keys_of(shape: type[Shape]) -> set[str]:
    """The keys that a mapping of this shape may have, as people write them."""
    return {field.alias or name for name, field in shape.model_fields.items()}


def record_schema() -> dict[str, Any]:
    """The JSON Schema of one document of a record file."""
    schema = TypeAdapter(
        SourceShape | InquiryShape | RecommendationShape | AreasShape | AgentsShape | VariablesShape
    ).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Headwater records", **schema}
