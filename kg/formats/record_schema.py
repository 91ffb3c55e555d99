"""The form of a record file, as models: they check what people type and give the JSON Schema for editors."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter

from kg.formats.claim_schema import ClaimShape, LeansOn, MadeHere, ReadingKeys, Shape, SpeaksTo
from kg.formats.scalars import (
    AccessWord,
    DocumentCheckingWord,
    Many,
    Text,
    Texts,
    YesNo,
)
from kg.formats.yaml_tree import SYNONYMS


def _mapped(value: object) -> object:
    return {} if value is None else value


class AccessShape(Shape):
    """Whether a reader can get at a source, and when that was established."""

    state: AccessWord = Field(alias="is", description="open, paywalled, not found, taken down, lost.")
    on: Text | None = Field(default=None, description="The day.")
    by: Text | None = Field(default=None, description="Who established it.")


class SnapshotShape(Shape):
    """A saved copy."""

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
    snapshot: SnapshotShape | None = Field(default=None, description="A saved copy.")
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


def record_schema() -> dict[str, Any]:
    """The JSON Schema of one document of a record file."""
    schema = TypeAdapter(
        SourceShape | InquiryShape | RecommendationShape | AreasShape | AgentsShape | VariablesShape | WaiversShape
    ).json_schema(by_alias=True)
    for shape in (schema, *schema.get("$defs", {}).values()):
        properties = shape.get("properties", {})
        properties |= {plain: properties[key] for plain, key in SYNONYMS.items() if key in properties}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Headwater records", **schema}
