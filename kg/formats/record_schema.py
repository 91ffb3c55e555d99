"""The form of a record file, as models: they check what people type and give the JSON Schema for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, create_model

from kg.formats.scalars import (
    AccessWord,
    ChallengeWord,
    CheckingWord,
    DocumentCheckingWord,
    InputWord,
    Many,
    ShownWord,
    Text,
    Texts,
    WorkingRelation,
    WorkingWord,
    YesNo,
    word_of,
)
from kg.formats.yaml_tree import SYNONYMS
from kg.model.figure import Figure
from kg.model.figure_fields import KEYED, WORDS
from kg.model.words import Relation, Role

IN_LEANS_ON = tuple(r for r in Relation if r.role in {Role.EVIDENCE, Role.FINDING})
IN_SPEAKS_TO = tuple(r for r in Relation if r not in IN_LEANS_ON)


def _exactly_one(keys: tuple[str, ...]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"oneOf": [{"required": [str(key)]} for key in keys]})


def _mapped(value: object) -> object:
    return {} if value is None else value


class Shape(BaseModel):
    """A mapping whose keys are known; keys are written with spaces."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class CopyRead(Shape):
    """A copy that was read."""

    on: Text | None = Field(default=None, description="The day.")
    by: Text | None = Field(default=None, description="Who read it.")
    host: Text | None = Field(default=None, description="Who hosts the copy.")
    part: Text | None = Field(default=None, description="How much was seen, unless it was the whole.")


class AskedShape(Shape):
    """Whom one asked."""

    whom: Text = Field(description="Who was asked.")
    on: Text | None = Field(default=None, description="When.")
    answer: Text | None = Field(default=None, description="The answer, or none.")


class ReadingKeys(Shape):
    """How a claim, link or source was seen."""

    read: Text | None = Field(default=None, description="DATE WHO: read in the publisher's own page or record.")
    second: Text | None = Field(default=None, description="DATE WHO: read again by a second person.")
    copy_read: Text | CopyRead | None = Field(default=None, alias="read in a copy", description="DATE WHO.")
    part: Text | None = Field(default=None, description="How much was seen, unless it was the whole: excerpt, page 20.")
    seen_in: Text | None = Field(default=None, alias="seen in", description="The other source it was seen in.")
    not_seen: Texts = Field(default=[], alias="not seen", description="Fields that were not seen.")
    unread: YesNo | None = Field(default=None, description="yes where nobody has seen it.")
    asked: AskedShape | None = Field(default=None, description="Whom one asked.")
    hold_until: Text | None = Field(default=None, alias="hold until", description="Not to be published before.")
    note: Text | None = Field(default=None, description="Private; never leaves the records.")


def _figure_keys() -> dict[str, Any]:
    """The keys of a figure written long, from the table of its fields, with the descriptions of the model."""
    found: dict[str, Any] = {}
    for field in KEYED:
        described = Figure.model_fields[field.name].description
        typed = YesNo if field.codec == "flag" else word_of(WORDS[field.codec]) if field.codec in WORDS else Text
        found[field.name] = typed | None, Field(default=None, alias=field.key, description=described)
    return found


if TYPE_CHECKING:

    class FigureShape(Shape):
        """A figure written long."""

else:
    FigureShape = create_model("FigureShape", __base__=Shape, __doc__="A figure written long.", **_figure_keys())


class MadeHere(Shape):
    """That the source made the figure itself."""

    how: Text | None = Field(default=None, description="What it was made from.")
    working: WorkingWord | None = Field(default=None, description="How far the working is shown.")


class Part(Shape):
    """A part of a needs-all group that the document states itself."""

    says: Text = Field(description="What the part is.")
    value: Text | None = Field(default=None, description="Its value, or: not given.")


class Needed(Shape):
    """A claim or source of a needs-all group that is used for one thing only."""

    claim: Text = Field(description="The claim or source.")
    used_for: InputWord = Field(alias="for", description="denominator, population, comparison.")


class LinkKeys(ReadingKeys):
    """What every link may say."""

    at: Text | None = Field(default=None, description="Where in the document.")
    quote: Text | None = Field(default=None, description="What the document says, word for word.")
    shown: ShownWord | None = Field(default=None, description="reference, prose, not shown.")
    on: ChallengeWord | None = Field(default=None, description="Challenges: value, working, scope, use.")
    not_found: Text | None = Field(default=None, alias="not found", description="DATE WHO.")
    not_in_it: Text | None = Field(default=None, alias="not in it", description="DATE WHO.")
    empowered: YesNo | None = Field(default=None, description="yes where the maker may take the target back.")
    used_for: InputWord | None = Field(
        default=None,
        alias="for",
        description="Inputs that the figure does not come from: denominator, population, comparison.",
    )
    presumed: YesNo | None = Field(
        default=None, description="yes where only you presume the source: the document does not name it."
    )
    recorded_by: Text | None = Field(default=None, alias="recorded by", description="Who recorded the link.")


