"""Nanopublications: read in three parts, refused with the reason, checked against their trusty URIs, and written from claims."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
import rdflib

from kg.errors import BadDataError
from kg.formats.exchange.nanopub_parts import fault, nanopubs
from kg.formats.exchange.nanopub_writing import write
from kg.rdf.statements import statements
from tests.formats.importing.support import imported
from tests.formats.test_round_trips import records_of

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """\
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix npx: <http://purl.org/nanopub/x/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix cito: <http://purl.org/spar/cito/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://ex.example/> .
@prefix this: <https://np.example/one> .
@prefix sub: <https://np.example/one/> .
"""
PARTS = {
    "Head": (
        "this: a np:Nanopublication; np:hasAssertion sub:assertion; np:hasProvenance sub:provenance; "
        "np:hasPublicationInfo sub:pubinfo ."
    ),
    "assertion": 'sub:homes rdfs:label "1,400 homes stand empty" . <https://doi.org/10.1000/a> cito:disputes <https://doi.org/10.1000/b> .',
    "provenance": (
        "sub:assertion prov:wasAttributedTo ex:jane; prov:wasDerivedFrom <https://data.example/homes>; prov:wasGeneratedBy sub:count . "
        'sub:count rdfs:label "a count of records"; prov:used <https://data.example/x>, <https://data.example/y> .'
    ),
    "pubinfo": (
        'this: dct:created "2024-07-03T07:08:30Z"^^xsd:dateTime; dct:creator ex:desk; rdfs:label "Empty homes"; '
        'npx:introduces sub:homes; npx:supersedes <https://np.example/old> . ex:jane foaf:name "Jane Doe" . ex:desk foaf:name "The Desk" .'
    ),
}
KEY = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQD3RHyHR7WWKBYevw1qK86B6RVzI7oKlvghqXvbpOAX1KueDE6Itru34HRhrVy4"
    "OMLCRQWBE3VXktKdbgOxD3vC4cIxz5LX+XOgGWzv5WKSjOfXu/yIeJrzsuIkyHvw7/tToGrE0itJ1wGylJv+YieizmGvNiUHhP0J"
    "0+YFMNnvewIDAQAB"
)
SIGNATURE = (
    "ZEkpGfJSwa6F4YQfICkcqmbMvNRLkNUamGIhWNQpp8DtTO4357U2DWocL6ZVtjlUtFWzNbSbrMxqftOBkpTcOo10nxPnUmQ9T7j6"
    "F545HEebTBseSlvXW7UJPqJN+k88TOHw04R8oVqW5zTIoq9F6gSqOG8RYOctYmSyG2xT+GU="
)
# From the test suite of nanopublications (CC0): the code is that of its content.
TRUSTY = """\
@prefix this: <http://example.org/nanopub-validator-example/RA7OTm5WtoZVCqgBVpHZOsx_44wEKlIBjOKHZYNbdukIs> .
@prefix sub: <http://example.org/nanopub-validator-example/RA7OTm5WtoZVCqgBVpHZOsx_44wEKlIBjOKHZYNbdukIs/> .
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix ex: <http://example.org/> .
@prefix pav: <http://purl.org/pav/> .
@prefix npx: <http://purl.org/nanopub/x/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dc: <http://purl.org/dc/terms/> .
sub:Head { this: a np:Nanopublication; np:hasAssertion sub:assertion; np:hasProvenance sub:provenance; np:hasPublicationInfo sub:pubinfo . }
sub:assertion { ex:mosquito ex:transmits ex:malaria . }
sub:provenance { sub:assertion prov:hadPrimarySource <http://dx.doi.org/10.3233/ISU-2010-0613> . }
sub:pubinfo {
  this: a npx:ExampleNanopub; dc:created "2014-07-24T18:05:11+01:00"^^xsd:dateTime; pav:createdBy <http://orcid.org/0000-0002-1267-0234> .
  sub:sig npx:hasAlgorithm "RSA";
    npx:hasPublicKey "KEY";
    npx:hasSignature "SIGNATURE";
    npx:hasSignatureTarget this:; npx:signedBy <https://orcid.org/0000-0000-0000-0000> .
}
""".replace("KEY", KEY).replace("SIGNATURE", SIGNATURE)


def trig(**other: str) -> str:
    parts = PARTS | other
    return PREFIXES + "\n".join(f"sub:{name} {{ {text} }}" for name, text in parts.items())


def test_assertion_provenance_and_publication_info_become_claim_links_and_source(tmp_path: Path) -> None:
    found = imported(tmp_path, "n.trig", trig())
    source = found.sources["empty-homes"]
    assert (source.title, source.kind, source.url, source.issued and source.issued.edtf) == (
        "Empty homes",
        "nanopublication",
        "https://np.example/one",
        "2024-07-03",
    )
    (claim,) = found.claims.values()
    assert (claim.id, claim.says) == ("empty-homes/1-400-homes-stand-empty", "1,400 homes stand empty")
    assert claim.by == ("jane-doe",)
    assert claim.making is not None
    assert claim.making.how == "a count of records"
    node = claim.id
    assert found.links == {
        (node, "derives-from", "data-example-homes"),
        (node, "derives-from", "data-example-x"),
        (node, "derives-from", "data-example-y"),
        ("empty-homes", "supersedes", "np-example-old"),
        ("doi-org-a", "disputes", "doi-org-b"),
    }
    assert {link.group for link in found.records.links if link.target.endswith(("-x", "-y"))} == {f"{node}#needs-1"}


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"Head": "this: a np:Nanopublication; np:hasAssertion sub:assertion ."}, "its head names no provenance graph, not one"),
        ({"Head": PARTS["Head"] + " this: np:hasAssertion sub:other ."}, "its head names 2 assertion graphs, not one"),
        ({"Head": PARTS["Head"].replace("sub:provenance", "sub:assertion")}, "two of its graphs"),
        ({"assertion": ""}, "its assertion graph is empty, or has another name than its head says"),
        ({"provenance": "ex:a prov:wasAttributedTo ex:jane ."}, "its provenance does not speak of its assertion"),
        ({"pubinfo": "ex:a dct:creator ex:jane ."}, "its publication info does not speak of the nanopublication"),
        ({"assertion": 'ex:a ex:count "two"^^xsd:integer .'}, "“two” is not of its type integer"),
    ],
)  # fmt: skip
def test_a_malformed_nanopublication_is_left_out_with_the_reason(
    tmp_path: Path, parts: dict[str, str], why: str
) -> None:
    good = trig().replace("np.example/one", "np.example/two").replace("Empty homes", "Good")
    found = imported(tmp_path, "n.trig", f"{trig(**parts)}\n{good}")
    assert why in found.said
    assert "good" in found.sources
    assert "empty-homes" not in found.sources
    assert "https://np.example/one" in (found.folder / "_import" / "n.left-out.txt").read_text()


def test_content_that_does_not_fit_the_trusty_uri_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.trig"
    path.write_text(TRUSTY)
    (good,), _ = nanopubs(statements(path))
    assert fault(good) is None
    path.write_text(TRUSTY.replace("ex:malaria", "ex:rubella"))
    (changed,), _ = nanopubs(statements(path))
    assert "its content was changed: its trusty URI says RA7OTm5WtoZVCqgBVpHZOsx_44wEKlIBjOKHZYNbdukIs" in str(
        fault(changed)
    )


def test_a_file_without_nanopublications_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="no nanopublication"):
        imported(tmp_path, "n.trig", PREFIXES + "ex:a ex:b ex:c .", form="nanopub")


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_a_claim_with_its_links_is_written_and_comes_back(tmp_path: Path) -> None:
    claim = {
        "says": "1,400 homes stand empty.", "figure": "at least 1,400 homes, Leeds, 2019", "by": ["Jane Doe"],
        "leans on": [{"cites": "t/d"}], "speaks to": [{"disputes": "u"}],
    }  # fmt: skip
    before = records_of(
        tmp_path / "d",
        {"source": "s", "title": "Paper", "url": "https://o.example/paper", "claims": {"c": claim}},
        {"source": "t", "title": "Tables", "claims": {"d": {"says": "1,400 homes."}}},
        {"source": "u", "title": "Other", "url": "https://doi.org/10.1000/abc"},
    )
    stream = StringIO()
    assert write(before, stream) == ("u: makes no claim",)
    path = tmp_path / "n.trig"
    path.write_text(stream.getvalue())
    found, others = nanopubs(statements(path))
    assert [fault(one) for one in found] == [None, None]
    assert not others
    # The same number of statements as another reader finds.
    assert len({*statements(path)}) == len(rdflib.Dataset().parse(data=stream.getvalue(), format="trig"))
    after = imported(tmp_path, "n.trig", stream.getvalue())
    assert {one.says: one.by for one in after.records.claims} == {
        "1,400 homes stand empty.": ("jane-doe",),
        "1,400 homes.": (),
    }
    assert after.links == {("paper/c", "cites", "t/d"), ("paper/c", "disputes", "other")}
    assert {one.title: one.url for one in after.records.sources} == {one.title: one.url for one in before.sources}
