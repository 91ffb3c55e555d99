"""What a record file says becomes records of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import BadDataError
from kg.formats.folder import read_folder
from kg.formats.identifiers import slugged
from kg.model.records import Records, joined
from kg.model.words import OutcomeKind, ReadingStatus, Relation, Working

if TYPE_CHECKING:
    from pathlib import Path


def records(tmp_path: Path, *texts: str) -> Records:
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    return joined(file.records for file in read_folder(tmp_path))


def test_a_slash_means_the_same_source_and_repeated_links_are_numbered(tmp_path: Path) -> None:
    found = records(
        tmp_path, "source: s\nclaims:\n  c:\n    leans on: [{cites: /d}, {cites: s/d}, {names: s}]\n  d: {says: x}\n"
    )
    assert [(link.id, link.target) for link in found.links] == [
        ("s/c#cites-s-d", "s/d"),
        ("s/c#cites-s-d-2", "s/d"),
        ("s/c#names-s", "s"),
    ]


def test_inputs_needed_together_are_a_group_of_links_and_parts(tmp_path: Path) -> None:
    text = (
        "source: s\nclaims:\n  c:\n    leans on:\n      - needs: [/d, {says: factor, value: not given}, {says: n, value: 1.5}]\n"
        "        as: extrapolates-from\n      - needs: /d\n  d: {says: x}\n"
    )
    found = records(tmp_path, text)
    first, second = found.groups
    assert (first.id, first.relation, first.members) == (
        "s/c#needs-1",
        Relation.EXTRAPOLATES_FROM,
        ("s/c#extrapolates-from-s-d",),
    )
    assert [(part.says, part.value and float(part.value)) for part in first.inputs] == [("factor", None), ("n", 1.5)]
    assert (second.id, second.relation) == ("s/c#needs-2", Relation.DERIVES_FROM)
    assert {link.group for link in found.links} == {"s/c#needs-1", "s/c#needs-2"}
    assert found.claims[0].making is None


def test_names_of_areas_become_ids_over_all_files(tmp_path: Path) -> None:
    found = records(
        tmp_path,
        "source: s\nclaims:\n  a: {figure: '5 x, Rotherham MB'}\n  b: {figure: {value: 5, area: rotherham}}\n"
        "  c: {figure: '5 x, New Town'}\n  d: {figure: '5 x, Leeds'}\n",
        "areas:\n  - {area: 'gss:E08', name: Rotherham, also: Rotherham MB, within: Old County}\n",
    )
    assert [claim.figure.area for claim in found.claims if claim.figure] == ["gss:E08", "gss:E08", "new-town", "leeds"]
    assert {area.id: (area.name, area.within) for area in found.areas} == {
        "gss:E08": ("Rotherham", ("old-county",)),
        "new-town": ("New Town", ()),
        "leeds": ("Leeds", ()),
        "old-county": ("Old County", ()),
    }


def test_an_agent_given_by_name_is_the_recorded_one_or_one_new_one(tmp_path: Path) -> None:
    found = records(
        tmp_path,
        "source: s\nauthors: [National Crime Agency, A. Writer]\nclaims: {c: {by: A. Writer}}\n",
        "source: t\npublisher: [A. Writer, Кто]\n",
        "agents:\n  - {agent: nca, name: National Crime Agency}\n",
    )
    assert sorted(agent.id for agent in found.agents) == ["a-writer", "nca", "кто"]
    assert [source.authors for source in found.sources] == [("nca", "a-writer"), ()]
    assert found.claims[0].by == ("a-writer",)


@pytest.mark.parametrize(("name", "slug"), [("A. Writer", "a-writer"), ("Żółć", "zołc"), ("Кто?", "кто"), ("…", "x")])
def test_a_name_becomes_a_readable_id(name: str, slug: str) -> None:
    assert slugged(name) == slug


def test_readings_outcomes_and_makings_are_kept_and_notes_are_not(tmp_path: Path) -> None:
    text = (
        "source: s\nread in a copy: {on: 2026-07-02, by: KG, host: Example}\naccess: {is: not found, on: 2026-07-02, by: KG}\n"
        "claims:\n  c:\n    made here: {how: files, working: partly explained}\n    names no source: yes\n    note: secret\n"
        "    seen in: t\n    leans on:\n      - names: https://example.org/x\n        not found: 2026-07-02 KG\n        read: yes\n"
        "  d:\n    made here: yes\n    asked: {whom: NCA, on: 2026-07-02}\n"
    )
    found = records(tmp_path, text)
    source, (first, second), (link,) = found.sources[0], found.claims, found.links
    assert source.reading.status is ReadingStatus.COPY
    assert source.access is not None
    assert str(source.access.when) == "2026-07-02 KG"
    assert first.making is not None
    assert first.making.working is Working.PARTLY
    assert first.names_no_source is not None
    assert second.making is not None
    assert second.making.working is Working.NOT_KNOWN
    assert link.outcome is not None
    assert link.outcome.kind is OutcomeKind.NOT_FOUND
    assert link.reading.status is ReadingStatus.VERIFIED
    assert "secret" not in repr(found)


def test_the_other_records_are_read(tmp_path: Path) -> None:
    text = (
        "variables: {variable: v, name: V}\n---\ninquiry: i\ntitle: I\nperiod: 2013/2014\n---\nsource: s\nproduced by: i\n"
        "claims: {c: {about: v}}\n---\nrecommendation: r\nsays: x\nmade in: s\nhinges on: s/c\n---\n"
    )
    found = records(tmp_path, text)
    assert (found.variables[0].id, found.inquiries[0].id, found.recommendations[0].hinges_on) == ("v", "i", ("s/c",))


def test_ids_are_unique_over_files_and_every_problem_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadDataError) as caught:
        records(
            tmp_path,
            "source: s\ntitel: x\n",
            "source: s\nauthors: nobody-2\n",
            "source: t\nclaims: {c: {leans on: {cites: s/d}}}\n",
        )
    messages = [problem.message for problem in caught.value.problems]
    assert len(messages) == 4
    assert any("“s” is defined twice; first at" in message for message in messages)
    assert "no source or claim “s/d” is recorded; expected one of: s, t, t/c" in messages


def test_what_nobody_has_seen_says_so_and_nothing_else(tmp_path: Path) -> None:
    text = "source: s\nclaims:\n  c: {says: x, unread: yes, leans on: [{cites: https://example.org/x, unread: yes}]}\n"
    found = records(tmp_path, text)
    assert found.claims[0].status is ReadingStatus.UNREAD
    assert found.links[0].reading.status is ReadingStatus.UNREAD
    for other in ("read: KG", "seen in: t", "second: KG", "read in a copy: KG"):
        with pytest.raises(BadDataError, match="“unread: yes” contradicts that it was"):
            records(tmp_path, text.replace("says: x", f"says: x, {other}"))
    assert records(tmp_path, text.replace("unread: yes", "unread: no")).claims[0].status is ReadingStatus.RECORDED


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("2026-07-02 KG", "2026-07-02 KG"),
        ("2 July 2026 KG", "2026-07-02 KG"),
        ("12 Nov 2024, KG", "2024-11-12 KG"),
        ("2024", "(2024)"),
        ("2024 KG", "KG (2024)"),
        ("2024-05 KG", "KG (2024-05)"),
        ("May 2024 KG", "KG (2024-05)"),
        ("KG", "KG"),
        ("Jane Doe", "Jane Doe"),
    ],
)
def test_a_reading_takes_a_day_and_a_year_or_month_alone_stays_in_words(
    tmp_path: Path, written: str, stored: str
) -> None:
    (claim,) = records(tmp_path, f"source: s\nclaims:\n  c: {{says: x, read: '{written}'}}\n").claims
    assert str(claim.reading.read) == stored
    assert claim.reading.was_read


def test_plainer_keys_mean_the_same(tmp_path: Path) -> None:
    text = (
        "source: s\nclaims:\n  c:\n    says: x\n    %s: [{cites: t}]\n    %s: [{disputes: t}]\n"
        "    %s: 2026-01-02 KG\n---\nsource: t\n---\nrecommendation: r\nsays: x\n%s: s/c\n"
    )
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    plain = records(tmp_path / "a", text % ("rests on", "comments on", "gives no source", "depends on"))
    assert plain == records(tmp_path / "b", text % ("leans on", "speaks to", "names no source", "hinges on"))


def test_a_quote_may_be_long(tmp_path: Path) -> None:
    quote = "a word and another " * 20
    (claim,) = records(tmp_path, f"source: s\nclaims:\n  c: {{says: x, quote: {quote}}}\n").claims
    assert claim.quote == quote.strip()