class LeansOn(LinkKeys):
    """One link to evidence, or inputs that are needed together: exactly one relation, or `needs`."""

    model_config = _exactly_one((*IN_LEANS_ON, "needs"))

    quotes: Text | None = Field(default=None, description="The claim or source quoted.")
    derives_from: Text | None = Field(default=None, alias="derives-from", description="Worked from it.")
    extrapolates_from: Text | None = Field(default=None, alias="extrapolates-from", description="Scaled up from it.")
    relays: Text | None = Field(default=None, description="Repeats it, naming where from.")
    cites: Text | None = Field(default=None, description="Gives a reference a reader can follow.")
    names: Text | None = Field(default=None, description="Mentions it in prose.")
    uses_data_from: Text | None = Field(default=None, alias="uses-data-from", description="Uses its data.")
    rests_on: Text | None = Field(default=None, alias="rests-on", description="No finer relation known.")
    absent_from: Text | None = Field(default=None, alias="absent-from", description="Read there; not in it.")
    needs: Many[Text | Part | Needed] | None = Field(default=None, description="Inputs that are needed together.")
    how: Many[WorkingRelation] = Field(
        default=[],
        alias="as",
        description="derives-from, extrapolates-from, uses-data-from; and sum, product, ratio, difference, share.",
    )


class SpeaksTo(LinkKeys):
    """One link that acts on another claim or source: exactly one relation."""

    model_config = _exactly_one(IN_SPEAKS_TO)

    corroborates: Text | None = Field(default=None, description="Supports it.")
    disputes: Text | None = Field(default=None, description="Contests it.")
    refutes: Text | None = Field(default=None, description="Gives evidence against it.")
    critiques: Text | None = Field(default=None, description="Analyses and criticises it.")
    qualifies: Text | None = Field(default=None, description="Adds conditions to it.")
    replies_to: Text | None = Field(default=None, alias="replies-to", description="Answers it.")
    corrects: Text | None = Field(default=None, description="Corrects it.")
    retracts: Text | None = Field(default=None, description="Retracts it.")
    withdraws: Text | None = Field(default=None, description="Its author, publisher or host withdraws it.")
    supersedes: Text | None = Field(default=None, description="Replaces it.")


class ClaimShape(ReadingKeys):
    """One assertion made in the source."""

    says: Text | None = Field(default=None, description="The assertion in your own words.")
    figure: Text | FigureShape | None = Field(default=None, description="In one line, or long.")
    about: Texts = Field(default=[], description="Ids of variables.")
    at: Text | None = Field(default=None, description="Where in the source.")
    quote: Text | None = Field(default=None, description="What the document says, word for word.")
    by: Texts = Field(default=[], description="Who speaks.")
    made_here: Text | MadeHere | None = Field(default=None, alias="made here", description="yes, or how and working.")
    names_no_source: Text | None = Field(default=None, alias="names no source", description="yes, or DATE WHO.")
    checked_by: CheckingWord | None = Field(default=None, alias="checked by", description="Overrides the source's.")
    leans_on: Many[LeansOn] = Field(default=[], alias="leans on", description="What it leans on.")
    speaks_to: Many[SpeaksTo] = Field(default=[], alias="speaks to", description="What it acts on.")
    draft: YesNo | None = Field(default=None, description="yes until a person accepts it: outside every answer.")


class AccessShape(Shape):
    """Whether a reader can get at a source, and when that was established."""

    state: AccessWord = Field(alias="is", description="open, paywalled, not found, taken down, lost.")
    on: Text | None = Field(default=None, description="The day.")
    by: Text | None = Field(default=None, description="Who established it.")


class SnapshotShape(Shape):
    """A kept copy."""

    at: Text = Field(description="Its address.")
    taken: Text | None = Field(default=None, description="When.")
    sha256: Text | None = Field(default=None, description="64 hexadecimal digits.", pattern=r"^[0-9a-fA-F]{64}$")


class SourceShape(ReadingKeys):
    """A document, dataset, recording or post, with the claims made in it."""

    source: Text = Field(description="A short id.")
    title: Text | None = Field(default=None, description="Its title.")
    kind: Text | None = Field(default=None, description="report, news article, book, dataset …")
    publisher: Texts = Field(default=[], description="Agent ids or names.")
    authors: Texts = Field(default=[], description="Agent ids or names.")
    commissioned_by: Texts = Field(default=[], alias="commissioned by", description="Agent ids or names.")
    funded_by: Texts = Field(default=[], alias="funded by", description="Agent ids or names.")
    produced_by: Text | None = Field(default=None, alias="produced by", description="An inquiry.")
    edition_of: Texts = Field(default=[], alias="edition of", description="The work it is an edition of.")
    revision_of: Texts = Field(default=[], alias="revision of", description="The version it revises.")
    influenced_by: Texts = Field(
        default=[], alias="influenced by", description="What influenced it; shown, never evidence."
    )
    issued: Text | None = Field(default=None, description="EDTF.")
    url: Text | None = Field(default=None, description="Its address.")
    same_as: Texts = Field(default=[], alias="same as", description="DOI, ISBN or other IRIs.")
    access: AccessWord | AccessShape | None = Field(default=None, description="open, paywalled, or {is, on, by}.")
    snapshot: SnapshotShape | None = Field(default=None, description="A kept copy.")
    checked_by: DocumentCheckingWord | None = Field(
        default=None, alias="checked by", description="Who checked it, and what."
    )
    made_here: Text | MadeHere | None = Field(default=None, alias="made here", description="For a dataset as a whole.")
    draft: YesNo | None = Field(default=None, description="yes until a person accepts it: outside every answer.")
    claims: Annotated[dict[str, ClaimShape], BeforeValidator(_mapped)] = Field(
        default={}, description="The claims made in it, by name."
    )
    leans_on: Many[LeansOn] = Field(default=[], alias="leans on", description="What the document leans on.")
    speaks_to: Many[SpeaksTo] = Field(default=[], alias="speaks to", description="What the document acts on.")


