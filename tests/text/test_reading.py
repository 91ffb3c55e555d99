"""Documents of all formats give the same text, claims and references; what is broken, foreign or too large is refused in one line."""

from __future__ import annotations

import io
import zipfile

import pytest

from kg.errors import UsageError
from kg.text.document import BlockKind, Document
from kg.text.reading import read_document
from kg.text.references import references
from kg.text.statements import statements
from tests.formats.tables.workbooks import repacked
from tests.text.files import BODY, HEADING, TITLE, docx_of, pdf, pdf_of

PARTS = [
    ("title", "Homes stand empty in Millbrook"),
    ("p", "A survey by the Millbrook Council found at least 1,200 empty homes in 2024 [3]. It is the most in the history of the town."),
    ("h", "What was counted"),
    ("p", "According to the Housing Trust, 12% of the flats had been empty for more than a year [1][2]. The council said it would act."),
    ("h", "Sources"),
    ("e", "[2] Housing Trust, Annual review, 2023."),
    ("e", "[3] Millbrook Council, Survey of empty homes, 2024."),
    ("e", "[1] Housing Trust, Flats in the town, 2022."),
]  # fmt: skip


def as_html() -> bytes:
    tags = {"title": "h1", "p": "p", "h": "h2", "e": "p"}
    body = "".join(f"<{tags[kind]}>{text}</{tags[kind]}>" for kind, text in PARTS)
    return f"<!DOCTYPE html><html lang=en><body><article>{body}</article></body></html>".encode()


def as_markdown() -> bytes:
    lead = {"title": "# ", "p": "", "h": "## ", "e": ""}
    return "\n\n".join(f"{lead[kind]}{text}" for kind, text in PARTS).encode()


def as_text() -> bytes:
    return "\n\n".join(text for _, text in PARTS).encode()


def as_pdf() -> bytes:
    sizes = {"title": TITLE, "p": BODY, "h": HEADING, "e": BODY}
    return pdf_of((sizes[kind], text) for kind, text in PARTS)


def as_docx() -> bytes:
    styles = {"title": "Title", "p": "Normal", "h": "Heading 1", "e": "Normal"}
    return docx_of((styles[kind], text) for kind, text in PARTS)


def _without_names(content: bytes) -> bytes:
    return content.replace(b"PartName", b"Name")


FORMS = {"html": as_html, "md": as_markdown, "txt": as_text, "pdf": as_pdf, "docx": as_docx}


