"""What was done to see a claim or a link with one's own eyes."""

# Annotations stand as they are, not as texts (`from __future__ import annotations`): pydantic would compile each one again at every start.

from datetime import date

from pydantic import Field

from kg.model.frozen import Frozen
from kg.model.words import FigureOutcome, QuoteOutcome, ReadingStatus


class Sighting(Frozen):
    """That someone saw something on a day."""

    on: date | None = Field(default=None, description="The day.")
    by: str | None = Field(default=None, description="Initials or name of the reader.")

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.on, self.by) if part)


class Asked(Frozen):
    """That someone was asked, and what came of it."""

    whom: str = Field(description="Who was asked.")
    on: date | None = Field(default=None, description="When.")
    answer: str | None = Field(default=None, description="The answer, or `none`.")

    @property
    def answered(self) -> bool:
        """Whether an answer came."""
        return self.answer is not None and self.answer.casefold() != "none"


class CopyCheck(Frozen):
    """What a program found on holding a quotation and a figure against the saved copy of their source. Nobody read anything."""

    quotation: QuoteOutcome | None = Field(default=None, description="What became of the quotation.")
    figure: FigureOutcome | None = Field(default=None, description="Whether the copy states the figure.")
    on: date | None = Field(default=None, description="The day of the check.")
    sha256: str | None = Field(default=None, description="The SHA-256 of the copy.")
    differs: str | None = Field(default=None, description="How the quotation differs from what stands in the copy.")
    figure_differs: str | None = Field(default=None, description="How the figure is stated otherwise.")
    found_in: str | None = Field(default=None, description="The other source whose copy holds the quotation.")


class Reading(Frozen):
    """What was done; the status follows from it."""

    read: Sighting | None = Field(default=None, description="Read in the publisher's own page or record.")
    second: Sighting | None = Field(default=None, description="Read again by a second person.")
    copy_read: Sighting | None = Field(default=None, description="Read in a full-text copy hosted by another.")
    copy_host: str | None = Field(default=None, description="Who hosts the copy; named, never linked.")
    part: str | None = Field(
        default=None, description="How much was seen where it was not the whole, as: an excerpt, page 20."
    )
    seen_in: str | None = Field(default=None, description="The other source in which it was seen.")
    not_seen: tuple[str, ...] = Field(default=(), description="Fields that were not seen, whatever the rest.")
    asked: Asked | None = Field(default=None, description="Whom one asked, and the answer.")
    hold_until: date | None = Field(default=None, description="Not to be published before this day.")
    unread: bool | None = Field(default=None, description="Nobody has seen it, here or through another source.")

    @property
    def status(self) -> ReadingStatus:
        """Verified, read in a copy, reported or unread; recorded where nothing is said of it.

        Who typed a figure has seen it somewhere, so that silence is not the same as unread.
        """
        if self.read or self.second:
            return ReadingStatus.VERIFIED
        if self.copy_read:
            return ReadingStatus.COPY
        if self.seen_in:
            return ReadingStatus.REPORTED
        return ReadingStatus.UNREAD if self.unread else ReadingStatus.RECORDED

    @property
    def was_read(self) -> bool:
        """Whether someone read the text itself, in the original or in a copy."""
        return self.status in {ReadingStatus.VERIFIED, ReadingStatus.COPY}


NOT_SAID = Reading.trusted()
