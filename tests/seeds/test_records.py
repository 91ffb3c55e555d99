"""What the seed records hold and what they must never hold."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import yaml
from click.testing import CliRunner

from kg.commands import cli
from kg.formats.folder import read_folder
from kg.lineage.trace import lineage
from kg.model.words import ReadingStatus
from kg.resources import seeds
from tests.seeds.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.api import Graph
    from kg.lineage.analysis import Analysis

HERE: Final = Path(__file__).parent
# Makers of published reports, articles and parliamentary statements; nobody else is named.
MAKERS: Final = frozenset(
    "Alan Bedford|Alexis Jay|Andrew Smith|Ann Coffey|Carlene Firmin|Charles Sutcliffe|Drusilla Sharpling|Ella Cockbain|"
    "Gareth Edwards|Gary Ridgway|Geraldine McKelvie|Haras Rafiq|Ivor Frank|Kenan Malik|Kish Bhatti-Sinclair|"
    "Lord Pearson of Rannoch|Louise Casey (Baroness Casey of Blackstock)|Malcolm Evans|Malcolm Newsam|Muna Adil|"
    "Nick Sommerlad|Nicola Blackwood|Peter McLoughlin|Rupert Lowe|Sandra Gulyurtlu|Sarah Champion|Sue Berelowitz|"
    "Suella Braverman|Tom Crowther|Waqas Tufail|Yvette Cooper".split("|")
)
# Publishers of their own pages and official records. A copy of another's document is named, never linked.
HOSTS: Final = frozenset(
    "5pillarsuk.com anncoffeymp.com careappointments.com centaur.reading.ac.uk channel4.com dailysceptic.org "
    "doi.org faithroot.com feeds.bbci.co.uk greatermanchester-ca.gov.uk hackedoff.org hansard.parliament.uk "
    "hmicfrs.justiceinspectorates.gov.uk hydrantprogramme.co.uk inews.co.uk itv.com "
    "journal.quilliaminternational.com live.fullfact.org news.oxfordshire.gov.uk oxfordmail.co.uk papers.ssrn.com "
    "policeprofessional.com pressgazette.co.uk publications.parliament.uk shropshirestar.com telford.gov.uk "
    "thecritic.co.uk tonylloyd.org womenagainstrape.net www.bbc.com www.channel4.com "
    "www.childrenscommissioner.gov.uk www.cypnow.co.uk www.dailymail.co.uk www.easterneye.biz www.gbnews.com "
    "www.gmp.police.uk www.gov.uk www.greatermanchester-ca.gov.uk www.ibtimes.co.uk www.iicsa.org.uk "
    "www.independent.co.uk www.lbc.co.uk www.localgov.co.uk www.manchester.gov.uk www.nicolablackwood.com "
    "www.oldham-chronicle.co.uk www.oxfordshire.gov.uk www.oxfordtimes.co.uk www.publications.parliament.uk "
    "www.rotherhamadvertiser.co.uk www.spectator.co.uk www.the-independent.com www.theguardian.com "
    "www.thejournal.ie www.thenational.scot www.thestar.co.uk www.ukcolumn.org www.yorkshirepost.co.uk".split()
)
# Words that judge people or settle a dispute; in our own words they have no place.
UNFAIR: Final = re.compile(
    r"\b(misquot|misread|misrepresent|lie[sd]?\b|lying|debunk|hysteri|defeated|exposed|myth)", re.IGNORECASE
)
_CAPITALISED: Final = re.compile(r"\b[A-Z][\w'’]+(?:[ -][A-Z][\w'’]+)+")


def documents() -> Iterator[dict[str, Any]]:
    for path in sorted(seeds().glob("*.yaml")):
        for document in yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
            if document:
                yield document


def texts(value: object, skip: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every text below a value, but for what stands under the keys to skip."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in skip:
                yield from texts(inner, skip)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, skip)
    elif isinstance(value, str):
        yield value


def test_the_seeds_are_valid() -> None:
    result = CliRunner().invoke(cli, ["validate", str(seeds())])
    assert result.exit_code == 0
    assert "no problem found" in result.output


def test_every_row_of_the_reference_facts_is_recorded_with_its_reading(
    analysis: Analysis, ids: Mapping[str, str]
) -> None:
    rows = list(csv.DictReader((HERE / "rows.csv").read_text(encoding="utf-8").splitlines()))
    found = {(row["row"], row["node"], str(analysis.graph.status(ids[row["node"]]))) for row in rows}
    assert found == {(row["row"], row["node"], row["reading"]) for row in rows}
    assert len({row["row"] for row in rows}) == 162
    assert "ST-AUD-10" not in {row["row"] for row in rows}


def test_no_person_is_named_but_the_makers_of_published_work() -> None:
    agents = [agent for file in read_folder(seeds()) for agent in file.records.agents]
    assert {agent.name for agent in agents if agent.kind == "person"} == MAKERS
    assert [agent.id for agent in agents if agent.kind is None] == []


def test_every_run_of_capitalised_words_was_looked_at() -> None:
    # Whoever adds one looks whether it is a person; a person who made nothing published does not belong here.
    known = frozenset((HERE / "names.txt").read_text(encoding="utf-8").splitlines())
    found = {
        run for text in texts(list(documents()), frozenset({"url", "same as"})) for run in _CAPITALISED.findall(text)
    }
    assert sorted(found - known) == []
    assert sorted(known - found) == []


def test_no_copy_of_another_document_is_linked() -> None:
    sources = [source for file in read_folder(seeds()) for source in file.records.sources]
    linked = {
        urlsplit(url).hostname
        for source in sources
        for url in (source.url, *source.same_as)
        if url and url.startswith("http")
    }
    assert linked <= HOSTS
    hosts = {claim.reading.copy_host for file in read_folder(seeds()) for claim in file.records.claims} - {None}
    assert hosts
    assert not any("://" in text for text in texts(list(documents()), frozenset({"url", "same as"})))


def test_a_quoted_fragment_has_twelve_words_at_most() -> None:
    quotes = [text for document in documents() for text in _under(document, "quote")]
    assert len(quotes) > 100
    assert [quote for quote in quotes if len(quote.split()) > 12] == []


def _under(value: object, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == key and isinstance(inner, str):
                yield inner
            yield from _under(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _under(inner, key)


def test_our_own_words_settle_no_dispute() -> None:
    ours = texts(list(documents()), frozenset({"quote", "title", "url"}))
    assert [text for text in ours if UNFAIR.search(text)] == []


def test_the_four_areas_called_after_manchester_are_four(graph: Graph) -> None:
    rows = graph.query("SELECT DISTINCT ?area ?name { ?area a schema:AdministrativeArea ; schema:name ?name }").rows
    named = {name for _, name in rows}
    assert {
        "Greater Manchester",
        "Manchester",
        "Greater Manchester Police area",
        "Greater Manchester (combined authority)",
    } <= named


def test_26_percent_lists_the_figures_and_chooses_none() -> None:
    result = CliRunner().invoke(cli, ["trace", "26%", "-g", str(seeds())], standalone_mode=False)
    candidates = getattr(result.exception, "candidates", ())
    assert getattr(result.exception, "exit_code", None) == 2
    for claim in ("ceop-2011/asian-26", "hydrant-2024/family-26", "occ-2012/submissions-26"):
        assert any(line.startswith(f"{claim} ") for line in candidates)


def test_numbers_that_only_look_alike_never_meet(analysis: Analysis, ids: Mapping[str, str]) -> None:
    pairs = [
        {ids[one], ids[other]}
        for one, other in (
            ("bss-2020/one-in-73", "bss-2020/prosecutions-73"),
            ("coffey-2017/offences-714", "hmicfrs-gm-2025/victims-714"),
            ("coffey-2017/offences-714", "hydrant-2024/cse-717"),
        )
    ]
    for start in analysis.graph.claims:
        found = lineage(analysis, start)
        met = found.members | {other.claim for other in found.same_variable}
        assert not any(pair <= met for pair in pairs)


def test_every_change_that_check_reports_was_judged_by_a_reader(graph: Graph, ids: Mapping[str, str]) -> None:
    # A finding on a step that no row of the table is about has been read by nobody.
    judged = {(label.start, label.target) for label in labels()}
    names = {node: short for short, node in ids.items()}
    for finding in graph.check().findings:
        if finding.code[0] == "D":
            assert (names[finding.path[0]], names[finding.path[-1]]) in judged


def test_a_recommendation_hinges_on_claims_of_the_seeds(graph: Graph) -> None:
    rows = graph.query("SELECT DISTINCT ?r ?claim { ?r a hw:Recommendation OPTIONAL { ?r hw:hingesOn ?claim } }").rows
    assert {graph.short[row[0] or ""] for row in rows} >= {"article-national-operation", "iicsa-recommendation-1"}


def test_parts_without_a_value_stand_in_groups(analysis: Analysis, ids: Mapping[str, str]) -> None:
    for claim in ("rgi-2026/bare-minimum", "hansard-2019-05-14/250000"):
        assert any(need.lacks_value and need.members for need in analysis.graph.workings[ids[claim]])


def test_every_link_is_seen_or_says_who_inferred_it_or_that_nobody_saw_it(analysis: Analysis) -> None:
    # Silence would let a link of ours pass for one that the document makes.
    silent = [
        link.id
        for link in analysis.graph.links
        if link.reading.status is ReadingStatus.RECORDED and not link.recorded_by
    ]
    assert silent == []


def test_few_claims_were_seen_by_nobody_and_none_is_silent_about_it(analysis: Analysis) -> None:
    status = Counter(claim.status for claim in analysis.graph.claims.values())
    assert status[ReadingStatus.UNREAD] <= 10
    assert status[ReadingStatus.RECORDED] == 0
