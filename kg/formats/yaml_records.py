"""A YAML record file as records of the model, or every problem in it with line and column."""

from __future__ import annotations

import re
from copy import deepcopy
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from kg.errors import Problem, nearest
from kg.formats import claim_schema as c
from kg.formats import record_schema as s
from kg.formats.file_records import FileRecords
from kg.formats.identifiers import is_iri, slugged
from kg.formats.yaml_faults import form_problems, remove_faulty
from kg.formats.yaml_links import Links
from kg.formats.yaml_tree import documents, read_record_file
from kg.formats.yaml_values import Values
from kg.model.area import Area
from kg.model.reading import Reading, Sighting
from kg.model.records import Access, Agent, Claim, Inquiry, Recommendation, Snapshot, Source, Variable, Waiver
from kg.model.words import AccessState, Checking

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.formats.yaml_tree import Document, Path_

# What is removed with a faulty part may be needed by another; after so many rounds the faults found are enough.
_MOST_PRUNED: Final = 3
_CODE: Final = re.compile(r"[A-Z]\d\d")

__all__ = ["read", "read_documents", "slugged"]


def read(path: Path, alone: bool = False) -> FileRecords:  # noqa: ARG001 - other files define nothing that YAML cannot
    """Read one file; problems that leave the rest readable are collected, not raised.

    Raises BadDataError for a file that is not plain YAML, UsageError for one that cannot be opened.
    """
    data = read_record_file(path)
    found = FileRecords(path, sha256(data).hexdigest())
    read_documents(found, documents(path, data, found.problems))
    return found


def read_documents(found: FileRecords, parts: Iterable[Document]) -> None:
    """Take every document of a file into its records: first all ids, then what is said of them."""
    readers = [_Reader(document, found) for document in parts if document.value is not None]
    if not readers:
        found.problems.append(
            Problem(str(found.path), 0, 0, f"no record here; begin with one of: {', '.join(s.KINDS)}")
        )
    for reader in readers:
        reader.ids()
    for reader in readers:
        reader.document()