def read(name: str, text: str | bytes) -> Document:
    return read_document(name, text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize("ending", FORMS)
def test_every_format_gives_the_same_claims_and_references(ending: str) -> None:
    found = statements(read(f"page.{ending}", FORMS[ending]()))
    entries = found.references.entries
    claims = [
        (
            str(one.figure and one.figure.figure.stated),
            one.figure and one.figure.figure.unit,
            one.attribution and one.attribution.who,
            [entries[number].text.split(",")[1].strip() for ref in one.references for number in ref.mark.entries],
        )
        for one in found.statements
    ]
    assert claims == [
        ("1,200", "empty homes", "Millbrook Council", ["Survey of empty homes"]),
        ("12%", "flats", "Housing Trust", ["Flats in the town", "Annual review"]),
    ]
    assert found.document.title == "Homes stand empty in Millbrook"


def test_offsets_count_characters_of_the_one_text() -> None:
    found = statements(read("page.html", as_html()))
    for one in found.statements:
        assert found.document.text[one.start : one.end] == one.sentence
        assert one.figure is not None
        assert str(one.figure.figure.stated) in found.document.text[one.figure.start : one.figure.end]


def test_what_surrounds_an_article_is_left_out() -> None:
    page = (
        "<html lang=en><body><nav>5,000 readers</nav><div class=cookie-consent>We use 12 cookies</div><main><p>In the town, 300 homes were "
        "empty, and the council says that this is the most that it has ever had.</p></main><aside>90 more stories</aside>"
        "<footer>Since 1999, 4 million copies</footer><script>var x = 99</script></body></html>"
    )
    assert [one.figure and one.figure.figure.stated for one in statements(read("a.html", page)).statements] == ["300"]


def test_a_page_says_what_it_is() -> None:
    page = (
        "<html lang=en-GB><head><title>x | The Record</title><meta property='og:title' content='Empty homes'>"
        "<meta property='og:site_name' content='The Record'><meta name=author content='By Ann Lee and Bo Day'>"
        "<meta property='article:published_time' content='2024-03-02T10:00:00Z'><link rel=canonical href='https://record.example/a'>"
        '<script type="application/ld+json">{broken</script></head><body><p>There were 30 homes.</p></body></html>'
    )
    found = read("a.html", page)
    assert (found.title, found.outlet, found.authors) == ("Empty homes", "The Record", ("Ann Lee", "Bo Day"))
    assert (found.issued, found.url, found.language) == ("2024-03-02", "https://record.example/a", "en-GB")


def test_json_ld_says_it_where_the_head_does_not() -> None:
    page = (
        '<html><head><script type="application/ld+json">{"@graph": [{"headline": "Empty", "datePublished": "2023-05-06", '
        '"author": [{"name": "Ann Lee"}], "publisher": {"name": "Record"}}]}</script></head><body><p>Some 30 homes.</p></body></html>'
    )
    found = read("a.html", page)
    assert (found.title, found.outlet, found.authors, found.issued) == ("Empty", "Record", ("Ann Lee",), "2023-05-06")


def test_a_copyright_year_is_no_date_of_issue() -> None:
    assert read("a.html", "<html><body><p>Some 30 homes.</p><p>Copyright 2020</p></body></html>").issued is None


def test_cells_have_the_heads_of_their_column_and_row() -> None:
    page = (
        "<table><caption>Empty homes in Millbrook</caption><tr><th>Ward</th><th>2023</th><th>2024</th></tr>"
        "<tr><th>North</th><td>300</td><td>412</td></tr></table>"
    )
    found = read("a.html", f"<html><body>{page}</body></html>")
    cells = [(found.words(b), b.heads, b.caption) for b in found.blocks if b.kind is BlockKind.CELL]
    caption = "Empty homes in Millbrook"
    assert cells == [("300", ("2023", "North"), caption), ("412", ("2024", "North"), caption)]


def test_superscript_numbers_are_marks_and_not_digits() -> None:
    page = (
        "<html><body><p>There were 1,400<sup>2</sup> homes on 3 km<sup>2</sup>.</p><h2>Notes</h2><ol><li>First.</li>"
        "<li>Survey, 2024.</li></ol></body></html>"
    )
    found = statements(read("a.html", page))
    one = found.statements[0]
    assert one.figure is not None
    assert one.figure.figure.low == 1400
    assert [found.references.entries[n].text for ref in one.references for n in ref.mark.entries] == ["Survey, 2024."]


def test_footnotes_of_markdown_are_entries() -> None:
    found = statements(
        read("a.md", "Of the homes, 300 were empty.[^survey]\n\n[^survey]: Survey, <https://a.example/x>\n")
    )
    assert [ref.mark.entries for ref in found.statements[0].references] == [(0,)]
    assert found.references.entries[0].addresses == ("https://a.example/x",)


def test_tei_gives_title_authors_and_references_by_their_ids() -> None:
    text = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Homes</title></titleStmt>
    <publicationStmt><date when="2021-04">April</date></publicationStmt><sourceDesc><biblStruct><analytic><author><persName>
    <forename>Ann</forename><surname>Lee</surname></persName></author></analytic><idno type="DOI">10.1000/a</idno></biblStruct>
    </sourceDesc></fileDesc></teiHeader><text xml:lang="en"><body><div><head>Results</head><p>We counted 300 homes
    <ref type="bibr" target="#b1">[2]</ref>.</p></div></body><back><listBibl><biblStruct xml:id="b0"><monogr><title>Other</title></monogr>
    </biblStruct><biblStruct xml:id="b1"><monogr><title>Survey</title></monogr></biblStruct></listBibl></back></text></TEI>"""
    found = statements(read("a.tei.xml", text))
    document = found.document
    assert (document.title, document.authors, document.issued, document.doi) == (
        "Homes",
        ("Ann Lee",),
        "2021-04",
        "10.1000/a",
    )
    assert [found.references.entries[n].text for r in found.statements[0].references for n in r.mark.entries] == [
        "Survey"
    ]


def test_running_heads_and_page_numbers_of_a_pdf_are_left_out_and_hyphens_mended() -> None:
    sentence = "The council counted 30 empty homes in the long street, and it said that it would count the others too."
    words = "north south east west long short old new high low".split()
    texts = [sentence.replace("long", f"{one} and {other}") for one in words for other in words[:6]]
    found = read("a.pdf", pdf_of([(BODY, text) for text in texts]))
    assert "Record" not in found.text
    assert {block.page for block in found.blocks} == {1, 2, 3, 4}
    broken = pdf([[(60, 700, 11, "The survey found 40 dwel-"), (60, 686, 11, "lings of the town.")]])
    assert read("b.pdf", broken).text == "The survey found 40 dwellings of the town."


def test_raised_small_digits_of_a_pdf_are_superscripts() -> None:
    made = pdf([[(60, 700, 11, "There were 300 homes"), (165, 704, 6, "2"), (170, 700, 11, " in the town.")]])
    assert read("a.pdf", made).text == "There were 300 homes² in the town."


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF-1.4\nnothing", "not a PDF that can be read"),
        ("a.pdf", b"hello", "not a PDF file, whatever its name says"),
        ("a.docx", b"PK\x03\x04 broken", "its archive is broken"),
        ("parts.docx", repacked(as_docx(), {"[Content_Types].xml": _without_names}), "not a DOCX file that can be read"),
        ("a.xml", b"<note>x</note>", "not TEI"),
        ("a.xml", b"<?xml version='1.0' encoding='rot13'?><TEI/>", "not TEI that can be read"),
        ("a.xml", b"<TEI><!DOCTYPE x [<!ENTITY a 'b'>]></TEI>", "not TEI that can be read"),
        ("a.bin", b"\0\1\2", "not in a format that is read here"),
        ("a.html", b"<html><body> </body></html>", "there is no text in this page"),
        ("a.txt", b"  \n", "there is no text in this file"),
        ("a.html", b"<html>" + b"<b>" * 400_001, "has more than 400,000 tags"),
        ("a.txt", b"a" * (33 * 2**20), "larger than 32 MB"),
        ("a.pdf", b"%PDF-1.4\n" + b"1 0 obj\n" * 600_001, "has more than 600,000 objects"),
        ("a.html", "<html lang=de><p>Der Rat sagt, dass 300 Häuser leer sind</p></html>".encode(), "not in English; the page says “de”"),
        ("a.txt", ("Der Rat hat in der Stadt Häuser gezählt und es ist nicht gut für die Leute. " * 9).encode(), "seems not to be in"),
        ("a.txt", ("Совет насчитал в городе триста пустых домов, и это очень плохо. " * 9).encode(), "Only English is read"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(name: str, data: bytes, words: str) -> None:
    with pytest.raises(UsageError) as found:
        read_document(name, data)
    assert str(found.value).startswith(f"{name}: ")
    assert words in str(found.value)
    assert "\n" not in str(found.value)


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (300 * 2**20))
    with pytest.raises(UsageError, match="would unpack to 300 MB"):
        read_document("bomb.docx", out.getvalue())


def test_nesting_so_deep_that_text_is_lost_is_refused() -> None:
    with pytest.raises(UsageError, match="nested more than 1,500 tags deep"):
        read("a.html", f"<html><body>{'<div>' * 5000}<p>There were 30 homes.</p></body></html>")
    found = read("a.html", f"<html><body>{'<div>' * 1000}<p>There were 30 homes.</p></body></html>")
    assert "30 homes" in found.text


def test_entries_of_a_list_line_by_line_are_entries_each() -> None:
    found = references(
        read_document("a.md", b"# A\n\nWe saw 412 workers [2].\n\n## Sources\n\n[2] Census, 2023\n[1] Survey, 2016\n")
    )
    assert [entry.label for entry in found.entries] == ["2", "1"]
    assert [mark.entries for mark in found.marks] == [(0,)]


def test_a_line_in_bold_before_a_table_is_its_caption_and_says_what_the_cells_count() -> None:
    page = b"# A\n\n**Buses a day [1]**\n\n| Place | 2010 |\n| --- | --- |\n| Northray | 64 |\n\n## Sources\n\n[1] Buses, 2010\n"
    (cell,) = statements(read_document("a.md", page)).statements
    assert cell.figure is not None
    assert (cell.figure.figure.unit, cell.figure.figure.category) == ("buses a day", "Northray")
    assert [reference.mark.entries for reference in cell.references] == [(0,)]


def test_who_speaks_in_an_interview_is_the_speaker_of_what_is_said_there() -> None:
    page = "# A\n\nThora Linde: We lost 40,000 trees.\n\nJA: When?\n\nTL: In one night. It took 310 hours.\n\nJA: Thank you.\n"
    found = statements(read_document("a.md", page.encode()))
    assert [one.attribution.who for one in found.statements if one.attribution] == ["Thora Linde", "Thora Linde"]


def test_a_line_that_says_who_posted_a_page_and_when_dates_it() -> None:
    page = "# Bikes\n\nPosted by Wilf Tarrow on 9 September 2022 in Streets\n\nThere were 38 crashes last year.\n"
    document = read_document("a.md", page.encode())
    assert (document.issued, document.authors) == ("2022-09-09", ("Wilf Tarrow",))
    (one,) = statements(document).statements
    assert one.figure is not None
    assert (str(one.figure.figure.period), one.figure.figure.area) == ("2021", None)


def test_a_document_of_very_many_figures_is_refused_by_name() -> None:
    document = read_document("long.txt", b"The town counted 1,200 homes and 300 shops.\n\n" * 6)
    assert len(statements(document, "long.txt", 12).statements) == 12
    with pytest.raises(
        UsageError, match=r"^long.txt: states more than 11 figures; read it in parts; nothing of it was read$"
    ):
        statements(document, "long.txt", 11)
