"""A judgement brought up to date with what changed is the one that judging everything anew gives, to the fingerprint."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import pytest

import kg
from benchmarks.check import BASE, turtle
from kg.cache.load import load
from kg.lineage.backing import read_table
from kg.lineage.dependence import ties_of
from kg.lineage.todo import tasks_by_start
from kg.rdf.own_graphs import OWN_GRAPHS
from kg.resources import bundled_graphs, ontology
from kg.store.oxigraph import OxigraphStore
from kg.vocabulary import iri
from kg.workspace import judgement
from kg.workspace.config import Config, read_config
from kg.workspace.judgement import apply_rules, documents_of, whole_of
from kg.workspace.opened import Opened
from kg.workspace.rejudge import updated
from kg.workspace.rulebook import rules_of
from kg.workspace.stored_judgement import Grounds, Judgement

if TYPE_CHECKING:
    from kg.workspace.rulebook import RuleBook

TODAY: Final = date(2026, 1, 1)
TABLE: Final = read_table(ontology("backing.csv"))
EVERYTHING: Final = 99.0
_TYPE, _CLAIM = ox.NamedNode(iri("rdf:type")), ox.NamedNode(iri("hw:Claim"))
_CITING, _CITED = ox.NamedNode(iri("cito:hasCitingEntity")), ox.NamedNode(iri("cito:hasCitedEntity"))
_RELATION, _READ_BY = ox.NamedNode(iri("hw:relation")), ox.NamedNode(iri("hw:readBy"))
_FIGURE, _ABOUT = ox.NamedNode(iri("hw:figure")), ox.NamedNode(iri("schema:about"))
_APPEARANCE = ox.NamedNode(iri("schema:appearance"))
_CONTEXT: Final = ("dcterms:spatial", "dcterms:creator", "dcterms:publisher", "schema:containedInPlace", "skos:broader")
_RELATIONS: Final = (
    "cito:citesAsEvidence hw:names hw:relays prov:wasDerivedFrom cito:usesDataFrom prov:wasQuotedFrom hw:extrapolatesFrom "
    "cito:disputes cito:critiques cito:qualifies cito:repliesTo cito:confirms "
    "hw:withdraws dcterms:replaces cito:corrects cito:retracts"
).split()

Quads = frozenset[ox.Quad]


class Edits:
    """Random changes of the quads of a graph: each adds, changes or removes a record or a part of one."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.kinds = [self.some_quads, self.link, self.link, self.no_link, self.no_claim, self.copy]
        self.kinds += [
            self.figure,
            self.figure,
            self.document,
            self.reading,
            self.context,
            self.variable,
            self.other_document,
        ]

    def __call__(self, quads: Quads) -> Quads:
        """The quads after one edit."""
        self.quads = sorted(quads, key=str)
        self.claims = self.subjects(_TYPE, _CLAIM)
        found = {quad.object for quad in self.of(_APPEARANCE)}
        self.sources = sorted((node for node in found if isinstance(node, ox.NamedNode)), key=str)
        return frozenset(self.draw.choice(self.kinds)(set(quads)))

    def of(self, predicate: ox.NamedNode) -> list[ox.Quad]:
        return [quad for quad in self.quads if quad.predicate == predicate]

    def about(self, node: object) -> list[ox.Quad]:
        return [quad for quad in self.quads if quad.subject == node]

    def subjects(self, predicate: ox.NamedNode, value: object) -> list[ox.NamedNode]:
        found = {quad.subject for quad in self.of(predicate) if quad.object == value}
        return sorted((node for node in found if isinstance(node, ox.NamedNode)), key=str)

    def some_quads(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        return quads - {*self.draw.sample(self.quads, self.draw.choice((1, 2, 5)))}

    def link(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        one, other = (self.draw.choice([*self.claims, *self.sources[:10]]) for _ in range(2))
        relation = ox.NamedNode(iri(self.draw.choice(_RELATIONS)))
        mark = "-" if "#" in one.value else "#"
        link = ox.NamedNode(f"{one.value}{mark}link-{self.draw.randrange(10**6)}")
        graph = self.quads[0].graph_name
        stated: list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]] = [
            (_TYPE, ox.NamedNode(iri("cito:Citation"))),
            (_CITING, one),
            (_CITED, other),
            (_RELATION, relation),
        ]
        if self.draw.random() < 0.7:
            stated.append((_READ_BY, ox.Literal("KG")))
        return quads | {ox.Quad(one, relation, other, graph), *(ox.Quad(link, p, o, graph) for p, o in stated)}

    def no_link(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        citing = self.draw.choice(self.of(_CITING))
        cited = {quad.object for quad in self.about(citing.subject) if quad.predicate == _CITED}
        direct = {q for q in self.about(citing.object) if q.object in cited and q.predicate != _APPEARANCE}
        return quads - direct - {*self.about(citing.subject)}

    def no_claim(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        claim = self.draw.choice(self.claims)
        gone: set[object] = {claim, *self.subjects(_CITING, claim), *self.subjects(_CITED, claim)}
        gone |= {quad.object for quad in self.about(claim) if quad.predicate == _FIGURE}
        return {quad for quad in quads if quad.subject not in gone and quad.object not in gone}

    def copy(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        claim = self.draw.choice(self.claims).value
        new = f"{claim}-again-{self.draw.randrange(10**6)}"

        def renamed(term: object) -> object:
            node = getattr(term, "value", "") if isinstance(term, ox.NamedNode) else ""
            inside = node == claim or node.startswith(f"{claim}#")
            return ox.NamedNode(new + node.removeprefix(claim)) if inside else term

        own = [quad for quad in self.quads if renamed(quad.subject) != quad.subject]
        return quads | {ox.Quad(renamed(q.subject), q.predicate, renamed(q.object), q.graph_name) for q in own}  # type: ignore[arg-type]

    def figure(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        return self.replaced(quads, self.draw.choice(self.of(_FIGURE)).object)

    def document(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        return self.replaced(quads, self.draw.choice(self.sources))

    def reading(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        return self.replaced(quads, self.draw.choice(self.claims))

    def context(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        named = self.of(ox.NamedNode(iri(self.draw.choice(_CONTEXT))))
        return self.replaced(quads, self.draw.choice(named).object) if named else quads

    def replaced(self, quads: set[ox.Quad], node: object) -> set[ox.Quad]:
        """One statement about a node gone, or with the value of another."""
        about = self.about(node)
        if not about:
            return quads
        old = self.draw.choice(about)
        values = [quad.object for quad in self.of(old.predicate) if quad.object != old.object]
        changed = values and self.draw.random() < 0.7
        new = {ox.Quad(old.subject, old.predicate, self.draw.choice(values), old.graph_name)} if changed else set()
        return (quads - {old}) | new

    def variable(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        return self.given(quads, _ABOUT)

    def other_document(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        return self.given(quads, _APPEARANCE)

    def given(self, quads: set[ox.Quad], predicate: ox.NamedNode) -> set[ox.Quad]:
        """Another value of a property for a claim, or sometimes none."""
        claim, values = self.draw.choice(self.claims), [quad.object for quad in self.of(predicate)]
        left = quads - {quad for quad in self.about(claim) if quad.predicate == predicate}
        new = ox.Quad(claim, predicate, self.draw.choice(values), self.quads[0].graph_name)
        return left | {new} if self.draw.random() < 0.8 else left


def generated(claims: int) -> tuple[Quads, Config]:
    store = ox.Store()
    text = "".join(turtle(claims, seed=claims)).encode()
    store.load(text, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("https://x.example/file"))
    return frozenset(store), Config(name="generated", base=BASE)


def bundled(name: str) -> tuple[Quads, Config]:
    place = bundled_graphs()[name]
    config, store = read_config(place), OxigraphStore()
    load(place, config.base).fill(store)
    return frozenset(q for q in store.quads if getattr(q.graph_name, "value", "") not in OWN_GRAPHS), config


def opened(quads: Quads, config: Config) -> Opened:
    store = OxigraphStore()
    store.add(quads)
    store.imply()
    return Opened(config, store, TABLE)


def judged(graph: Opened, book: RuleBook) -> tuple[Judgement, Grounds]:
    """Everything judged anew."""
    whole = whole_of(graph)
    evidence = whole.analysis.graph
    findings, _, faults = apply_rules(graph, whole, book)
    ties = ties_of(evidence.claims.values(), evidence.sources.values(), evidence.links)
    grounds = Grounds(ties, tasks_by_start(whole.analysis, TODAY))
    documents, notes = documents_of(whole.analysis, findings), tuple(graph.store.faults)
    return Judgement(findings, len(evidence.claims), grounds.todo, documents, {}, faults, notes), grounds


def compare(quads: Quads, config: Config, edits: int, seed: int) -> int:
    """Make edits, each judged from what was found before and anew; return how many of them could be compared."""
    draw = random.Random(seed)  # noqa: S311 - a choice of edits, no secret
    edit, compared = Edits(draw), 0
    graph = opened(quads, config)
    book = rules_of(graph)
    before, stated = judged(graph, book), frozenset(graph.store.everything())
    for _ in range(edits):
        quads = edit(quads)
        graph = opened(quads, config)
        now = frozenset(graph.store.everything())
        anew = judged(graph, book)
        if not anew[0].notes:
            made = updated(opened(quads, config), book, TODAY, *before, stated ^ now, EVERYTHING)
            assert made is not None
            assert made[0].findings == anew[0].findings
            assert made[0].documents == anew[0].documents
            assert (made[0].claims, made[0].todo) == (anew[0].claims, anew[0].todo)
            assert made[1] == anew[1]
            compared += 1
        before, stated = anew, now
    return compared


def test_a_few_edits_give_what_judging_everything_gives() -> None:
    assert compare(*generated(30), edits=5, seed=1) == 5


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_many_edits_of_graphs_with_loops_give_what_judging_everything_gives(seed: int) -> None:
    assert compare(*generated(40 + 10 * seed), edits=30, seed=seed) >= 25


@pytest.mark.slow
@pytest.mark.parametrize(("name", "seed"), [("seeds", 1), ("travelling-numbers", 2)])
def test_many_edits_of_a_bundled_graph_give_what_judging_everything_gives(name: str, seed: int) -> None:
    assert compare(*bundled(name), edits=40, seed=seed) >= 30


SURVEY: Final = """
source: survey
title: Survey
issued: 2020
claims:
  leeds:
    says: There are 1,000 owls in Leeds.
    figure: 1,000 owls, Leeds, 2020
    made here: {how: a count, working: explained}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Thirty papers that cite one survey, and a report that nothing has to do with."""
    (tmp_path / "kg.toml").write_text('name = "owls"\nbase = "https://x.example/"\n', encoding="utf-8")
    (tmp_path / "survey.yaml").write_text(SURVEY, encoding="utf-8")
    for number in range(30):
        (tmp_path / f"paper-{number}.yaml").write_text(paper(number, 1_000), encoding="utf-8")
    return tmp_path


def paper(number: int, owls: int) -> str:
    return (
        f"source: paper-{number}\ntitle: Owls {number}\nissued: 2021\nclaims:\n  leeds:\n"
        f"    says: There are {owls:,} owls in Leeds.\n    figure: {owls:,} owls, Leeds, 2020\n    leans on: {{cites: survey/leeds}}\n"
    )


def changed(place: Path) -> list[str]:
    return [finding.node for finding in kg.open(str(place)).check().findings if finding.code == "D01"]


def test_after_one_changed_file_only_what_it_affects_is_judged(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert changed(place) == []
    monkeypatch.setattr(judgement, "whole_of", None)
    (place / "paper-7.yaml").write_text(paper(7, 1_400), encoding="utf-8")
    assert changed(place) == ["https://x.example/paper-7/leeds"]
    assert changed(place) == ["https://x.example/paper-7/leeds"]


def test_what_changed_between_two_checks_is_taken_together(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(place)
    monkeypatch.setattr(judgement, "whole_of", None)
    for number in (3, 4, 5):
        (place / f"paper-{number}.yaml").write_text(paper(number, 1_400), encoding="utf-8")
        kg.open(str(place)).trace(f"paper-{number}/leeds")
    (place / "paper-4.yaml").unlink()
    assert changed(place) == ["https://x.example/paper-3/leeds", "https://x.example/paper-5/leeds"]


def test_with_rules_of_ones_own_everything_is_judged(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "rules").mkdir()
    rule = (ontology("rules") / "P01-claim-without-source.rq").read_text(encoding="utf-8")
    (place / "rules" / "Z01-claim-without-source.rq").write_text(rule, encoding="utf-8")
    changed(place)
    monkeypatch.setattr(judgement, "whole_of", None)
    (place / "paper-7.yaml").write_text(paper(7, 1_400), encoding="utf-8")
    with pytest.raises(TypeError):
        changed(place)


def test_damaged_notes_of_what_changed_are_not_used(place: Path) -> None:
    changed(place)
    (place / "paper-7.yaml").write_text(paper(7, 1_400), encoding="utf-8")
    kg.open(str(place))
    noted = max(place.glob(".kg/g-*/changes-since.nq"))
    noted.write_bytes(noted.read_bytes().replace(b"1400", b"1000"))
    assert changed(place) == ["https://x.example/paper-7/leeds"]
