# ruff: noqa: E501 - sentences of documents stand whole
"""Labelled documents of our own, with the traps of real ones: what a careful reader would draft from each.

A label is the number as worded, the unit, the labels of the references, and who is named as its source or speaker (None: nobody).
"""

from __future__ import annotations

from dataclasses import dataclass

Label = tuple[str, str | None, tuple[str, ...], str | None]


@dataclass(frozen=True)
class Sample:
    """A document with its labels."""

    name: str
    text: str
    labels: tuple[Label, ...]


def _page(body: str) -> str:
    return f"<html lang=en><body><nav>12 stories</nav><article>{body}</article><footer>Since 1987, 9 million readers</footer></body></html>"


SAMPLES = (
    Sample(
        "news.html",
        _page(
            "<h1>Empty homes rise</h1><p>At least 1,200 homes stand empty in Millbrook, according to the Housing Trust.<sup>2</sup> "
            "The council said that 300 of them would be let by 2026.</p><p>“We counted 77 roofs with holes,” Ann Lee told the BBC. "
            "COVID-19 delayed the count, one of the officers wrote on page 14.</p><h2>Sources</h2><ol><li>Millbrook Council, Plan.</li>"
            "<li>Housing Trust, Review.</li></ol>"
        ),
        (
            ("1,200", "homes", ("2",), "Housing Trust"),
            ("300", None, (), "council"),
            ("77", "roofs", (), "Ann Lee"),
        ),
    ),
    Sample(
        "report.md",
        "# Ferry accidents\n\nIn 2023 there were 48 accidents [3], a rise of 12% on the year before [1][3].\n\n"
        "An audit by the Harbour Board found that 9 in 10 ferries had lifejackets [2].\n\n"
        "## References\n\n[2] Harbour Board, Audit, 2023\n\n[3] Coast Office, Accidents, 2024\n\n[1] Coast Office, Accidents, 2023\n",
        (
            ("48", "accidents", ("3",), None),
            ("12%", "accidents", ("1", "3"), None),
            ("9 in 10", "ferries", ("2",), "Harbour Board"),
        ),
    ),
    Sample(
        "abstract.txt",
        "We studied 2,400 patients in four hospitals (Smith & Jones, 2014). The rate of falls was 6.4 per 1,000 patients. "
        "Smith and Jones (2014) found a rate of 7.1 per 1,000 patients, and others 5 per cent (Brown et al., 2015).\n\nReferences\n\n"
        "Brown, A., Green, B. and Black, C. (2015). Falls in wards. Journal of Wards.\n\nSmith, J. and Jones, K. (2014). A count of falls. Wards.\n",
        (
            ("2,400", "patients", ("smith",), None),
            ("6.4", "falls", (), None),
            ("7.1", None, ("smith",), "Smith and Jones"),
            ("5 per cent", None, ("brown",), None),
        ),
    ),
    Sample(
        "encyclopaedia.html",
        _page(
            "<h1>Millbrook</h1><p>Millbrook has 14,200 inhabitants<sup><a href='#cite_note-2'>[2]</a></sup> and covers 31 km<sup>2</sup>."
            "<sup><a href='#cite_note-1'>[1]</a></sup> The mill closed on 3 May 1987.</p><h2>References</h2><ol>"
            "<li id='cite_note-1'>Survey Office, Map.</li><li id='cite_note-2'>Census 2021.</li></ol>"
        ),
        (("14,200", "inhabitants", ("2",), None), ("31", "km²", ("1",), None)),
    ),
    Sample(
        "release.html",
        _page(
            "<h1>Statistics on burglary, 2024</h1><p>The police recorded 5,310 burglaries in the year to March 2024.</p>"
            "<table><caption>Burglaries by area</caption><tr><th>Area</th><th>2023</th><th>2024</th></tr>"
            "<tr><th>North</th><td>1,204</td><td>1,310</td></tr><tr><th>South</th><td>3,900</td><td>4,000</td></tr></table>"
        ),
        (
            ("5,310", "burglaries", (), None),
            ("1,204", "burglaries", (), None),
            ("1,310", "burglaries", (), None),
            ("3,900", "burglaries", (), None),
            ("4,000", "burglaries", (), None),
        ),
    ),
    Sample(
        "blog.md",
        "# My town\n\nMore than 60% of the shops are closed, says [the chamber](https://chamber.example/shops). I counted 41 shops myself.\n\n"
        "> “Nearly 500 people signed the petition,” wrote Bo Day.\n\nTwo things matter here, and three reasons speak for each.\n",
        (
            ("60%", "shops", ("https://chamber.example/shops",), None),
            ("41", "shops", (), None),
            ("500", "people", (), "Bo Day"),
        ),
    ),
    Sample(
        "shifted.txt",
        "Wages rose by 3.2% [7]. Rents rose by 8.1% [8], and 40,000 tenants moved [9, 7].\n\nSources:\n[7] Pay Office\n[8] Rent Office\n[9] Move Office\n",
        (
            ("3.2%", "wages", ("7",), None),
            ("8.1%", "rents", ("8",), None),
            ("40,000", "tenants", ("9", "7"), None),
        ),
    ),
    Sample(
        "range.txt",
        "Between 400 and 600 trees fell in the storm of 2022 [1–3]. A fifth of all households lost power.\n\nNotes\n\n1. Tree Office\n2. Storm Office\n3. Wind Office\n",
        (("Between 400 and 600", "trees", ("1", "2", "3"), None), ("A fifth", "households", (), None)),
    ),
    Sample(
        "footnotes.md",
        "The bridge cost £4.5 million.[^cost] It carries 9,000 cars a day.[^cars]\n\n[^cars]: Road Office, Count\n[^cost]: Bridge Office, Bill\n",
        (("4.5 million", "£", ("cost",), None), ("9,000", "cars", ("cars",), None)),
    ),
    Sample(
        "speech.txt",
        "The minister told the committee that 1.3 million people were waiting. A spokeswoman for the Rail Company said 212 trains were late. "
        "Research by the University of Millbrook shows that 35% of pupils skip breakfast.\n",
        (
            ("1.3 million", "people", (), "minister"),
            ("212", "trains", (), "spokeswoman"),
            ("35%", "pupils", (), "University of Millbrook"),
        ),
    ),
    Sample(
        "lookalikes.txt",
        "Section 12 of the 1998 Act applies, see Table 4. Call 020 7946 0958 before 5 pm. Flight BA117 left at 10:45 on 12 June 2020. "
        "In all, 640 passengers were moved. Version 2.1.3 was used.\n",
        (("640", "passengers", (), None),),
    ),
    Sample(
        "nested.html",
        _page(
            "<p>“The report says ‘some 900 files were lost’, and that is a scandal,” said Carla Stone. The archive holds 12,000 boxes"
            " (<cite>Annual report</cite>).</p>"
        ),
        (("900", "files", (), "Carla Stone"), ("12,000", "boxes", (), None)),
    ),
)