class _Reader(Values):
    """Reads one document into the records of its file."""

    def ids(self) -> None:
        """Note the ids that the document defines, even where its form is faulty: other problems are then real."""
        value = self.doc.value
        kind = next(iter(value), None) if isinstance(value, dict) else None
        if kind in {"areas", "agents", "variables"}:
            one = kind.removesuffix("s")
            for number, entry in enumerate(value[kind] if isinstance(value[kind], list) else [value[kind]]):
                if isinstance(entry, dict):
                    self._define(one, entry.get(one), (kind, number, one))
        elif kind in {"inquiry", "recommendation"}:
            self._define(kind, value[kind], (kind,))
        elif kind == "source" and isinstance(value[kind], str):
            self.define(value[kind], (kind,))
            claims = value.get("claims")
            for name in claims if isinstance(claims, dict) else ():
                self.define(f"{value[kind]}/{name}", ("claims", name))

    def _define(self, kind: str, identifier: object, where: Path_) -> None:
        if isinstance(identifier, str):
            self.define(identifier if ":" in identifier else f"{kind}/{identifier}", where)

    def document(self) -> None:
        """Check the form, then read."""
        value = self.doc.value
        if not isinstance(value, dict) or not value:
            self.problem((), f"a document is one of: {', '.join(s.KINDS)}")
            return
        first = next(iter(value))
        if first not in s.KINDS:
            kinds = sorted(set(value) & set(s.KINDS))
            hint = f"; put “{kinds[0]}:” first" if kinds else nearest(first, s.KINDS)
            self.problem((first,), f"“{first}” begins no record{hint}")
            return
        try:
            form = s.KINDS[first].model_validate(value)
        except ValidationError as error:
            self.found.problems.extend(form_problems(self.found.path, self.doc, s.KINDS[first], error))
            sound = self._without_faults(s.KINDS[first], error)
            if sound is None:
                return
            form = sound
        getattr(self, f"_{first}")(form)

    def _without_faults(self, shape: type[c.Shape], error: ValidationError) -> c.Shape | None:
        """The form of a document without its faulty parts, so that what is wrong with the others is reported too."""
        value = deepcopy(self.doc.value)
        for _ in range(_MOST_PRUNED):
            remove_faulty(value, error)
            try:
                return shape.model_validate(value)
            except ValidationError as again:
                error = again
        return None

    def _source(self, form: s.SourceShape) -> None:
        checked = self.word(Checking, form.checked_by, ("checked by",))
        if checked is Checking.FIGURE:
            self.problem(("checked by",), "only a claim can be checked as “the figure itself”; say so at the claim")
        reading = self.reading(form, ())
        issued = self.edtf(form.issued, ("issued",))
        self.issued = issued.start if issued else None
        refer: dict[str, Any] = {
            key: tuple(self.mention("source", other, (key.replace("_", " "),)) for other in getattr(form, key))
            for key in ("edition_of", "revision_of", "influenced_by")
        }
        makers: dict[str, Any] = {
            key: self.agents(getattr(form, key), (key.replace("_", " "),))
            for key in ("publisher", "authors", "commissioned_by", "funded_by")
        }
        if form.produced_by:
            self.mention("inquiry", form.produced_by, ("produced by",))
        self.found.records.sources.append(
            Source(
                id=form.source,
                title=form.title,
                kind=form.kind,
                produced_by=form.produced_by,
                issued=issued,
                url=self._address(form.url, ("url",)),
                same_as=tuple(form.same_as),
                access=self._access(form.access),
                snapshot=Snapshot(**form.snapshot.model_dump()) if form.snapshot else None,
                checked_by=checked,
                making=self.making(form.made_here, ("made here",)),
                reading=reading,
                draft=self.flag(form.draft, ("draft",)) or None,
                **makers,
                **refer,
            )
        )
        Links(self, form.source, form.source).read(form, ())
        self.in_draft = bool(self.flag(form.draft, ("draft",)))
        for name, claim in form.claims.items():
            self._claim(form.source, name, claim, reading)

    def _address(self, text: str | None, where: Path_) -> str | None:
        """An address with its scheme, which a reader can open."""
        if text is not None and not is_iri(text):
            self.problem(where, f"“{text}” is not a full address; write it with its scheme, as in: https://{text}")
        return text

    def _access(self, form: str | s.AccessShape | None) -> Access | None:
        if isinstance(form, s.AccessShape):
            state = self.word(AccessState, form.state, ("access", "is"))
            when = Sighting(on=self.day(form.on, ("access", "on")), by=form.by)
        else:
            state, when = self.word(AccessState, form, ("access",)), Sighting()
        return Access(state=state, when=when) if state else None

    def _claim(self, source: str, name: str, form: c.ClaimShape, of_source: Reading) -> None:
        where: Path_ = ("claims", name)
        identifier = f"{source}/{name}"
        reading = self.reading(form, where)
        draft = self.in_draft or bool(self.flag(form.draft, (*where, "draft")))
        none = self.sighting(form.names_no_source, (*where, "names no source"))
        if none is not None and none == Sighting() and not (reading.was_read or of_source.was_read):
            message = "only who read it can say so; add “read: DATE WHO”, or write: names no source: DATE WHO"
            self.problem((*where, "names no source"), message)
        if none is not None:
            self.whole(reading, (*where, "names no source"))
        for variable in form.about:
            self.mention("variable", variable, (*where, "about"))
        self.found.records.claims.append(
            Claim(
                id=identifier,
                made_in=source,
                says=form.says,
                figure=self.figure(form.figure, (*where, "figure")),
                about=tuple(form.about),
                locator=form.at,
                quote=form.quote,
                by=self.agents(form.by, (*where, "by")),
                making=self.making(form.made_here, (*where, "made here")),
                names_no_source=none,
                checked_by=self.word(Checking, form.checked_by, (*where, "checked by")),
                reading=reading,
                copy_check=self.copy_check(form.copy_check, where),
                draft=draft or None,
            )
        )
        Links(self, identifier, source).read(form, where)

    def _inquiry(self, form: s.InquiryShape) -> None:
        self.found.records.inquiries.append(
            Inquiry(
                id=form.inquiry,
                title=form.title,
                mandate=form.mandate,
                legal_basis=form.legal_basis,
                period=self.edtf(form.period, ("period",)),
                commissioned_by=self.agents(form.commissioned_by, ("commissioned by",)),
                funded_by=self.agents(form.funded_by, ("funded by",)),
                led_by=self.agents(form.led_by, ("led by",)),
            )
        )

    def _recommendation(self, form: s.RecommendationShape) -> None:
        if form.made_in:
            self.mention("source", form.made_in, ("made in",))
        hinges = tuple(self.mention("claim", claim, ("hinges on",)) for claim in form.hinges_on)
        self.found.records.recommendations.append(
            Recommendation(
                id=form.recommendation, says=form.says, made_in=form.made_in, locator=form.at, hinges_on=hinges
            )
        )

    def _areas(self, form: s.AreasShape) -> None:
        for number, area in enumerate(form.areas):
            for name in area.within:
                self.mention("area", name, ("areas", number, "within"))
            self.found.records.areas.append(
                Area(id=area.area, name=area.name, also=tuple(area.also), within=tuple(area.within))
            )

    def _agents(self, form: s.AgentsShape) -> None:
        for number, agent in enumerate(form.agents):
            part_of = self.agents(agent.part_of, ("agents", number, "part of"))
            # A word that was taken for a name where it stood first is the id of this one.
            self.found.records.agents[:] = [one for one in self.found.records.agents if one.id != agent.agent]
            self.found.records.agents.append(Agent(id=agent.agent, name=agent.name, kind=agent.kind, part_of=part_of))

    def _variables(self, form: s.VariablesShape) -> None:
        for number, variable in enumerate(form.variables):
            where: Path_ = ("variables", number, "broader")
            broader = tuple(self.mention("variable", name, where) for name in variable.broader)
            if variable.variable in broader:
                self.problem(where, f"“{variable.variable}” cannot be broader than itself")
            self.found.records.variables.append(
                Variable(id=variable.variable, **variable.model_dump(exclude={"variable", "broader"}), broader=broader)
            )

    def _waivers(self, form: s.WaiversShape) -> None:
        seen = {waiver.id for waiver in self.found.records.waivers}
        for number, waiver in enumerate(form.waivers):
            where: Path_ = ("waivers", number)
            code = waiver.waive.strip().upper()
            if not _CODE.fullmatch(code):
                self.problem((*where, "waive"), f"“{waiver.waive}” is not the code of a rule, such as S02")
            day = self.day(waiver.on, (*where, "on"))
            until = self.day(waiver.until, (*where, "until"))
            if day and until and until < day:
                self.problem((*where, "until"), "the waiver ends before the day on which it begins")
            if not waiver.because.strip():
                self.problem((*where, "because"), "the reason is empty: say why the finding is set aside")
            if not waiver.at:
                self.problem((*where, "at"), "no claim, source or recommendation is named")
            for node in waiver.at:
                self.mention("node", node, (*where, "at"))
                name = f"{code}/{node}"
                if name in seen:
                    self.problem((*where, "at"), f"{code} is already waived at “{node}”")
                    continue
                self.found.places[f"waiver/{name}"] = self.doc.place((*where, "waive"))
                if day is not None:
                    self.found.records.waivers.append(
                        Waiver(id=name, code=code, node=node, because=waiver.because, on=day, by=waiver.by, until=until)
                    )
                seen.add(name)
