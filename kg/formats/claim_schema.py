"""The form of a claim in a record file, with its figure, reading and links, as models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from kg.formats.scalars import (
    ChallengeWord,
    CheckingWord,
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
from kg.model.figure import Figure
from kg.model.figure_fields import KEYED, WORDS
from kg.model.words import Relation, Role

IN_LEANS_ON = tuple(r for r in Relation if r.role in {Role.EVIDENCE, Role.FINDING})
IN_SPEAKS_TO = tuple(r for r in Relation if r not in IN_LEANS_ON)


def _exactly_one(keys: tuple[str, ...]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"oneOf": [{"required": [str(key)]} for key in keys]})


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


class CopyCheckShape(Shape):
    """What `kg verify --record` found; written by the program."""

    quotation: Text | None = Field(
        default=None, description="found, altered, elsewhere, not found, more than once, not checked."
    )
    figure: Text | None = Field(default=None, description="stated, stated otherwise, not stated, not checked.")
    on: Text | None = Field(default=None, description="The day.")
    sha256: Text | None = Field(
        default=None, alias="copy", description="The SHA-256 of the copy.", pattern=r"^[0-9a-fA-F]{64}$"
    )
    differs: Text | None = Field(default=None, description="How the quotation differs.")
    figure_differs: Text | None = Field(default=None, alias="figure differs", description="How the figure differs.")
    found_in: Text | None = Field(default=None, alias="found in", description="The other source that holds it.")


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
    copy_check: CopyCheckShape | None = Field(default=None, alias="copy check", description="By `kg verify --record`.")


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
    copy_check: CopyCheckShape | None = Field(default=None, alias="copy check", description="By `kg verify --record`.")
    draft: YesNo | None = Field(default=None, description="yes until a person accepts it: outside every answer.")


def keys_of(shape: type[Shape]) -> set[str]:
    """The keys that a mapping of this shape may have, as people write them."""
    return {field.alias or name for name, field in shape.model_fields.items()}
