"""An article becomes drafts that no answer holds; a person accepts them, and then every answer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done

ARTICLE = """<html lang=en><head><meta property="og:title" content="Homes stand empty"><link rel=canonical href="https://record.example/homes">
<meta property="og:site_name" content="The Record"></head><body><article><h1>Homes stand empty</h1>
<h2>Millbrook in 2024</h2>
<p>An audit by Ann Lee found at least 1,200 empty homes [2]. “We found 300 flats without a roof,” said Bo Day.</p>
<p>A review found that nobody had counted before.</p>
<h2>Sources</h2><p>[2] Millbrook Council, Audit of homes, <a href="https://council.example/audit">online</a></p>
<p>[1] Housing Trust, Annual review</p></article></body></html>"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "kg.toml").write_text('name = "test"\n', encoding="utf-8")
    (tmp_path / "article.html").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def _drafted(place: Path, kg: Callable[..., Done]) -> dict[str, dict[str, object]]:
    done = kg("draft", "-g", str(place), str(place / "article.html"))
    assert done.code == 0, done.err
    text = (place / "drafts" / "record-example-homes.yaml").read_text(encoding="utf-8")
    return {record.get("source", "areas"): record for record in yaml.safe_load_all(text)}


def test_a_draft_holds_the_page_its_claims_and_its_references(place: Path, kg: Callable[..., Done]) -> None:
    records = _drafted(place, kg)
    page = records["record-example-homes"]
    assert (page["title"], page["publisher"], page["draft"]) == ("Homes stand empty", ["The Record"], True)
    claims = page["claims"]
    assert isinstance(claims, dict)
    first = claims["1-200-empty-homes"]
    assert first["figure"] == "at least 1,200 empty homes, 2024"
    assert first["quote"] == "An audit by Ann Lee found at least 1,200 empty homes [2]."
    assert first["not seen"] == ["period"]
    assert "period from context, the heading" in first["note"]
    assert {"cites": "council-example-audit", "at": "[2]"} in first["leans on"]
    assert records["audit-by-ann-lee"]["title"] == "audit by Ann Lee"
    assert records["council-example-audit"]["url"] == "https://council.example/audit"
    assert claims["300-flats"]["by"] == ["Bo Day"]
    assert "quotation of someone else" in claims["300-flats"]["note"]
    assert page["leans on"] == [{"cites": "housing-trust-annual-review", "at": "[1]"}]


def test_drafts_are_outside_every_answer_until_they_are_accepted(place: Path, kg: Callable[..., Done]) -> None:
    _drafted(place, kg)
    ask = ("query", "-g", str(place), "--format", "csv", "SELECT ?c { ?c a hw:Claim }")
    assert kg(*ask).out.count("record-example-homes/") == 0
    assert kg(*ask, "--drafts").out.count("record-example-homes/") == 3
    done = kg(
        "draft", "-g", str(place), "--accept", "record-example-homes/1-200-empty-homes", "--read", "2026-07-01 AB"
    )
    assert done.code == 0, done.err
    assert kg(*ask).out.count("record-example-homes/") == 1
    text = (place / "drafts" / "record-example-homes.yaml").read_text(encoding="utf-8")
    page = next(record for record in yaml.safe_load_all(text) if record["source"] == "record-example-homes")
    assert "draft" not in page
    assert page["claims"]["300-flats"]["draft"] is True
    assert page["claims"]["1-200-empty-homes"]["read"] == "2026-07-01 AB"
    assert kg("draft", "-g", str(place), "--accept").code == 0
    assert kg(*ask).out.count("record-example-homes/") == 3
    assert kg("draft", "-g", str(place)).out.startswith("no drafts")


def test_accepting_shortens_a_quotation_around_its_figure(place: Path, kg: Callable[..., Done]) -> None:
    (place / "kg.toml").write_text('name = "test"\nlongest_quote = 12\n', encoding="utf-8")
    (place / "long.txt").write_text(
        "After a long summer of counting in the old town, the council said that there were 1,200 empty homes in all its streets.\n",
        encoding="utf-8",
    )
    assert kg("draft", "-g", str(place), "--source", "long", str(place / "long.txt")).code == 0
    assert kg("draft", "-g", str(place), "--accept").code == 0
    record = yaml.safe_load((place / "drafts" / "long.yaml").read_text(encoding="utf-8"))
    quote = record["claims"]["1-200-empty-homes"]["quote"]
    assert "1,200" in quote
    assert len(quote.split()) == 12


def test_the_copy_that_is_kept_holds_every_quotation(place: Path, kg: Callable[..., Done]) -> None:
    _drafted(place, kg)
    done = kg("verify", "--all", "-g", str(place), "--exit-zero")
    assert "3 of 3 quotations checked: 3 found" in done.out, done.out
    assert (place / "snapshots" / "record-example-homes.warc.gz").exists()


def test_a_quotation_that_was_changed_is_not_accepted_unless_told(place: Path, kg: Callable[..., Done]) -> None:
    _drafted(place, kg)
    path = place / "drafts" / "record-example-homes.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("We found 300 flats", "We found 900 flats"), encoding="utf-8"
    )
    done = kg("draft", "-g", str(place), "--accept")
    assert done.code == 2
    assert "record-example-homes/300-flats: its quotation is altered in the saved copy" in done.err
    assert kg("draft", "-g", str(place), "--accept", "record-example-homes/1-200-empty-homes").code == 0
    assert kg("draft", "-g", str(place), "--accept", "--unchecked").code == 0


