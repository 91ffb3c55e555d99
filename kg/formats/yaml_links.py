"""The links of a claim or source: what it leans on, what it speaks to, and inputs that are needed together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.formats import claim_schema as c
from kg.formats import record_schema as s
from kg.formats.figure_line import read_number
from kg.formats.identifiers import slugged
from kg.formats.scalars import NO
from kg.model.link import Group, Input, Link, Outcome
from kg.model.reading import Reading, Sighting
from kg.model.words import ChallengeOn, InputFor, Operation, OutcomeKind, Relation, Role, Shown

if TYPE_CHECKING:
    from kg.formats.yaml_tree import Path_
    from kg.formats.yaml_values import Values


class Links:
    """Reads the links of one node; their ids are the node's, `#`, and a name that is free there."""

    def __init__(self, values: Values, node: str, source: str) -> None:
        self.values, self.node, self.source = values, node, source
        self.taken: set[str] = set()
        # How often each name was asked for: to count from one each time would take ever longer.
        self._times: Counter[str] = Counter()

    def read(self, form: c.ClaimShape | s.SourceShape, where: Path_) -> None:
        """Take both lists of a claim or source into the records."""
        for number, entry in enumerate(form.leans_on):
            place = (*where, "leans on", number)
            if entry.needs is not None:
                self._group(entry, place)
            else:
                self._link(entry, place)
        for number, speaks in enumerate(form.speaks_to):
            self._link(speaks, (*where, "speaks to", number))

    def _link(self, form: c.LeansOn | c.SpeaksTo, where: Path_) -> None:
        stated = _stated(form)
        if len(stated) != 1:
            names = " and ".join(stated) or "none"
            self.values.problem(where, f"a link names exactly one relation; here: {names}")
            return
        ((relation, target),) = stated.items()
        if isinstance(form, c.LeansOn) and form.how:
            self.values.problem((*where, "as"), "“as” goes with “needs”; a single link has its relation as a key")
        recorded = self.values.agents([form.recorded_by], (*where, "recorded by")) if form.recorded_by else (None,)
        self._add(form, relation, target, (*where, str(relation)), where, recorded_by=recorded[0])

    def _add(
        self,
        form: c.LinkKeys,
        relation: Relation,
        target: str,
        at: Path_,
        where: Path_,
        recorded_by: str | None = None,
        group: str | None = None,
        used_for: InputFor | None = None,
    ) -> str:
        full = self._target(target, at)
        values = self.values
        identifier = self._free(f"{self.node}#{relation}-{slugged(full)}")
        values.found.records.links.append(
            Link(
                id=identifier,
                source=self.node,
                relation=relation,
                target=full,
                group=group,
                locator=form.at,
                quote=form.quote,
                shown=values.word(Shown, form.shown, (*where, "shown")),
                on=values.word(ChallengeOn, form.on, (*where, "on")),
                outcome=self._outcome(form, where),
                empowered=values.flag(form.empowered, (*where, "empowered")),
                used_for=used_for or self._used_for(form, relation, where),
                presumed=values.flag(form.presumed, (*where, "presumed")),
                recorded_by=recorded_by,
                reading=values.reading(form, where),
                copy_check=values.copy_check(form.copy_check, where),
            )
        )
        return identifier

    def _used_for(self, form: c.LinkKeys, relation: Relation, where: Path_) -> InputFor | None:
        found = self.values.word(InputFor, form.used_for, (*where, "for"))
        if found is not None and relation.role is not Role.EVIDENCE:
            self.values.problem(
                (*where, "for"), "“for” says what an input is used for; it goes with what stands under “leans on”"
            )
        return found

    def _outcome(self, form: c.LinkKeys, where: Path_) -> Outcome | None:
        stated = {OutcomeKind.NOT_FOUND: form.not_found, OutcomeKind.NOT_IN_IT: form.not_in_it}
        given = {kind: text for kind, text in stated.items() if text is not None and text.lower() not in NO}
        if len(given) > 1:
            self.values.problem(where, "a link is either “not found” or “not in it”; keep one")
        for kind, text in given.items():
            if kind is OutcomeKind.NOT_IN_IT:
                self.values.whole(Reading(part=form.part), (*where, str(kind)))
            return Outcome(kind=kind, when=self.values.sighting(text, (*where, str(kind))) or Sighting())
        return None

    def _group(self, form: c.LeansOn, where: Path_) -> None:
        values = self.values
        if stated := _stated(form):
            values.problem(where, f"“needs” and “{next(iter(stated))}” are two links; write two entries")
            return
        relation, operation = self._manner(form.how, (*where, "as"))
        if relation is None:
            return
        if not form.needs:
            values.problem((*where, "needs"), "nothing is listed; write: needs: [claim, claim, {says: …, value: …}]")
            return
        name = self._numbered("needs")
        members, inputs = [], []
        for number, part in enumerate(form.needs):
            place = (*where, "needs", number)
            if isinstance(part, c.Part):
                inputs.append(self._input(part, name, number, place))
            elif isinstance(part, c.Needed):
                used_for = values.word(InputFor, part.used_for, (*place, "for"))
                members.append(self._add(form, relation, part.claim, (*place, "claim"), where, None, name, used_for))
            else:
                members.append(self._add(form, relation, part, place, where, group=name))
        values.found.records.groups.append(
            Group(
                id=name,
                source=self.node,
                relation=relation,
                members=tuple(members),
                inputs=tuple(inputs),
                operation=operation,
                shown=values.word(Shown, form.shown, (*where, "shown")),
            )
        )

    def _manner(self, words: list[str], where: Path_) -> tuple[Relation | None, Operation | None]:
        """What `as` says: the relation, how the inputs were put together, or both; None for the relation where it is wrong."""
        relation, operation = Relation.DERIVES_FROM, None
        for word in words:
            folded = " ".join(word.lower().split())
            if folded in set(Operation):
                operation = Operation(folded)
                continue
            found = self.values.word(Relation, word, where)
            if found is None:
                return None, None
            if not found.is_working:
                example = (
                    "use derives-from, extrapolates-from or uses-data-from; sum, product, ratio, difference or share"
                )
                self.values.problem(where, f"“{found}” is not a working; {example}")
                return None, None
            relation = found
        return relation, operation

    def _input(self, part: c.Part, group: str, number: int, where: Path_) -> Input:
        given = part.value is not None and part.value.lower() != "not given"
        value = read_number(part.value) if given and part.value else None
        if given and value is None:
            self.values.problem((*where, "value"), f"“{part.value}” is not a number; write one, or: not given")
        return Input(id=f"{group}-input-{number + 1}", group=group, says=part.says, value=value.low if value else None)

    def _target(self, target: str, where: Path_) -> str:
        full = self.source + target if target.startswith("/") else target
        return self.values.mention("source or claim", full, where)

    def _free(self, name: str) -> str:
        free = name
        while free in self.taken:
            self._times[name] += 1
            free = f"{name}-{self._times[name] + 1}"
        self.taken.add(free)
        return free

    def _numbered(self, name: str) -> str:
        self._times[name] += 1
        return self._free(f"{self.node}#{name}-{self._times[name]}")


def _stated(form: c.LeansOn | c.SpeaksTo) -> dict[Relation, str]:
    """The relations that a link has as keys, with their targets."""
    allowed = c.IN_LEANS_ON if isinstance(form, c.LeansOn) else c.IN_SPEAKS_TO
    return {r: target for r in allowed if (target := getattr(form, r.value.replace("-", "_"))) is not None}
