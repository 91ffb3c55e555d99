"""The records of the cases, entered through the forms of the desk alone, are those of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kg.desk import fields
from kg.desk.links import RELATIONS
from kg.formats.folder import read_file, read_folder
from kg.formats.yaml_tree import documents
from tests.cases.judged import HERE
from tests.desk.conftest import Visit, desk_of
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model.link import Link
    from kg.model.records import Agent, Claim, Records, Source

Record = dict[str, Any]
CASES = ["after-retraction", "corrected-headline", "loop-without-variable", "measure-changed", "range-and-number"]
CASES += ["shared-input", "top-of-the-range", "untraced-works"]


class Entering(Visit):
    """Someone who enters a case; each click is made on the day, and by the reader, that its record gives."""

    def do(self, action: str, values: dict[str, str]) -> None:
        assert self.post(action, values) == 303, (action, values)

    def sign(self, signed: str) -> None:
        day, _, who = signed.partition(" ")
        self.desk.today = lambda: day
        self.desk.reader = who

    def source(self, record: Record) -> None:
        source = record["source"]
        self.do("new-source", {"q": str(record.get("title", source)), "id": source})
        if isinstance(access := record.get("access"), dict):
            self.sign(f"{access['on']} {access['by'].split(' (')[0]}")
        values = _typed((*fields.SOURCE, *fields.SOURCE_MORE), record)
        values["was:title"] = str(record.get("title", source))
        self.do("source", values | {"node": source, "field:access": fields.access_words(access), "was:access": ""})

    def claim(self, source: str, name: str, record: Record) -> None:
        here, how, working = fields.made_here(record.get("made here"))
        made = {"made:here": "on", "made:how": how, "made:working": working} if here else {}
        values = _typed((*fields.CLAIM, *fields.CLAIM_MORE), record)
        self.do("new", values | made | {"node": source, "name": name})

    def readings(self, node: str, record: Record, link: str = "") -> None:
        clicks = []
        if read := record.get("read"):
            clicks.append((read, {"reading": "whole"}))
        if isinstance(copy := record.get("read in a copy"), dict):
            clicks.append((f"{copy['on']} {copy['by']}", {"reading": "copy", "words": copy["host"]}))
        if seen := record.get("seen in"):
            clicks.append(("2026-01-02 EXAMPLE", {"reading": "seen", "words": seen}))
        for signed, values in clicks:
            self.sign(signed)
            self.do("reading", {"node": node, "link": link, **values})

    def links(self, node: str, record: Record) -> None:
        for kind in ("leans on", "speaks to"):
            for number, link in enumerate(record.get(kind) or []):
                relation = next(word for word in RELATIONS if word in link)
                self.do(
                    "link", {"node": node, "relation": relation, "target": link[relation], "at": link.get("at", "")}
                )
                self.readings(node, link, f"{kind}:{number}")
                if ended := link.get("not found"):
                    self.sign(ended)
                    self.do("change-link", {"node": node, "link": f"{kind}:{number}", "act": "not found"})


def _typed(known: tuple[fields.Field, ...], record: Record) -> dict[str, str]:
    return {field.name: fields.shown(record.get(field.key)) for field in known}


@pytest.mark.parametrize("case", some_at_once(CASES, CASES[:3]))
def test_a_case_entered_at_the_desk_gives_the_records_of_its_file(tmp_path: Path, case: str) -> None:
    (tmp_path / "kg.toml").write_text("", encoding="utf-8")
    desk = Entering(desk_of(tmp_path))
    path = HERE / case / "records.yaml"
    sources = [one.value for one in documents(path) if "source" in one.value]
    for record in sources:
        desk.source(record)
        for name, claim in (record.get("claims") or {}).items():
            desk.claim(record["source"], name, claim)
    for record in sources:
        nodes = {f"{record['source']}/{name}": claim for name, claim in (record.get("claims") or {}).items()}
        for node, value in {record["source"]: record, **nodes}.items():
            desk.readings(node, value)
            desk.links(node, value)
    entered = [file.records for file in read_folder(tmp_path)]
    assert _known(*entered) == _known(read_file(path).records)


def _known(*bags: Records) -> dict[str, Any]:
    """Everything but the names of variables, which the desk makes from their ids, and who sought a lost source for whom."""
    nodes: list[Source | Claim | Link | Agent] = []
    for bag in bags:
        nodes += [*bag.sources, *bag.claims, *bag.links, *bag.agents]
    found = {node.id: node.model_dump(mode="json") for node in nodes}
    for value in found.values():
        if value.get("access"):
            value["access"]["when"]["by"] = value["access"]["when"]["by"].split(" (")[0]
    return found
