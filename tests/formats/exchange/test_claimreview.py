"""Fact-checks in the shapes in which they are published."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import BadDataError, UsageError
from kg.formats.exchange.claimreview import write
from kg.formats.exchange.claimreview_writing import Stated, fact_checks, reviewed_by
from kg.formats.folder import read_file
from kg.formats.importing.context import Choices
from tests.formats.importing.support import imported

if TYPE_CHECKING:
    from pathlib import Path

REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://fc.example/1",
    "claimReviewed": "1,400 children in Leeds",
    "datePublished": "2024-01-02",
    "author": {"@type": "Organization", "name": "FC"},
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "False"},
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "A. Speaker"},
        "appearance": [{"@type": "NewsArticle", "url": "https://news.example/a"}, "https://news.example/b"],
    },
}
PAGE = f"""<html><head><script type="application/ld+json">{{"broken": </script>
<script type="Application/LD+JSON"><!-- {json.dumps(REVIEW)} --></script></head></html>"""
API = {
    "claims": [
        {"text": "Crime doubled", "claimant": "B", "claimDate": "2024-01-01T00:00:00Z",
         "claimReview": [{"publisher": {"name": "FC"}, "url": "https://fc.example/2", "textualRating": "Half true"}]}
    ]
}  # fmt: skip


def with_rating(**rating: object) -> str:
    return json.dumps({**REVIEW, "reviewRating": rating})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("alone.jsonld", json.dumps(REVIEW)),
        ("array.json", json.dumps([REVIEW])),
        ("graph.json", json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]})),
        (
            "feed.json",
            json.dumps({"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]}),
        ),
        ("lines.jsonl", json.dumps(REVIEW) + "\n"),
        ("page.html", PAGE),
    ],
)
def test_the_same_review_comes_of_every_shape(tmp_path: Path, name: str, content: str) -> None:
    found = imported(tmp_path, name, content)
    review, claim = "fc-example-1/false-1-400-children-in-leeds", "1-400-children-in-leeds"
    assert found.links == {
        (review, "disputes", f"news-example-a/{claim}"),
        (review, "disputes", f"news-example-b/{claim}"),
    }
    assert found.claims[review].says == "Rated “False”: 1,400 children in Leeds"
    assert found.claims[f"news-example-a/{claim}"].by == ("a-speaker",)
    assert found.claims[f"news-example-a/{claim}"].reading.seen_in == "fc-example-1"
    assert found.sources["fc-example-1"].publisher == ("fc",)


def test_one_broken_block_in_a_page_does_not_sink_it(tmp_path: Path) -> None:
    found = imported(tmp_path, "page.html", PAGE)
    assert "block 1 (line 1): broken JSON in a page" in found.said
    assert (found.folder / "_import" / "page.left-out.txt").read_text(encoding="utf-8") == '{"broken": \n'


@pytest.mark.parametrize(
    ("content", "relation", "said"),
    [
        (with_rating(ratingValue=5, bestRating=5, worstRating=1, alternateName="True"), "corroborates", ""),
        (with_rating(ratingValue="3", bestRating="5", worstRating="1", alternateName="Half"), "qualifies", ""),
        (
            with_rating(ratingValue=1, bestRating=1, worstRating=5, alternateName="Turned"),
            "replies-to",
            "is upside down",
        ),
        (
            with_rating(ratingValue=-1, bestRating=-1, worstRating=-1, alternateName="No"),
            "replies-to",
            "not on a scale",
        ),
        (with_rating(ratingValue=9, bestRating=5, worstRating=1, alternateName="Off"), "replies-to", "not on a scale"),
        (with_rating(ratingValue="A", bestRating=5, worstRating=1, alternateName="A"), "replies-to", "not a number"),
        (with_rating(ratingValue="2", alternateName="Mostly false"), "replies-to", "states no scale"),
        (with_rating(alternateName="Pants on fire"), "replies-to", "states no scale"),
        (json.dumps(API), "replies-to", "states no scale"),
    ],
)
def test_a_rating_counts_only_on_a_scale_that_makes_sense(
    tmp_path: Path, content: str, relation: str, said: str
) -> None:
    found = imported(tmp_path, "r.json", content)
    assert {link.relation for link in found.records.links} == {relation}
    assert said in found.said
    assert ("no more" in found.said) == bool(said)


def test_what_verdicts_in_words_do_can_be_stated(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text('[verdicts]\n"pants on fire" = "refutes"\n', encoding="utf-8")
    found = imported(tmp_path, "r.json", with_rating(alternateName="Pants on fire!"), Choices(mapping=mapping))
    assert {link.relation for link in found.records.links} == {"refutes"}


def test_the_older_form_and_media_reviews_give_what_they_have(tmp_path: Path) -> None:
    older = {
        **REVIEW,
        "itemReviewed": {"@type": "CreativeWork", "url": "https://news.example/c", "author": {"name": "S"}},
    }
    media = {"@type": "MediaReview", "url": "https://fc.example/3", "mediaAuthenticityCategory": "https://schema.org/EditedOrCroppedContent",
             "itemReviewed": {"contentUrl": "https://v.example/1", "interpretedAsClaim": {"description": "A flood"}}}  # fmt: skip
    placed = media | {
        "url": "https://fc.example/4",
        "itemReviewed": {
            "mediaItemAppearance": [{"accessedOnUrl": "https://posts.example/2", "contentUrl": "https://v.example/2"}],
            "interpretedAsClaim": {"description": "A fire", "firstAppearance": "https://posts.example/1"},
        },
    }
    found = imported(tmp_path, "r.json", json.dumps([older, media, placed]))
    assert {"posts-example-1/a-fire", "posts-example-2/a-fire"} <= found.claims.keys()
    assert "news-example-c/1-400-children-in-leeds" in found.claims
    assert ("fc-example-3/editedorcroppedcontent-a-flood", "replies-to", "v-example-1/a-flood") in found.links


def test_a_review_without_place_or_verdict_is_read_and_said_to_lack_them(tmp_path: Path) -> None:
    found = imported(
        tmp_path, "r.json", json.dumps({"@type": "ClaimReview", "claimReviewed": "x", "url": "https://fc.example/9"})
    )
    assert "the review does not say where the claim appeared" in found.said
    assert "the review states no verdict" in found.said
    assert found.links == {("fc-example-9/x", "replies-to", "statement/x")}


def test_a_review_without_an_address_is_read_and_of_several_claims_the_first(tmp_path: Path) -> None:
    review = {"@type": "ClaimReview", "claimReviewed": ["Rents doubled", "Pay fell"], "author": {"name": "Lens"}}
    found = imported(tmp_path, "r.json", json.dumps(review))
    assert "the review has no address, and does not say what it reviewed" in found.said
    assert "the review names several claims; the first was read" in found.said
    assert found.links == {("review-rents-doubled/rents-doubled", "replies-to", "statement/rents-doubled")}


def test_a_bulk_file_with_bad_items_keeps_the_rest_and_the_bad_ones_can_be_mended(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {**REVIEW, "url": f"https://fc.example/{at}", "claimReviewed": "" if at % 100 == 7 else f"Claim {at}"}
        )
        for at in range(200)
    ]
    found = imported(tmp_path, "bulk.jsonl", "\n".join([*lines, "{broken"]) + "\n")
    assert sum(source.kind == "fact-check" for source in found.records.sources) == 198
    assert "a review without the claim that it reviews (2 times)" in found.said
    assert len((found.folder / "_import" / "bulk.left-out.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_json_that_is_too_deep_or_broken_is_refused_in_one_line(tmp_path: Path) -> None:
    for text, why in (
        ('{"@type": "ClaimReview", "a": ' + "[" * 100_000, "nested|broken"),
        ('{"@type": "ClaimReview",', "broken JSON"),
    ):
        with pytest.raises(BadDataError, match=why):
            imported(tmp_path, "r.json", text)


def test_reviews_come_back_but_for_the_declared_losses(tmp_path: Path) -> None:
    before = imported(tmp_path, "r.json", json.dumps(REVIEW))
    stream = io.StringIO()
    assert write(before.records, stream) == ()
    again = imported(tmp_path, "again.jsonld", stream.getvalue(), folder=tmp_path / "second")
    assert {claim.says for claim in again.records.claims} == {claim.says for claim in before.records.claims}
    assert {source.url for source in again.records.sources} == {source.url for source in before.records.sources}
    assert {(start, end) for start, _, end in again.links} == {(start, end) for start, _, end in before.links}


FACT_CHECKED = (
    "source: paper\nkind: news article\nurl: https://news.example/1\nissued: 2024-03\n"
    "claims:\n  umbrellas:\n    says: 1,200 umbrellas were lost\n    by: [a-speaker]\n"
    "---\nagents:\n  - agent: a-speaker\n    name: A. Speaker\n"
)
REVIEWED = (
    "---\nsource: check\nurl: https://fc.example/7\npublisher: [Example Checks]\n"
    "claims:\n  found:\n    says: 'Rated “Half true”: 1,200 umbrellas were lost'\n    speaks to:\n      - qualifies: paper/umbrellas\n"
)


def test_one_fact_check_is_valid_and_its_context_is_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(FACT_CHECKED, encoding="utf-8")
    records = read_file(tmp_path / "r.yaml").records
    stated = Stated(rating="Missing context", url="https://fc.example/7", author="Example Checks")
    review = fact_checks(records, "paper/umbrellas", "What it rests on is not recorded.", stated)
    assert review == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://fc.example/7",
        "author": [{"@type": "Organization", "name": "Example Checks"}],
        "claimReviewed": "1,200 umbrellas were lost",
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "Missing context",
            "ratingExplanation": "What it rests on is not recorded.",
        },
        "itemReviewed": {
            "@type": "Claim",
            "author": [{"@type": "Person", "name": "A. Speaker"}],
            "datePublished": "2024-03",
            "appearance": [{"@type": "CreativeWork", "url": "https://news.example/1", "datePublished": "2024-03"}],
        },
    }
    again = imported(tmp_path, "again.json", json.dumps(review))
    assert again.link("replies-to").target == "news-example-1/1-200-umbrellas-were-lost"


@pytest.mark.parametrize("claim", ["paper/umbrellas", "check/found"])
def test_the_review_on_record_is_the_fact_check_by_either_end(tmp_path: Path, claim: str) -> None:
    (tmp_path / "r.yaml").write_text(FACT_CHECKED + REVIEWED, encoding="utf-8")
    records = read_file(tmp_path / "r.yaml").records
    review = fact_checks(records, claim, "context", Stated())
    assert (review["url"], review["reviewRating"]["alternateName"]) == ("https://fc.example/7", "Half true")
    assert reviewed_by(records, claim) == "paper/umbrellas"


def test_a_fact_check_without_verdict_or_address_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(FACT_CHECKED, encoding="utf-8")
    records = read_file(tmp_path / "r.yaml").records
    with pytest.raises(UsageError, match=r"needs its verdict in words \(--rating\) and the address of its page"):
        fact_checks(records, "paper/umbrellas", "context", Stated())
    with pytest.raises(UsageError, match="not a claim"):
        fact_checks(records, "paper", "context", Stated())


@pytest.mark.slow
def test_a_large_file_with_an_item_that_is_too_deep_is_refused_in_one_line(tmp_path: Path) -> None:
    filler = json.dumps([{"x": "y" * 1000}] * 33_000)[1:-1]
    text = f"[{filler}, {'[' * 3000}{']' * 3000}]"
    with pytest.raises(BadDataError, match="nested more than 100 deep"):
        imported(tmp_path, "r.json", text, form="claimreview")