def test_drafts_are_listed_with_file_line_and_words(place: Path, kg: Callable[..., Done]) -> None:
    _drafted(place, kg)
    out = kg("draft", "-g", str(place)).out
    assert "record-example-homes/1-200-empty-homes  at least 1,200 empty homes, 2024" in out
    assert "from the context, so check it: period" in out
    assert "cites council-example-audit" in out
    assert "3 draft claims" in out


def _accepted(place: Path) -> dict[str, object]:
    text = (place / "drafts" / "record-example-homes.yaml").read_text(encoding="utf-8")
    page = next(record for record in yaml.safe_load_all(text) if record["source"] == "record-example-homes")
    found: dict[str, object] = page["claims"]["1-200-empty-homes"]
    return found


def test_a_figure_is_put_right_while_it_is_accepted(place: Path, kg: Callable[..., Done]) -> None:
    _drafted(place, kg)
    node = "record-example-homes/1-200-empty-homes"
    right = "at least 1,200 empty homes, Millbrook, 2023"
    assert kg("draft", "-g", str(place), "--accept", "--figure", right).code == 2
    assert kg("draft", "-g", str(place), "--accept", node, "--figure", "about 12 lots, of what, 2023 or so").code == 2
    assert kg("draft", "-g", str(place), "--accept", "1-200-empty-homes", "--figure", right).code == 0
    found = _accepted(place)
    assert found["figure"] == right
    assert not {"draft", "not seen", "note"} & found.keys()


def test_who_read_the_page_and_names_a_claim_has_seen_what_the_context_gave(
    place: Path, kg: Callable[..., Done]
) -> None:
    _drafted(place, kg)
    node = "record-example-homes/1-200-empty-homes"
    done = kg("draft", "-g", str(place), "--accept", node, "--read", "2026-07-01 AB")
    assert (done.code, "not seen" in done.out) == (0, False)
    found = _accepted(place)
    assert (found["figure"], "not seen" in found) == ("at least 1,200 empty homes, 2024", False)


def test_all_at_once_are_not_said_to_have_been_looked_at(place: Path, kg: Callable[..., Done]) -> None:
    _drafted(place, kg)
    done = kg("draft", "-g", str(place), "--accept", "--read", "2026-07-01 AB")
    assert (done.code, "which stays “not seen” in a trace" in done.out) == (0, True)
    assert _accepted(place)["not seen"] == ["period"]
    assert "outside every answer" not in (place / "drafts" / "record-example-homes.yaml").read_text(encoding="utf-8")


def test_a_draft_is_rejected_alone_or_with_its_document(place: Path, kg: Callable[..., Done]) -> None:
    _drafted(place, kg)
    done = kg("draft", "-g", str(place), "--reject", "record-example-homes/300-flats")
    assert (done.code, done.out) == (0, "rejected record-example-homes/300-flats\n")
    text = (place / "drafts" / "record-example-homes.yaml").read_text(encoding="utf-8")
    assert "300-flats:" not in text
    assert "1-200-empty-homes:" in text
    assert kg("draft", "-g", str(place), "--reject", "record-example-homes/300-flats").code == 2
    done = kg("draft", "-g", str(place), "--reject", "council-example-audit")
    assert done.code == 2
    assert "only cited there" in done.err
    assert kg("draft", "-g", str(place), "--reject", "record-example-homes").code == 0
    assert not (place / "drafts" / "record-example-homes.yaml").exists()


def test_a_document_of_which_claims_were_accepted_is_not_rejected_whole(place: Path, kg: Callable[..., Done]) -> None:
    _drafted(place, kg)
    kg("draft", "-g", str(place), "--accept", "record-example-homes/300-flats")
    done = kg("draft", "-g", str(place), "--reject", "record-example-homes/300-flats")
    assert done.code == 2
    done = kg("draft", "-g", str(place), "--reject", "record-example-homes")
    assert done.code == 2


def test_a_dry_run_prints_and_writes_nothing(place: Path, kg: Callable[..., Done]) -> None:
    done = kg("draft", "-g", str(place), "--dry-run", str(place / "article.html"))
    assert "source: record-example-homes" in done.out
    assert not (place / "drafts").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nothing.html",), "nothing.html: No such file or directory"),
        (("http://127.0.0.1:9/homes",), "private network"),
        (("--accept", "x/y"), "x/y: not a draft"),
        (("--accept",), "there is no draft in this workspace"),
        (("a.html", "b.html", "--title", "T"), "these are of one document"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    place: Path, kg: Callable[..., Done], arguments: tuple[str, ...], words: str
) -> None:
    done = kg("draft", "-g", str(place), *arguments)
    assert done.code == 2
    assert words in done.err
    assert done.err.count("\n") == 1


def test_a_document_is_drafted_once(place: Path, kg: Callable[..., Done]) -> None:
    _drafted(place, kg)
    done = kg("draft", "-g", str(place), str(place / "article.html"))
    assert done.code == 2
    assert "is on record already" in done.err
