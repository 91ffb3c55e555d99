"""A YAML record file as records of the model, or every problem in it with line and column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from kg.errors import Problem, nearest
from kg.formats import shape as s
from kg.formats.figure_line import LONG, duration_of, number_fields, parse_figure
from kg.formats.yaml_tree import documents
from kg.model.area import Area
from kg.model.figure import Figure
from kg.model.link import Group, Input, Link, Outcome
from kg.model.number import parse_number
from kg.model.period import parse_period
from kg.model.reading import Asked, Reading, Sighting
from kg.model.records import (
    Access,
    Agent,
    Claim,
    Inquiry,
    Making,
    Recommendation,
    Records,
    Snapshot,
    Source,
    Variable,
)
from kg.model.words import (
    AccessState,
    Basis,
    Certainty,
    ChallengeOn,
    Checking,
    OutcomeKind,
    Qualifier,
    Relation,
    Shown,
    Unknowns,
    Working,
)

if TYPE_CHECKING:
    from enum import StrEnum
    from pathlib import Path

    from kg.formats.yaml_tree import Document, Path_

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_RESERVED = frozenset({"agent", "area", "variable", "inquiry", "recommendation", "graph"})
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:\S+")


@dataclass(slots=True)
class FileRecords:
    """The records of one file, with the place of every id that it defines or mentions."""

    records: Records = field(default_factory=Records)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    mentions: list[tuple[str, str, int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_yaml(path: Path) -> FileRecords:
    """Read one file; problems that do not keep the rest from being read are collected, not raised."""
    found = FileRecords()
    for document in documents(path):
        _Reader(path, document, found).document()
    return found


class _Reader:
    """Reads one document into the records of its file."""

    def __init__(self, path: Path, document: Document, found: FileRecords) -> None:
        self.path, self.doc, self.found = path, document, found
        self.forms: set[tuple[int, int]] = set()

    def problem(self, where: Path_, message: str) -> None:
        """Note a problem at a place of the document."""
        self.found.problems.append(Problem(str(self.path), *self.doc.place(where), message))

    def define(self, identifier: str, where: Path_) -> bool:
        """Note that an id is defined here; False when it is malformed or already taken."""
        if not _ID.fullmatch(identifier.rpartition("/")[2]) and not _ABSOLUTE.fullmatch(identifier):
            self.problem(where, f"“{identifier}” is no id; use lower-case letters, digits, “-”, “_” and “.”")
            return False
        if identifier in _RESERVED:
            self.problem(where, f"“{identifier}” is reserved; choose another id")
            return False
        if identifier in self.found.places:
            self.problem(where, f"“{identifier}” is defined twice; first at line {self.found.places[identifier][0]}")
            return False
        self.found.places[identifier] = self.doc.place(where)
        return True

    def mention(self, kind: str, identifier: str, where: Path_) -> str:
        """Note that an id must be defined somewhere."""
        self.found.mentions.append((kind, identifier, *self.doc.place(where)))
        return identifier

    def document(self) -> None:
        """Check the form, then read."""
        value = self.doc.value
        if not isinstance(value, dict) or not value:
            self.problem((), f"a document is one of: {', '.join(s.KINDS)}")
            return
        first = next(iter(value))
        if first not in s.KINDS:
            kinds = set(value) & set(s.KINDS)
            hint = f"; put “{kinds.pop()}:” first" if kinds else nearest(first, s.KINDS)
            self.problem((first,), f"“{first}” begins no record{hint}")
            return
        try:
            form = s.KINDS[first].model_validate(value)
        except ValidationError as error:
            # A value that fits none of two forms is reported for both; the fault further in says more.
            before = len(self.found.problems)
            for fault in error.errors():
                self._fault(s.KINDS[first], fault)
            self.found.problems[before:] = _furthest(self.found.problems[before:], self.forms)
            return
        getattr(self, f"_{first}")(form)

    def _fault(self, top: type[s.Shape], fault: Any) -> None:  # noqa: ANN401 - pydantic's own error dictionary
        """One fault of the form, at its place, with the nearest valid name."""
        where: Path_ = ()
        value = self.doc.value
        for part in fault["loc"]:
            inside = isinstance(value, dict) and part in value
            if inside or (isinstance(value, list) and isinstance(part, int) and part < len(value)):
                where, value = (*where, part), value[part]
        key = fault["loc"][-1]
        if fault["type"] == "extra_forbidden":
            self._unknown_key(where, str(key), top)
        elif fault["type"] == "missing":
            self.problem(where, f"“{key}” is missing here")
        elif "value" in [str(part) for part in fault["loc"]] and fault["type"] == "string_type":
            self.problem(where, f"a number or text is expected; {LONG}")
        else:
            self.forms.add(self.doc.place(where))
            name = where[-1] if where else "document"
            expected = "text" if "string" in fault["type"] else fault["msg"].lower().removeprefix("input should be ")
            self.problem(where, f"“{name}”: expected {expected}")

    def _unknown_key(self, where: Path_, key: str, top: type[s.Shape]) -> None:
        shape: type[s.Shape] = top
        if "leans on" in where[:-1]:
            shape = s.LeansOn
        elif "speaks to" in where[:-1]:
            shape = s.SpeaksTo
        elif "figure" in where[:-1]:
            shape = s.FigureShape
        elif "claims" in where[:-2]:
            shape = s.ClaimShape
        kind = "relation or key" if shape in {s.LeansOn, s.SpeaksTo} else "key"
        self.problem(where, f"unknown {kind} “{key}”{nearest(key, s.keys_of(shape))}")

    def word(self, cls: type[StrEnum], text: str | None, where: Path_) -> Any:  # noqa: ANN401 - a member of cls
        """A word of a closed vocabulary."""
        if text is None:
            return None
        try:
            return cls(text.strip().lower())
        except ValueError:
            self.problem(where, f"“{text}” is not known here{nearest(text, [str(word) for word in cls])}")
            return None

    def flag(self, text: str | None, where: Path_) -> bool | None:
        """Yes or no."""
        if text is None:
            return None
        if text.lower() not in s.YES | s.NO:
            self.problem(where, f"“{text}”: expected yes or no")
        return text.lower() in s.YES

    def sighting(self, text: str | None, where: Path_) -> Sighting | None:
        """`DATE WHO`, either alone, or `yes`."""
        if text is None or text.lower() in s.NO:
            return None
        if text.lower() in s.YES:
            return Sighting()
        first, _, rest = text.strip().partition(" ")
        if first[:1].isdigit():
            return Sighting(on=self.day(first, where), by=rest.strip() or None)
        return Sighting(by=text.strip())

    def day(self, text: str | None, where: Path_) -> date | None:
        """A day as YYYY-MM-DD."""
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.problem(where, f"“{text}” is no day; write it as 2026-07-02")
            return None

    def edtf(self, text: str | None, where: Path_) -> Any:  # noqa: ANN401 - a Period or None
        """A date or period."""
        if text is None:
            return None
        try:
            return parse_period(text)
        except ValueError as error:
            self.problem(where, str(error))
            return None

    def agents(self, names: list[str], where: Path_) -> tuple[str, ...]:
        """Agent ids; a name becomes an agent of its own."""
        found = []
        for name in names:
            slug = name if _ID.fullmatch(name) or _ABSOLUTE.fullmatch(name) else slugged(name)
            if slug == name:
                self.mention("agent", name, where)
            else:
                self.found.records.agents.append(Agent(id=slug, name=name))
            found.append(slug)
        return tuple(found)

    def reading(self, form: s.ReadingKeys, where: Path_) -> Reading:
        """The reading keys of a claim, link or source."""
        copied = form.copy_read
        copy: Sighting | None
        if isinstance(copied, s.CopyRead):
            at = (*where, "read in a copy")
            copy, host = Sighting(on=self.day(copied.on, at), by=copied.by), copied.host
        else:
            copy, host = self.sighting(copied, (*where, "read in a copy")), None
        asked = form.asked and Asked(
            whom=form.asked.whom, on=self.day(form.asked.on, (*where, "asked")), answer=form.asked.answer
        )
        return Reading(
            read=self.sighting(form.read, (*where, "read")), second=self.sighting(form.second, (*where, "second")),
            copy_read=copy, copy_host=host, seen_in=form.seen_in, not_seen=tuple(form.not_seen), asked=asked,
            hold_until=self.day(form.hold_until, (*where, "hold until")),
        )  # fmt: skip

    def making(self, form: str | s.MadeHere | None, where: Path_) -> Making | None:
        """`made here`: yes, or how and with what working."""
        if form is None or (isinstance(form, str) and form.lower() in s.NO):
            return None
        if isinstance(form, str):
            return Making() if self.flag(form, where) else None
        working = self.word(Working, form.working, (*where, "working")) or Working.NOT_KNOWN
        return Making(how=form.how, working=working)

    def figure(self, form: str | s.FigureShape | None, where: Path_) -> Figure | None:
        """A figure in one line or long."""
        if form is None:
            return None
        try:
            return parse_figure(form) if isinstance(form, str) else self._long(form, where)
        except ValidationError as error:
            self.problem(where, error.errors()[0]["msg"].removeprefix("Value error, "))
        except ValueError as error:
            self.problem(where, str(error))
        return None

    def _long(self, form: s.FigureShape, where: Path_) -> Figure:
        found: dict[str, Any] = {}
        for key in ("value", "base", "unknown_share"):
            text = getattr(form, key)
            number = parse_number(text) if text is not None else None
            if text is not None and number is None:
                self.problem((*where, key.replace("_", " ")), f"“{text}” is not a number")
            elif number is not None:
                found.update(number_fields(number) if key == "value" else {key: number.low})
        words: dict[str, type[StrEnum]] = {
            "qualifier": Qualifier, "certainty": Certainty, "unknowns": Unknowns, "basis": Basis,
        }  # fmt: skip
        found.update({key: self.word(cls, getattr(form, key), (*where, key)) for key, cls in words.items()})
        found["conservative"] = self.flag(form.conservative, (*where, "conservative"))
        if form.share is not None:
            found["share"] = self.flag(form.share, (*where, "share"))
        found["period"] = self.edtf(form.period, (*where, "period"))
        found["as_of"] = self.edtf(form.as_of, (*where, "as of"))
        if form.duration is not None:
            found["duration"] = duration_of(form.duration)
            if found["duration"] is None:
                self.problem((*where, "duration"), f"“{form.duration}” is no duration; write 40 years or P40Y")
        for key in ("unit", "population", "denominator", "comparator", "interval", "category", "area"):
            found[key] = getattr(form, key)
        return Figure(**found)

    def _source(self, form: s.SourceShape) -> None:
        if not self.define(form.source, ("source",)):
            return
        checked = self.word(Checking, form.checked_by, ("checked by",))
        if checked is Checking.FIGURE:
            self.problem(("checked by",), "only a claim can be checked as “the figure itself”; say so at the claim")
        reading = self.reading(form, ())
        access = form.access
        state = access if isinstance(access, str) or access is None else access.state
        kept = self.word(AccessState, state, ("access",))
        when = Sighting()
        if isinstance(access, s.AccessShape):
            when = Sighting(on=self.day(access.on, ("access", "on")), by=access.by)
        refer = {key: tuple(self.mention("source", i, (key.replace("_", " "),)) for i in getattr(form, key))
                 for key in ("edition_of", "revision_of")}  # fmt: skip
        makers = {key: self.agents(getattr(form, key), (key.replace("_", " "),))
                  for key in ("publisher", "authors", "commissioned_by", "funded_by")}  # fmt: skip
        if form.produced_by:
            self.mention("inquiry", form.produced_by, ("produced by",))
        self.found.records.sources.append(
            Source(
                id=form.source, title=form.title, kind=form.kind, produced_by=form.produced_by,
                issued=self.edtf(form.issued, ("issued",)), url=form.url, same_as=tuple(form.same_as),
                access=Access(state=kept, when=when) if kept else None,
                snapshot=Snapshot(**form.snapshot.model_dump()) if form.snapshot else None, checked_by=checked,
                making=self.making(form.made_here, ("made here",)), reading=reading, **makers, **refer,
            )
        )  # fmt: skip
        self._links(form.source, form.source, form.leans_on, form.speaks_to, ())
        for name, claim in form.claims.items():
            self._claim(form.source, name, claim, reading)

    def _claim(self, source: str, name: str, form: s.ClaimShape, of_source: Reading) -> None:
        where: Path_ = ("claims", name)
        identifier = f"{source}/{name}"
        if not self.define(identifier, where):
            return
        reading = self.reading(form, where)
        figure = self.figure(form.figure, (*where, "figure"))
        none = self.sighting(form.names_no_source, (*where, "names no source"))
        if none is not None and none == Sighting() and not (reading.was_read or of_source.was_read):
            message = "only who read it can say so; add “read: DATE WHO”, or write: names no source: DATE WHO"
            self.problem((*where, "names no source"), message)
        for variable in form.about:
            self.mention("variable", variable, (*where, "about"))
        self.found.records.claims.append(
            Claim(
                id=identifier, made_in=source, says=form.says, figure=figure, about=tuple(form.about), locator=form.at,
                quote=form.quote, by=self.agents(form.by, (*where, "by")),
                making=self.making(form.made_here, (*where, "made here")), names_no_source=none,
                checked_by=self.word(Checking, form.checked_by, (*where, "checked by")), reading=reading,
            )
        )  # fmt: skip
        self._links(identifier, source, form.leans_on, form.speaks_to, where)

    def _links(self, node: str, source: str, leans: list[s.LeansOn], speaks: list[s.SpeaksTo], where: Path_) -> None:
        taken: set[str] = set()
        for key, entries in (("leans on", leans), ("speaks to", speaks)):
            for number, form in enumerate(entries):
                place = (*where, key, number)
                if isinstance(form, s.LeansOn) and form.needs is not None:
                    self._group(node, source, form, place, taken)
                else:
                    self._link(node, source, form, place, key, taken)

    def _link(self, node: str, source: str, form: s.LinkKeys, where: Path_, key: str, taken: set[str]) -> None:
        stated = {r: t for r in Relation if (t := getattr(form, r.value.replace("-", "_"))) is not None}
        if len(stated) != 1:
            names = ", ".join(stated) or "none"
            self.problem(where, f"a link names exactly one relation; here: {names}")
            return
        (relation, target), = stated.items()
        right = "leans on" if relation in s.IN_LEANS_ON else "speaks to"
        if right != key:
            self.problem((*where, str(relation)), f"“{relation}” stands under “{right}”")
            return
        outcomes = {OutcomeKind.NOT_FOUND: form.not_found, OutcomeKind.NOT_IN_IT: form.not_in_it}
        outcome = next(
            (Outcome(kind=kind, when=self.sighting(text, (*where, str(kind))) or Sighting())
             for kind, text in outcomes.items() if text is not None and text.lower() not in s.NO), None)  # fmt: skip
        recorded = self.agents([form.recorded_by], (*where, "recorded by")) if form.recorded_by else (None,)
        self.found.records.links.append(
            Link(
                id=_free(f"{node}#{relation}-{slugged(target)}", taken), source=node, relation=relation,
                target=self._target(target, source, (*where, str(relation))), locator=form.at, quote=form.quote,
                shown=self.word(Shown, form.shown, (*where, "shown")), on=self.word(ChallengeOn, form.on, (*where, "on")),
                outcome=outcome, empowered=self.flag(form.empowered, (*where, "empowered")), recorded_by=recorded[0],
                reading=self.reading(form, where),
            )
        )  # fmt: skip

    def _group(self, node: str, source: str, form: s.LeansOn, where: Path_, taken: set[str]) -> None:
        name = _free(f"{node}#needs", taken)
        relation = self.word(Relation, form.how or "derives-from", (*where, "as"))
        if relation is None:
            return
        if not relation.is_working:
            self.problem((*where, "as"), f"“{relation}” is no working; use derives-from, extrapolates-from or uses-data-from")
            return
        shown = self.word(Shown, form.shown, (*where, "shown"))
        reading = self.reading(form, where)
        members, inputs = [], []
        for number, part in enumerate(form.needs or ()):
            place = (*where, "needs", number)
            if isinstance(part, s.Part):
                given = part.value is not None and part.value.lower() != "not given"
                value = parse_number(part.value) if given and part.value else None
                if given and value is None:
                    self.problem((*place, "value"), f"“{part.value}” is not a number; write one, or: not given")
                inputs.append(Input(id=f"{name}-input-{number + 1}", group=name, says=part.says,
                                    value=value.low if value else None))  # fmt: skip
                continue
            link = Link(id=_free(f"{name}-{slugged(part)}", taken), source=node, relation=relation, group=name,
                        target=self._target(part, source, place), locator=form.at, shown=shown, reading=reading)  # fmt: skip
            members.append(link)
        self.found.records.links.extend(members)
        self.found.records.groups.append(
            Group(id=name, source=node, relation=relation, members=tuple(link.id for link in members),
                  inputs=tuple(inputs), shown=shown))  # fmt: skip

    def _target(self, target: str, source: str, where: Path_) -> str:
        full = source + target if target.startswith("/") else target
        return full if _ABSOLUTE.fullmatch(full) else self.mention("source or claim", full, where)

    def _inquiry(self, form: s.InquiryShape) -> None:
        if self.define(f"inquiry/{form.inquiry}", ("inquiry",)):
            self.found.records.inquiries.append(
                Inquiry(id=form.inquiry, title=form.title, mandate=form.mandate, legal_basis=form.legal_basis,
                        period=self.edtf(form.period, ("period",)),
                        commissioned_by=self.agents(form.commissioned_by, ("commissioned by",)),
                        funded_by=self.agents(form.funded_by, ("funded by",)),
                        led_by=self.agents(form.led_by, ("led by",))))  # fmt: skip

    def _recommendation(self, form: s.RecommendationShape) -> None:
        if self.define(f"recommendation/{form.recommendation}", ("recommendation",)):
            if form.made_in:
                self.mention("source or claim", form.made_in, ("made in",))
            hinges = tuple(self.mention("source or claim", c, ("hinges on",)) for c in form.hinges_on)
            self.found.records.recommendations.append(
                Recommendation(id=form.recommendation, says=form.says, made_in=form.made_in, locator=form.at,
                               hinges_on=hinges))  # fmt: skip

    def _areas(self, form: s.AreasShape) -> None:
        for number, area in enumerate(form.areas):
            if self.define(f"area/{area.area}" if ":" not in area.area else area.area, ("areas", number, "area")):
                self.found.records.areas.append(
                    Area(id=area.area, name=area.name, also=tuple(area.also), within=tuple(area.within)))  # fmt: skip

    def _agents(self, form: s.AgentsShape) -> None:
        for number, agent in enumerate(form.agents):
            if self.define(f"agent/{agent.agent}", ("agents", number, "agent")):
                part_of = self.agents(agent.part_of, ("agents", number, "part of"))
                self.found.records.agents.append(
                    Agent(id=agent.agent, name=agent.name, kind=agent.kind, part_of=part_of))  # fmt: skip

    def _variables(self, form: s.VariablesShape) -> None:
        for number, variable in enumerate(form.variables):
            if self.define(f"variable/{variable.variable}", ("variables", number, "variable")):
                self.found.records.variables.append(
                    Variable(id=variable.variable, **variable.model_dump(exclude={"variable"})))  # fmt: skip


def slugged(text: str) -> str:
    """A name as an id: lower-case words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "x"


def _furthest(problems: list[Problem], forms: set[tuple[int, int]]) -> list[Problem]:
    """The problems once each; one about the form of a value only where nothing inside that value is named."""
    once = sorted(set(problems))
    lines = {problem.line for problem in once if (problem.line, problem.column) not in forms}
    return [p for p in once if (p.line, p.column) not in forms or p.line not in lines]


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return free


