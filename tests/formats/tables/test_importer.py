"""Tables in the columns that people choose: what is recognised, and what is said of every kind of trouble."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.errors import BadDataError
from kg.formats.importing.context import Choices, DeclinedError, Question
from tests.formats.importing.support import imported
from tests.formats.tables.workbooks import ods, xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

FACTS = """\
Statement,Who said it,Outlet,Link,Date,Source,Source URL,Rating,Evidence,Fact-check URL,Notes
"1,400 children in Leeds",A. Speaker,Example News,https://news.example/1,14/03/2024,Council survey,,False,https://data.example/x,https://checks.example/9,
Crime doubled,B. Speaker,Example News,https://news.example/2,2/4/2024,,https://stats.example/crime,Mostly true,,,a note
"""


def test_columns_named_as_people_please_become_claims_links_and_reviews(tmp_path: Path) -> None:
    found = imported(tmp_path, "facts.csv", FACTS)
    assert found.links == {
        ("news-example-1/1-400-children-in-leeds", "names", "council-survey"),
        ("checks-example-9/false-1-400-children-in-leeds", "disputes", "news-example-1/1-400-children-in-leeds"),
        ("checks-example-9/false-1-400-children-in-leeds", "cites", "data-example-x"),
        ("news-example-2/crime-doubled", "cites", "stats-example-crime"),
        ("facts/mostly-true-crime-doubled", "qualifies", "news-example-2/crime-doubled"),
    }
    claim, source = found.claims["news-example-1/1-400-children-in-leeds"], found.sources["news-example-1"]
    assert claim.says == "1,400 children in Leeds"
    assert source.issued is not None
    assert (claim.by, source.publisher, source.issued.edtf) == (("a-speaker",), ("example-news",), "2024-03-14")
    assert found.sources["news-example-2"].issued is not None
    assert found.sources["news-example-2"].issued.edtf == "2024-04-02"  # the first row says that the day comes first


def test_where_each_value_came_from_is_kept(tmp_path: Path) -> None:
    found = imported(tmp_path, "facts.csv", FACTS)
    origins = (found.folder / "_import" / "facts.origins.csv").read_text(encoding="utf-8")
    assert 'news-example-1/1-400-children-in-leeds,says,facts.csv,"row 2, column Statement"' in origins
    assert 'news-example-2,url,facts.csv,"row 3, column Link"' in origins
    assert "# from facts.csv, row 2" in (found.folder / "facts.yaml").read_text(encoding="utf-8")


def test_the_columns_are_kept_as_a_file_that_can_be_edited_and_used_again(tmp_path: Path) -> None:
    first = imported(tmp_path, "facts.csv", FACTS)
    mapping = first.folder / "_import" / "facts.columns.toml"
    text = mapping.read_text(encoding="utf-8")
    assert '"Notes" = ""' in text
    mapping.write_text(
        text.replace('"Notes" = ""', '"Notes" = "at"').replace('"False" = "disputes"', '"False" = "refutes"'), "utf-8"
    )
    again = imported(tmp_path, "facts.csv", FACTS, Choices(mapping=mapping), folder=tmp_path / "again")
    assert again.claims["news-example-2/crime-doubled"].locator == "a note"
    assert again.link("refutes").target == "news-example-1/1-400-children-in-leeds"


def test_who_says_no_to_the_columns_gets_the_file_to_edit_and_nothing_else(tmp_path: Path) -> None:
    def ask(question: Question) -> str:
        return "no" if question.text.startswith("Is this right") else "day"

    with pytest.raises(DeclinedError, match=r"facts\.columns\.toml"):
        imported(tmp_path, "facts.csv", FACTS, Choices(ask=ask))
    assert [path.name for path in (tmp_path / "out").rglob("*") if path.is_file()] == ["facts.columns.toml"]


def test_one_claim_for_each_place_where_it_was_made(tmp_path: Path) -> None:
    text = "Claim,Link\nTwice said,https://a.example/1 https://b.example/2\n"
    found = imported(tmp_path, "f.csv", text)
    assert set(found.claims) == {"a-example-1/twice-said", "b-example-2/twice-said"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("comma.csv", "Claim,Outlet\nCafé closed,News\n"),
        ("semicolon.csv", "Claim;Outlet\nCafé closed;News\n"),
        ("tab.tsv", "Claim\tOutlet\nCafé closed\tNews\n"),
        ("bar.csv", "Claim|Outlet\nCafé closed|News\n"),
        ("sep.csv", "sep=;\nClaim;Outlet\nCafé closed;News\n"),
        ("bom.csv", "\ufeffClaim,Outlet\nCafé closed,News\n"),
        ("utf16.csv", "Claim,Outlet\nCafé closed,News\n".encode("utf-16")),
        ("utf16be.csv", "Claim,Outlet\nCafé closed,News\n".encode("utf-16-be")),
        ("cp1252.csv", "Claim,Outlet\nCafé closed,News\n".encode("cp1252")),
        ("crlf.csv", "Claim,Outlet\r\nCafé closed,News\r\n"),
        ("title.csv", "Our fact-checks 2024,\n,\nClaim,Outlet\nCafé closed,News\n"),
        ("empty_rows.csv", "Claim,Outlet,,\n,,,\nCafé closed,News,,\n,,,\n"),
        ("spaces.csv", " CLAIM  ,Outlet:\n  Café closed ,News\n"),
        ("sheet.xlsx", xlsx([["Claim", "Outlet"], ["Café closed", "News"]])),
        ("sheet.ods", ods([["Claim", "Outlet"], ["Café closed", "News"]])),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_delimiters_encodings_and_files_all_give_the_same_claim(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    found = imported(tmp_path, name, content)
    assert [claim.says for claim in found.records.claims] == ["Café closed"]
    assert found.sources["news"].publisher == ("news",)
    assert ("cp1252" in found.said) == (name == "cp1252.csv")


@pytest.mark.parametrize(
    ("content", "said", "claims"),
    [
        ("Claim,Outlet\n,News\nGood,News\n", "no claim in this row", ["Good"]),
        ("Claim,Link\nx,not an address\ny,https://a.example\n", "not an address, so it was left out (not an address)", ["x", "y"]),
        ("Claim,Date\nx,05/04/2024\n", "day or month first? --dates dmy or --dates mdy says which (05/04/2024)", ["x"]),
        ("Claim,Date\nx,sometime in May\ny,3 May 2024\n", "not a date that is understood", ["x", "y"]),
        ("Claim,Date\nx,1/2/24\ny,25/12/1999\n", "the year has two digits only (1/2/24)", ["x", "y"]),
        ("Claim,Figure,Link\nx,lots of children,https://a.example\n", "value of “figure” is not valid and was left out", ["x"]),
        ("Claim,Verdict,Link\nx,Hmm,https://a.example\n", "what this verdict does to the claim is not stated", ["x", "Rated “Hmm”: x"]),
        ("Claim,Leans on,Link\nx,cites,https://a.example\n", "expected a relation and a target", ["x"]),
        ("Claim\nx\n", "where the claim was made is not stated", ["x"]),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_and_the_rest_is_kept(
    tmp_path: Path, content: str, said: str, claims: list[str]
) -> None:
    found = imported(tmp_path, "f.csv", content)
    assert said in found.said
    assert sorted(claim.says or "" for claim in found.records.claims) == sorted(claims)


def test_a_sheet_of_three_hundred_columns_is_read_by_those_that_are_known(tmp_path: Path) -> None:
    header = [f"x{number}" for number in range(300)]
    header[250] = "Claim"
    row = [str(number) for number in range(300)]
    row[250] = "Far out"
    found = imported(tmp_path, "wide.csv", f"{','.join(header)}\n{','.join(row)}\n")
    assert [claim.says for claim in found.records.claims] == ["Far out"]


def test_the_same_claim_in_two_rows_is_one_and_what_differs_is_in_doubt(tmp_path: Path) -> None:
    text = "Claim,Link,Date\nSame,https://a.example/1,2024-01-01\nsame!,https://www.a.example/1/,2024-01-02\n"
    found = imported(tmp_path, "f.csv", text)
    assert list(found.claims) == ["a-example-1/same"]
    assert "stated in two ways; the first is written" in found.said


def test_two_claims_with_the_same_id_are_one_record_and_what_differs_is_in_doubt(tmp_path: Path) -> None:
    found = imported(tmp_path, "f.csv", "source,claim,says\ns,c,One thing\ns,c,Another\n")
    assert found.claims["s/c"].says == "One thing"
    assert "“One thing” kept, not “Another”" in found.said


def test_one_bad_row_in_a_hundred_stops_nothing_and_can_be_mended_and_imported(tmp_path: Path) -> None:
    rows = [f"{'' if number % 100 == 50 else f'Claim {number}'},https://a.example/{number}" for number in range(1000)]
    found = imported(tmp_path, "bulk.csv", "Claim,Link\n" + "\n".join(rows) + "\n")
    assert len(found.claims) == 990
    assert "no claim in this row (10 times)" in found.said
    left = (found.folder / "_import" / "bulk.left-out.csv").read_text(encoding="utf-8")
    assert left.splitlines()[:2] == ["Claim,Link", ",https://a.example/50"]
    mended = left.replace("\n,", "\nMended,")
    again = imported(tmp_path, "mended.csv", mended, folder=found.folder)
    assert len(again.claims) == 1000


def test_without_a_column_of_claims_a_mapping_file_is_left_to_be_filled_in_and_no_record(tmp_path: Path) -> None:
    with pytest.raises(DeclinedError, match="columns: “Fruit”, “Colour”"):
        imported(tmp_path, "f.csv", "Fruit,Colour\nApple,Green\n")
    kept = tmp_path / "out" / "_import" / "f.columns.toml"
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == [kept]
    kept.write_text(kept.read_text(encoding="utf-8").replace('"Fruit" = ""', '"Fruit" = "says"'), encoding="utf-8")
    found = imported(tmp_path, "f.csv", "Fruit,Colour\nApple,Green\n", Choices(mapping=kept))
    assert [claim.says for claim in found.records.claims] == ["Apple"]
    with pytest.raises(BadDataError, match="no column that the mapping names"):
        imported(tmp_path, "g.csv", "Colour\nGreen\n", Choices(mapping=kept))


def test_who_is_asked_names_the_column_of_the_claims(tmp_path: Path) -> None:
    def answer(question: Question) -> str | None:
        return "Fruit" if "Fruit" in question.choices else question.default

    found = imported(tmp_path, "f.csv", "Fruit,Colour\nApple,Green\n", Choices(ask=answer))
    assert [claim.says for claim in found.records.claims] == ["Apple"]


def test_an_id_over_two_claims_and_dates_that_are_not_clear_join_nothing(tmp_path: Path) -> None:
    rows = "ID,Claim,Outlet,Date\n7,One thing,News,01/02/2024\n7,Another,News,02/03/2024\n"
    found = imported(tmp_path, "f.csv", rows)
    assert "the id 7 stands over other words further up" in found.said
    assert sorted(claim.says or "" for claim in found.records.claims) == ["Another", "One thing"]
    assert len(found.records.sources) == 2


def test_two_digits_of_a_year_are_read_only_beside_whole_years_of_this_century(tmp_path: Path) -> None:
    rows = "Claim,URL,Date\nOne,https://n.example/1,27/02/25\nTwo,https://n.example/2,{}\n"
    found = imported(tmp_path, "f.csv", rows.format("5 March 2025"))
    assert "was read as one of this century" in found.said
    assert {source.issued.edtf for source in found.records.sources if source.issued} == {"2025-02-27", "2025-03-05"}
    other = imported(tmp_path, "g.csv", rows.format("5 March 1925"), folder=tmp_path / "other")
    assert "the year has two digits only" in other.said


def test_who_checked_is_the_reviewer_where_the_column_holds_names(tmp_path: Path) -> None:
    rows = "Claim,URL,Verdict,Checked by,Our write-up\nOne,https://n.example/1,Mostly right,AB,https://c.example/1\n"
    found = imported(tmp_path, "f.csv", rows)
    assert found.said == ""
    assert (found.sources["c-example-1"].publisher, found.link("qualifies").source.partition("/")[0]) == (
        ("ab",),
        "c-example-1",
    )


def test_headings_and_verdicts_of_other_languages_are_known(tmp_path: Path) -> None:
    rows = "Behauptung;Wert;Einheit;Link;Bewertung\nIn Leeds fehlen 1000,5 Plätze;1000,5;Plätze;https://z.example/1;Falsch\n"
    found = imported(tmp_path, "f.csv", rows.encode("cp1252"))
    assert found.link("disputes").target == "z-example-1/in-leeds-fehlen-1000-5-platze"
    assert found.claims["z-example-1/in-leeds-fehlen-1000-5-platze"].figure is not None


@pytest.mark.parametrize(
    ("cells", "figures"),
    [
        (["12,5", "1.200,25"], {"12.5", "1200.25"}),
        (["12.5", "1,200.25"], {"12.5", "1200.25"}),
        (["1.200.000", "7"], {"1200000", "7"}),
    ],
)
def test_decimal_commas_are_told_from_the_column(tmp_path: Path, cells: list[str], figures: set[str]) -> None:
    rows = "".join(f"Claim {at};{cell};tonnes\n" for at, cell in enumerate(cells))
    found = imported(tmp_path, "f.csv", f"Claim;Value;Unit\n{rows}")
    assert {str(claim.figure.low) for claim in found.records.claims if claim.figure} == figures


def test_a_share_stays_a_share_and_a_date_cell_a_date(tmp_path: Path) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_number(1, 1, 0.37, book.add_format({"num_format": "0%"}))

    data = xlsx([["Claim", "Value", "Unit", "Outlet", "Date"], ["x", 0, "suspects", "News", date(2024, 3, 5)]], change)
    found = imported(tmp_path, "f.xlsx", data)
    (claim,), (source,) = found.records.claims, found.records.sources
    assert claim.figure is not None
    assert (str(claim.figure.low), claim.figure.share) == ("37", True)
    assert source.issued is not None
    assert source.issued.edtf == "2024-03-05"


def test_merged_cells_count_for_each_row_and_formulas_are_never_calculated(tmp_path: Path) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("A2:A3", "News")
        sheet.write_formula("C2", "=1+1", None, "stored value")
        sheet.write_formula("C3", "=1+1", None, "")

    found = imported(tmp_path, "f.xlsx", xlsx([["Outlet", "Claim", "Page"], ["", "One", ""], ["", "Two", ""]], change))
    assert {source.publisher for source in found.records.sources} == {("news",)}
    assert found.claims["news/one"].locator == "stored value"
    assert "merged cells: the value counts for each row" in found.said
    assert "the value stored with them was taken, nothing was calculated" in found.said


def test_an_address_behind_a_cell_is_the_place_of_the_claim(tmp_path: Path) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_url("B2", "https://news.example/behind", string="Example News")

    found = imported(tmp_path, "f.xlsx", xlsx([["Claim", "Outlet"], ["x", ""]], change))
    (source,) = found.records.sources
    assert (source.url, source.publisher) == ("https://news.example/behind", ("example-news",))


def test_a_column_whose_addresses_lie_behind_other_words_is_one_of_addresses(tmp_path: Path) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_url("C2", "https://news.example/behind", string="here")

    rows = [
        ["Claim", "Outlet", "Link to claim", "What does it rest on?"],
        ["x", "News", "", "A survey; https://d.example/1"],
    ]
    found = imported(tmp_path, "f.xlsx", xlsx(rows, change))
    assert found.sources["news-example-behind"].url == "https://news.example/behind"
    assert {target for _, _, target in found.links} == {"a-survey", "d-example-1"}


def test_claims_and_links_may_stand_in_two_sheets(tmp_path: Path) -> None:
    claims = [["source", "claim", "says"], ["a", "c", "One"], ["b", "d", "Two"]]
    links = [
        ["from", "relation", "to", "at"],
        ["a/c", "cites", "b/d", "p. 3"],
        ["b/d", "likes", "a/c", ""],
        ["x/y", "cites", "a/c", ""],
    ]
    found = imported(tmp_path, "f.xlsx", xlsx(claims, Links=links))
    assert found.link("cites").locator == "p. 3"
    assert "a link needs both ends and a known relation" in found.said
    assert "the link begins at what is neither here nor on record" in found.said


def test_a_reference_to_what_is_not_on_record_is_never_lost(tmp_path: Path) -> None:
    found = imported(tmp_path, "f.csv", "source,claim,says,leans on\ns,c,x,cites other; cites s/none\n")
    assert found.links == {("s/c", "cites", "other"), ("s/c", "cites", "s")}
    assert "is not on record; a source of that id was written" in found.said
    assert "the claim is not on record; the link goes to its source" in found.said


DESK = """\
Checks,,,,,,
,,,,,,
Ref,Date checked,What was said,Who by,Where (URL),Our call,Evidence 1,Evidence 2
F1,12 Mar 2024,There are 1400 empty homes in Leeds,Jane Doe,https://news.example/1,Misleading,https://a.example,https://b.example
F2,13 Mar 2024,,,https://news.example/2,False,,
F3,14 Mar 2024,"Cases fell from 90 to 60,
and 12 wards closed",Jane Doe,https://news.example/3,Unproven,,
F4,15 Mar 2024,Crime fell,Jane Doe,Facebook,True,,
"""


def test_a_desks_own_table_with_numbered_evidence_and_addresses_under_where(tmp_path: Path) -> None:
    found = imported(tmp_path, "desk.csv", DESK)
    claim = found.claims["news-example-1/f1"]
    assert claim.figure is not None
    assert claim.figure.low == 1400
    assert (claim.figure.unit, claim.figure.area, claim.by) == ("empty homes", "leeds", ("jane-doe",))
    verdict = "desk/misleading-there-are-1400-empty-homes-in-leeds"
    assert found.claims[verdict].locator == "row 4, checked 2024-03-12"
    assert {(verdict, "cites", "a-example"), (verdict, "cites", "b-example")} <= found.links
    assert "the figure was read from the words of the claim (1,400 empty homes, Leeds)" in found.said or (
        "the figure was read from the words of the claim (1400 empty homes, Leeds)" in found.said
    )
    # Of several figures nobody says which is meant.
    assert found.claims["news-example-3/f3"].figure is None
    (outlet,) = [source for source in found.records.sources if source.publisher]
    assert outlet.publisher == ("facebook",)


def test_a_row_with_an_id_and_a_verdict_but_no_claim_is_left_out(tmp_path: Path) -> None:
    found = imported(tmp_path, "desk.csv", DESK)
    assert "row 5: no claim in this row" in found.said
    assert not any("news-example-2" in node for node in found.claims)
    assert "F2" in (found.folder / "_import" / "desk.left-out.csv").read_text()


def test_rows_have_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    found = imported(tmp_path, "desk.csv", DESK)
    assert "row 6, column Our call" in found.said
    assert "from desk.csv, row 7" in (found.folder / "desk.yaml").read_text()


def test_what_stands_under_seen_on_decides_and_a_unit_of_per_cent_is_a_share(tmp_path: Path) -> None:
    head = "Claim,Seen on,Value,Unit,Verdict\n"
    days = imported(tmp_path, "a.csv", head + "Crime fell,14/03/2024,3,Prozent,True\n", folder=tmp_path / "a")
    (claim,) = [one for one in days.records.claims if one.figure]
    assert claim.figure is not None
    assert claim.figure.share
    assert [s.issued.edtf for s in days.records.sources if s.issued] == ["2024-03-14"]
    pages = imported(tmp_path, "b.csv", head + "Crime fell,https://n.example/x,3,homes,True\n", folder=tmp_path / "b")
    assert "https://n.example/x" in {source.url for source in pages.records.sources}


def test_of_two_dates_and_two_links_beside_a_verdict_one_of_each_is_the_reviews(tmp_path: Path) -> None:
    text = (
        "#,Claim we checked,Said on,Where it ran,Link,Ruling,Story link,Pub date\n"
        "1,Rents doubled,1/14/2024,Example News,https://news.example/1,False,https://facts.example/9,1/20/2024\n"
    )
    found = imported(tmp_path, "us.csv", text)
    claim, review = found.sources["news-example-1"], found.sources["facts-example-9"]
    assert claim.issued is not None
    assert review.issued is not None
    assert (claim.issued.edtf, claim.publisher, claim.url) == (
        "2024-01-14",
        ("example-news",),
        "https://news.example/1",
    )
    assert (review.issued.edtf, review.kind) == ("2024-01-20", "own fact-check")


def test_reviews_of_several_sites_are_not_taken_for_ones_own(tmp_path: Path) -> None:
    text = "Claim,Verdict,Fact-check URL\nA rose,False,https://one.example/1\nB fell,True,https://two.example/2\n"
    assert {source.kind for source in imported(tmp_path, "f.csv", text).sources.values() if source.url} == {
        "fact-check"
    }


@pytest.mark.parametrize("heading", ["Sources", "Sources (links)", "Source links", "Quellen", "Fact-check sources"])
def test_sources_beside_a_verdict_and_the_address_of_the_claim_are_the_evidence_of_the_review(
    tmp_path: Path, heading: str
) -> None:
    rows = "Crime fell 12% in Leigh,Leigh Post,https://lp.example/a,False,https://stats.example/a"
    found = imported(tmp_path, "t.csv", f"Claim,Outlet,Claim link,Rating,{heading}\n{rows}\n")
    assert {(source.partition("/")[0], relation, target) for source, relation, target in found.links} == {
        ("t", "disputes", "lp-example-a/crime-fell-12-in-leigh"),
        ("t", "cites", "stats-example-a"),
    }


def test_a_second_sheet_gives_the_evidence_of_claims_by_their_number(tmp_path: Path) -> None:
    book = xlsx(
        [["No", "Statement", "Verdict"], [1, "Rents doubled", "False"], [2, "Crime fell", "True"]],
        Sources=[
            ["Check no", "Source name", "Link"],
            [1, "Survey", "https://data.example/1"],
            [1, "Census", ""],
            [7, "ONS", ""],
        ],
    )
    found = imported(tmp_path, "t.xlsx", book)
    assert {link for link in found.links if link[0] == "t/false-rents-doubled"} == {
        ("t/false-rents-doubled", "disputes", "statement/rents-doubled"),
        ("t/false-rents-doubled", "cites", "data-example-1"),
        ("t/false-rents-doubled", "names", "census"),
    }
    assert found.sources["data-example-1"].title == "Survey"
    assert "sheet Sources, row 4: no row of claims has this number, id or words (7)" in found.said


@pytest.mark.parametrize(
    ("cells", "publishers"),
    [(["ARD Tagesschau", "Bild", "Die Zeit"], 3), (["Print", "TV", "Tweet"], 0)],
)
def test_under_medium_stand_outlets_or_kinds_of_media(tmp_path: Path, cells: list[str], publishers: int) -> None:
    text = "Aussage;Medium;Wer hat es gesagt?;Datum der Aussage;Fundstelle;Beleg\n" + "".join(
        f"Die Mieten sind um {n} Prozent gestiegen;{cell};Abg. Muster;0{n}.02.2024;www.zeitung.example/{n};https://amt.example/{n}\n"
        for n, cell in enumerate(cells, 1)
    )
    found = imported(tmp_path, "de.csv", text)
    claims = [found.sources[claim.made_in] for claim in found.claims.values() if claim.made_in]
    assert sum(bool(source.publisher) for source in claims) == publishers
    assert {source.issued and source.issued.edtf for source in claims} == {"2024-02-01", "2024-02-02", "2024-02-03"}
    assert len(found.links) == 3


def test_a_check_dated_before_its_claim_is_in_doubt(tmp_path: Path) -> None:
    text = "Claim,Date,Date checked,Verdict\nRents doubled,2024-03-05,2024-03-01,False\n"
    assert "the check is dated before the claim (2024-03-01, 2024-03-05)" in imported(tmp_path, "f.csv", text).said


def test_a_quotation_mark_that_nothing_closes_costs_no_row(tmp_path: Path) -> None:
    text = 'Claim,Link\n"Rents doubled,https://a.example/1\nCrime fell,https://a.example/2\n'
    found = imported(tmp_path, "f.csv", text)
    assert {claim.says for claim in found.claims.values()} == {"Rents doubled", "Crime fell"}
    assert "row 2: a quotation mark is not closed; the line was read without it" in found.said


def test_a_zero_byte_does_not_make_a_text_utf_16(tmp_path: Path) -> None:
    assert len(imported(tmp_path, "f.csv", b"Claim,Link\nRents dou\0bled,https://a.example/1\n").claims) == 1


def test_a_text_with_tabs_is_a_table(tmp_path: Path) -> None:
    assert len(imported(tmp_path, "f.txt", "Claim\tLink\nRents doubled\thttps://a.example/1\n").claims) == 1


def test_verdicts_of_a_long_table_are_several_documents(tmp_path: Path) -> None:
    text = "Claim,Link,Verdict\n" + "\n" * 4998 + "A rose,https://a.example/1,False\nB fell,https://a.example/2,True\n"
    found = imported(tmp_path, "f.csv", text)
    assert {source.title for source in found.sources.values() if source.title} == {"Verdicts in f.csv, rows from 5000"}
