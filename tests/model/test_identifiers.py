"""Every spelling of an identifier has one key, and what is no identifier has none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.identifiers import identify, web_address

SPELLINGS = {
    "doi:10.1000/abc": (
        "http://dx.doi.org/10.1000/ABC",
        "https://doi.org/10.1000/abc",
        "http://doi.org/10.1000/abc",
        "doi:10.1000/abc",
        "DOI: 10.1000/abc",
        "https://www.doi.org/10.1000/abc",
        "info:doi/10.1000/abc",
        "10.1000/abc",
        "https://doi.org/10.1000%2Fabc",
        "https://doi.org/10.1000/abc?utm_source=feed",
        "https://web.archive.org/web/20200101000000/https://doi.org/10.1000/abc",
    ),
    "pmid:123": (
        "PMID: 123",
        "pmid:123",
        "https://pubmed.ncbi.nlm.nih.gov/123/",
        "http://www.ncbi.nlm.nih.gov/pubmed/123",
        "https://europepmc.org/article/MED/123",
        "https://identifiers.org/pubmed:123",
    ),
    "pmcid:PMC123": (
        "PMC123",
        "pmcid:PMC123",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123/",
        "https://pmc.ncbi.nlm.nih.gov/articles/pmc123",
    ),
    "isbn:9780306406157": (
        "urn:isbn:0-306-40615-2",
        "URN:ISBN:9780306406157",
        "ISBN 978-0-306-40615-7",
        "ISBN-10: 0306406152",
        "978-0-306-40615-7",
        "https://openlibrary.org/isbn/0306406152",
    ),
    "issn:0317-8471": ("ISSN 0317-8471", "urn:issn:03178471", "https://portal.issn.org/resource/ISSN/0317-8471"),
    "orcid:0000-0002-1825-0097": (
        "http://orcid.org/0000-0002-1825-0097",
        "https://orcid.org/0000-0002-1825-0097",
        "orcid:0000-0002-1825-0097",
        "0000-0002-1825-0097",
    ),
    "arxiv:2101.00001": (
        "arXiv:2101.00001v2",
        "https://arxiv.org/abs/2101.00001",
        "http://arxiv.org/pdf/2101.00001.pdf",
        "https://doi.org/10.48550/arXiv.2101.00001",
    ),
    "arxiv:math/0309136": ("arXiv:math.GT/0309136", "arxiv:math/0309136"),
    "handle:20.500.12345/ab": ("hdl:20.500.12345/AB", "https://hdl.handle.net/20.500.12345/ab"),
    "urn:urn:nbn:de:101:1-201102033592": (
        "URN:NBN:de:101:1-201102033592",
        "https://nbn-resolving.org/urn:nbn:de:101:1-201102033592",
    ),
    "web:example.org/A?b=1": (
        "http://www.Example.org:80/A/?utm_source=x&b=1#:~:text=some",
        "https://example.org/A?b=1",
        "https://web.archive.org/web/2020id_/http://example.org/A?b=1",
        "https://archive.ph/2020.01.01-120000/https://example.org/A?b=1",
        "https://webarchive.nationalarchives.gov.uk/ukgwa/20140203/http://example.org/A?b=1&fbclid=2",
        "example.org/A?b=1",
    ),
}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in SPELLINGS.items() for text in texts])
def test_every_spelling_has_one_key(key: str, text: str) -> None:
    found = identify(text)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("key", SPELLINGS)
def test_the_common_iri_of_an_identifier_identifies_the_same(key: str) -> None:
    found = identify(SPELLINGS[key][0])
    assert found is not None
    assert identify(found.iri) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ONS 2023 release",
        "Doe J (2019) Counting children. J Stat 3:1-9",
        "Doe, see doi:10.1000/abc",
        "and/or",
        "12345",
        "2019",
        "0306406152",
        "urn:isbn:0306406153",
        "ISSN 0317-8472",
        "mailto:someone@example.org",
    ],
)
def test_words_bare_numbers_and_wrong_check_digits_identify_nothing(text: str) -> None:
    assert identify(text) is None


@pytest.mark.parametrize(
    ("text", "scheme", "key"),
    [
        ("12345", "pmid", "pmid:12345"),
        ("0306406152", "isbn", "isbn:9780306406157"),
        ("10.1000/ABC", "doi", "doi:10.1000/abc"),
        ("03178471", "issn", "issn:0317-8471"),
        ("2101.00001", "arxiv", "arxiv:2101.00001"),
    ],
)
def test_a_property_that_says_the_kind_spares_the_prefix(text: str, scheme: str, key: str) -> None:
    found = identify(text, scheme)
    assert found is not None
    assert found.key == key


def test_a_part_of_a_work_is_not_the_work() -> None:
    whole, part = identify("https://doi.org/10.1000/abc"), identify("https://doi.org/10.1000/abc#claim")
    assert whole is not None
    assert part is not None
    assert whole.key != part.key
    assert web_address("https://e.org/doc#a") != web_address("https://e.org/doc#b")


@given(
    st.text(st.sampled_from("/%#?&=:.-ab 10"), max_size=30), st.sampled_from(("", "https://e.org/", "doi:", "urn:x"))
)
def test_normalizing_twice_changes_nothing(text: str, prefix: str) -> None:
    found = identify(prefix + text)
    if found is not None:
        assert identify(found.iri) == found