class InquiryShape(Shape):
    """An activity that produced reports."""

    inquiry: Text = Field(description="A short id.")
    title: Text = Field(description="Its name.")
    mandate: Text | None = Field(default=None, description="What it was asked to do.")
    legal_basis: Text | None = Field(default=None, alias="legal basis", description="Its powers.")
    period: Text | None = Field(default=None, description="EDTF.")
    commissioned_by: Texts = Field(default=[], alias="commissioned by", description="Agent ids or names.")
    funded_by: Texts = Field(default=[], alias="funded by", description="Agent ids or names.")
    led_by: Texts = Field(default=[], alias="led by", description="Agent ids or names.")


class RecommendationShape(Shape):
    """A policy recommendation and the claims it hinges on."""

    recommendation: Text = Field(description="A short id.")
    says: Text = Field(description="What it recommends.")
    made_in: Text | None = Field(default=None, alias="made in", description="The source.")
    at: Text | None = Field(default=None, description="Where in it.")
    hinges_on: Texts = Field(default=[], alias="hinges on", description="Ids of claims.")


class AreaShape(Shape):
    """A place."""

    area: Text = Field(description="A code, or a short name.")
    name: Text = Field(description="Shown to readers.")
    also: Texts = Field(default=[], description="Other names.")
    within: Texts = Field(default=[], description="What contains it.")


class AgentShape(Shape):
    """A person or body."""

    agent: Text = Field(description="A short id.")
    name: Text = Field(description="Shown to readers.")
    kind: Text | None = Field(default=None, description="What it is.")
    part_of: Texts = Field(default=[], alias="part of", description="What it belongs to.")


class VariableShape(Shape):
    """Measure, unit and population."""

    variable: Text = Field(description="A short id.")
    name: Text = Field(description="Shown to readers.")
    measure: Text | None = Field(default=None, description="What is measured.")
    unit: Text | None = Field(default=None, description="In what unit.")
    population: Text | None = Field(default=None, description="Of whom or what.")
    broader: Texts = Field(default=[], description="Ids of the variables that include this one.")


class AreasShape(Shape):
    """A list of areas."""

    areas: Many[AreaShape] = Field(description="The areas.")


class AgentsShape(Shape):
    """A list of agents."""

    agents: Many[AgentShape] = Field(description="The agents.")


class VariablesShape(Shape):
    """A list of variables."""

    variables: Many[VariableShape] = Field(description="The variables.")


class WaiverShape(Shape):
    """One rule set aside at one node."""

    waive: Text = Field(description="The code of the rule: S02.")
    at: Texts = Field(description="The claim, source or recommendation, or a list of them.")
    because: Text = Field(description="The reason; it is printed in the report.")
    on: Text = Field(description="The day of the decision.")
    by: Text | None = Field(default=None, description="Who decided.")
    until: Text | None = Field(default=None, description="The last day on which it holds.")


class WaiversShape(Shape):
    """A list of waivers."""

    waivers: Many[WaiverShape] = Field(description="The waivers.")


KINDS: dict[str, type[Shape]] = {
    "source": SourceShape,
    "inquiry": InquiryShape,
    "recommendation": RecommendationShape,
    "areas": AreasShape,
    "agents": AgentsShape,
    "variables": VariablesShape,
    "waivers": WaiversShape,
}


def keys_of(shape: type[Shape]) -> set[str]:
    """The keys that a mapping of this shape may have, as people write them."""
    return {field.alias or name for name, field in shape.model_fields.items()}


def record_schema() -> dict[str, Any]:
    """The JSON Schema of one document of a record file."""
    schema = TypeAdapter(
        SourceShape | InquiryShape | RecommendationShape | AreasShape | AgentsShape | VariablesShape | WaiversShape
    ).json_schema(by_alias=True)
    for shape in (schema, *schema.get("$defs", {}).values()):
        properties = shape.get("properties", {})
        properties |= {plain: properties[key] for plain, key in SYNONYMS.items() if key in properties}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Headwater records", **schema}
