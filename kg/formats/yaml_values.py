"""The values of one document, parsed once: days, words, sightings, figures; what cannot be read is noted at its place."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from kg.errors import Problem, nearest
from kg.formats import claim_schema as c
from kg.formats.figure_line import duration_of, parse_figure, read_number, read_period, value_fields, which_date
from kg.formats.file_records import FileRecords, Mention
from kg.formats.identifiers import RESERVED, is_id, is_iri, slugged
from kg.formats.scalars import NO, YES
from kg.model.figure import Figure
from kg.model.figure_fields import KEYED, WORDS, FigureField
from kg.model.reading import Asked, CopyCheck, Reading, Sighting
from kg.model.records import Agent, Making
from kg.model.words import FigureOutcome, QuoteOutcome, ReadingStatus, Working
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.formats.yaml_tree import Document, Path_
    from kg.model.period import Period

_RELATIVE_DAYS = frozenset({"today", "yesterday", "tomorrow", "now", "last week", "last month"})
_DAY = regex(r"\d{4}-\d{2}-\d{2}")
# A date at the beginning of `DATE WHO`: by numbers, or with the month in words.
_FIRST_DATE = regex(
    r"(?P<date>\d{1,2}\.? [A-Za-z]{3,9}\.? \d{4}|[A-Za-z]{3,9}\.? \d{4}|\d[\d./-]*)(?:[,;]? +(?P<who>.*))?", re.DOTALL
)
_YEAR_OR_MONTH = regex(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
_ENDS_IN_DAY = regex(r"\D.*\s\d{4}(?:-\d{2}){0,2}")
Word = TypeVar("Word", bound=StrEnum)


class Values:
    """Parses the values of one document into the records of its file; every method takes where its value stands."""

    def __init__(self, document: Document, found: FileRecords) -> None:
        self.doc, self.found = document, found
        # The day on which the document at hand came out, for “last year”.
        self.issued: date | None = None
        # Whether the source at hand is a draft, and its claims with it.
        self.in_draft = False

    def problem(self, where: Path_, message: str) -> None:
        """Note a problem at a place of the document."""
        self.found.problems.append(Problem(str(self.found.path), *self.doc.place(where), message))

    def define(self, identifier: str, where: Path_) -> None:
        """Note that an id is defined here, or that it is malformed or already taken."""
        name = identifier.rpartition("/")[2]
        if not is_id(name) and not is_iri(identifier):
            self.problem(where, f"“{name}” is not a valid id; use lower-case letters, digits, “-”, “_” and “.”")
        elif identifier in RESERVED:
            self.problem(where, f"“{identifier}” is reserved; choose another id")
        elif identifier in self.found.places:
            self.problem(where, f"“{identifier}” is defined twice; first at line {self.found.places[identifier][0]}")
        else:
            self.found.places[identifier] = self.doc.place(where)

    def mention(self, kind: str, name: str, where: Path_) -> str:
        """Note that an id must be defined somewhere."""
        self.found.mentions.append(Mention(kind, name, *self.doc.place(where)))
        return name

    def word(self, cls: type[Word], text: str | None, where: Path_) -> Word | None:
        """A word of a closed vocabulary."""
        if text is None:
            return None
        try:
            return cls(" ".join(text.lower().split()))
        except ValueError:
            self.problem(where, f"“{text}” is not known here{nearest(text, [str(word) for word in cls])}")
            return None

    def flag(self, text: str | None, where: Path_) -> bool | None:
        """Yes or no."""
        if text is None:
            return None
        if text.lower() not in YES | NO:
            self.problem(where, f"“{text}”: expected yes or no")
        return text.lower() in YES

    def sighting(self, text: str | None, where: Path_) -> Sighting | None:
        """`DATE WHO`, either alone, or `yes`."""
        if text is None or text.lower() in NO:
            return None
        if text.lower() in YES:
            return Sighting()
        if text.strip().lower() in _RELATIVE_DAYS:
            self.problem(where, f"“{text}”: write the day itself and your initials, as in: 2026-07-02 KG")
            return None
        if (match := _FIRST_DATE.fullmatch(text.strip())) and (seen := self._dated(match["date"], match["who"], where)):
            return seen
        if _ENDS_IN_DAY.fullmatch(text.strip()):
            self.problem(where, f"“{text}”: the day comes first, as in: 2026-07-02 KG")
        return Sighting(by=text)

    def _dated(self, written: str, who: str | None, where: Path_) -> Sighting | None:
        """A date and who; a year or month alone stays in words beside the reader, since it is not a day."""
        who = who.strip() if who else None
        if not written[0].isdigit():
            try:
                written = read_period(written).edtf
            except ValueError:
                return None
        if _YEAR_OR_MONTH.fullmatch(written):
            return Sighting(by=f"{who} ({written})" if who else f"({written})")
        return Sighting(on=self.day(written, where), by=who)

    def day(self, text: str | None, where: Path_) -> date | None:
        """A day as 2026-07-02 or 2 July 2026."""
        if text is None:
            return None
        try:
            written = text if _DAY.fullmatch(text) else read_period(text).edtf
            return date.fromisoformat(written if _DAY.fullmatch(written) else "")
        except ValueError:
            self.problem(where, which_date(text) or f"“{text}” is not a date; write it as 2026-07-02")
            return None

    def edtf(self, text: str | None, where: Path_) -> Period | None:
        """A date or period."""
        if text is None:
            return None
        try:
            return read_period(text)
        except ValueError as error:
            self.problem(where, str(error))
            return None

    def agents(self, names: list[str], where: Path_) -> tuple[str, ...]:
        """Agent ids; a name becomes an agent of its own. One plain word is an id where it is recorded, and a name elsewhere."""
        found = []
        for name in names:
            if is_iri(name) or (is_id(name) and not name.isalpha()):
                found.append(self.mention("agent", name, where))
                continue
            slug = slugged(name)
            if slug not in self.found.named:
                self.found.named[slug] = name
                if f"agent/{slug}" not in self.found.places:
                    self.found.records.agents.append(Agent(id=slug, name=name))
            found.append(slug)
        return tuple(dict.fromkeys(found))

    def reading(self, form: c.ReadingKeys, where: Path_) -> Reading:
        """The reading keys of a claim, link or source."""
        copied, host, part = form.copy_read, None, form.part
        at = (*where, "read in a copy")
        copy: Sighting | None
        if isinstance(copied, c.CopyRead):
            copy, host = Sighting(on=self.day(copied.on, (*at, "on")), by=copied.by), copied.host
            part = copied.part or part
        else:
            copy = self.sighting(copied, at)
        asked = form.asked and Asked(
            whom=form.asked.whom, on=self.day(form.asked.on, (*where, "asked", "on")), answer=form.asked.answer
        )
        unread = self.flag(form.unread, (*where, "unread"))
        found = Reading(
            read=self.sighting(form.read, (*where, "read")),
            second=self.sighting(form.second, (*where, "second")),
            copy_read=copy,
            copy_host=host,
            part=part,
            seen_in=form.seen_in,
            not_seen=self._unseen(form.not_seen, where),
            asked=asked,
            hold_until=self.day(form.hold_until, (*where, "hold until")),
            unread=unread or None,
        )
        if unread and found.status is not ReadingStatus.UNREAD:
            self.problem(
                (*where, "unread"), f"“unread: yes” contradicts that it was {found.status}; keep one of the two"
            )
        return found

    def copy_check(self, form: c.CopyCheckShape | None, where: Path_) -> CopyCheck | None:
        """What holding a quotation and a figure against the saved copy showed."""
        if form is None:
            return None
        at = (*where, "copy check")
        if form.found_in:
            self.mention("source", form.found_in, (*at, "found in"))
        return CopyCheck(
            quotation=self.word(QuoteOutcome, form.quotation, (*at, "quotation")),
            figure=self.word(FigureOutcome, form.figure, (*at, "figure")),
            on=self.day(form.on, (*at, "on")),
            sha256=form.sha256,
            differs=form.differs,
            figure_differs=form.figure_differs,
            found_in=form.found_in,
        )

    def whole(self, reading: Reading, where: Path_) -> None:
        """Report what is said to be absent by someone who saw a part."""
        if reading.part is not None:
            self.problem(where, f"only a part was read ({reading.part}), and what is absent shows in the whole alone")

    def _unseen(self, fields: list[str], where: Path_) -> tuple[str, ...]:
        known = c.keys_of(c.FigureShape) | {"working"}
        for number, name in enumerate(fields):
            if name not in known:
                self.problem((*where, "not seen", number), f"“{name}” is not a field of a figure{nearest(name, known)}")
        return tuple(fields)

    def making(self, form: str | c.MadeHere | None, where: Path_) -> Making | None:
        """`made here`: yes, or how and with what working."""
        if isinstance(form, c.MadeHere):
            working = self.word(Working, form.working, (*where, "working")) or Working.NOT_KNOWN
            return Making(how=form.how, working=working)
        if form is not None and form.lower() not in YES | NO:
            self.problem(where, f"“{form}”: expected yes, or {{how: …, working: …}}")
        return Making() if form is not None and form.lower() in YES else None

    def figure(self, form: str | c.FigureShape | None, where: Path_) -> Figure | None:
        """A figure in one line or long; its area stays as the name that was written."""
        if form is None:
            return None
        try:
            figure = parse_figure(form, self.issued) if isinstance(form, str) else self._long(form, where)
        except ValidationError as error:
            self.problem(where, error.errors()[0]["msg"].removeprefix("Value error, "))
        except ValueError as error:
            self.problem(where, str(error))
        else:
            if figure.area:
                self.mention("area", figure.area, (*where, "area"))
            return figure
        return None

    def _long(self, form: c.FigureShape, where: Path_) -> Figure:
        """A figure written long: each key of the table of fields, read as its codec says."""
        found: dict[str, Any] = {}
        for field in KEYED:
            text = getattr(form, field.name)
            if text is None:
                continue
            at = (*where, field.key or field.name)
            if field.name == "stated":
                found = self._value(text, at) | found
            else:
                found[field.name] = self._field(field, text, at)
        return Figure(**{name: value for name, value in found.items() if value is not None})

    def _value(self, text: str, where: Path_) -> dict[str, Any]:
        found = value_fields(text)
        if found is None:
            example = "write it as 1,400, 37%, two-thirds, 1 in 5 or 100–200, and a qualifier as: qualifier: …"
            self.problem(where, f"“{text}” is not a number; {example}")
        return found or {}

    def _field(self, field: FigureField, text: str, where: Path_) -> Any:  # noqa: ANN401 - of many types
        if field.codec in WORDS:
            return self.word(WORDS[field.codec], text, where)
        if field.codec == "flag":
            return self.flag(text, where)
        if field.codec == "edtf":
            return self.edtf(text, where)
        if field.codec == "number":
            number = read_number(text)
            if number is None:
                self.problem(where, f"“{text}” is not a number; write it as 1,400 or 37%")
            return number.low if number else None
        if field.codec == "duration":
            duration = duration_of(text)
            if duration is None:
                self.problem(where, f"“{text}” is not a duration; write 40 years or P40Y")
            return duration
        return text
