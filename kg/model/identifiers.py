"""What identifies a work or a person, in one form: DOI, PMID, PMCID, ISBN, ISSN, ORCID, arXiv, Handle, URN and web addresses.

Two texts with the same key identify the same thing. The data are never changed: only keys are compared. The prefixes that people
write before an identifier are listed here; check digits and the forms of numbers are left to idutils, which takes a second to
import and is imported for an ISBN, ISSN, ORCID or arXiv identifier only.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from msgspec import Struct

from kg.patterns import regex

_DOI, _ARXIV, _WEB = "doi", "arxiv", "web"
_IDENTIFIERS_ORG: Final = r"(?:https?://(?:www\.)?identifiers\.org/)"
_NCBI: Final = r"(?:https?://(?:www\.)?ncbi\.nlm\.nih\.gov/)"

# Scheme -> how its identifiers are written, with the identifier itself as the only group. The first that fits counts.
_FORMS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (scheme, regex(pattern, re.IGNORECASE))
    for scheme, pattern in (
        (
            _DOI,
            rf"(?:(?:https?://)?(?:(?:www|dx)\.)*doi\.org/(?:doi:)?|doi:?\s*(?=10\.)|info:doi/|urn:doi:|{_IDENTIFIERS_ORG}doi[:/]"
            r"|https?://hdl\.handle\.net/(?=10\.))?(10\.\d{4,9}(?:\.\d+)*(?:/|%2F)\S+)",
        ),
        (
            "pmid",
            rf"(?:pmid:?\s*|pubmed:\s*|info:pmid/|urn:pmid:|{_NCBI}pubmed/|https?://pubmed\.ncbi\.nlm\.nih\.gov/"
            rf"|https?://europepmc\.org/(?:article|abstract)/med/|{_IDENTIFIERS_ORG}(?:pubmed|pmid)[:/])(\d{{1,9}})/?",
        ),
        (
            "pmcid",
            rf"(?:pmcid:?\s*|pmc:\s*|{_NCBI}pmc/articles/|https?://pmc\.ncbi\.nlm\.nih\.gov/articles/"
            rf"|https?://europepmc\.org/(?:article|articles)/(?:pmc/)?|{_IDENTIFIERS_ORG}pmc(?:id)?[:/])?(PMC\d+)/?(?:pdf/?)?",
        ),
        (
            "isbn",
            rf"(?:urn:isbn:|isbn(?:-?1[03])?:?\s*|https?://(?:www\.)?(?:openlibrary|worldcat|isbnsearch)\.org/isbn/"
            rf"|{_IDENTIFIERS_ORG}isbn[:/])([\dX][\dX -]{{8,17}})",
        ),
        ("isbn", r"(97[89][ -]?(?:\d[ -]?){9}\d)"),
        (
            "issn",
            rf"(?:urn:issn:|e?issn(?:-l)?:?\s*|https?://portal\.issn\.org/resource/issn/|{_IDENTIFIERS_ORG}issn[:/])"
            r"(\d{4}-?\d{3}[\dX])",
        ),
        (
            "orcid",
            rf"(?:(?:https?://)?(?:www\.)?orcid\.org/|orcid:?\s*|{_IDENTIFIERS_ORG}orcid[:/])?"
            r"(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?",
        ),
        (
            _ARXIV,
            rf"(?:arxiv:\s*|(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|{_IDENTIFIERS_ORG}arxiv[:/])"
            r"((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?)(?:\.pdf)?/?",
        ),
        ("handle", r"(?:hdl:\s*|info:hdl/|(?:https?://)?hdl\.handle\.net/)([^/\s]+/\S+)"),
        ("urn", r"(?:https?://(?:www\.)?nbn-resolving\.(?:org|de)/)?(urn:[a-z0-9][a-z0-9-]{1,31}:\S+)"),
    )
)
_CHECKED: Final = frozenset({"isbn", "issn", "orcid", _ARXIV})
_ADDRESSES: Final = {
    _DOI: "https://doi.org/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    "isbn": "urn:isbn:{}",
    "issn": "urn:issn:{}",
    "orcid": "https://orcid.org/{}",
    _ARXIV: "https://arxiv.org/abs/{}",
    "handle": "https://hdl.handle.net/{}",
    "urn": "{}",
    _WEB: "https://{}",
}
_OTHER_SPELLINGS: Final = {
    _DOI: (
        "http://doi.org/{}",
        "http://dx.doi.org/{}",
        "https://dx.doi.org/{}",
        "https://www.doi.org/{}",
        "doi:{}",
        "info:doi/{}",
    ),
    "pmid": (
        "https://www.ncbi.nlm.nih.gov/pubmed/{}",
        "http://www.ncbi.nlm.nih.gov/pubmed/{}",
        "pmid:{}",
        "info:pmid/{}",
    ),
    "pmcid": ("https://www.ncbi.nlm.nih.gov/pmc/articles/{}/", "pmcid:{}"),
    "orcid": ("http://orcid.org/{}",),
    _ARXIV: ("http://arxiv.org/abs/{}", "arXiv:{}"),
    "handle": ("http://hdl.handle.net/{}", "hdl:{}"),
}
# The DOIs that arXiv gives to its preprints.
_ARXIV_DOI: Final = regex(r"10\.48550/arxiv\.(\S+)")
_VERSION: Final = regex(r"v\d+$")

# An archive's prefix before the address that it keeps a copy of.
_ARCHIVE: Final = regex(
    r"https?://(?:www\.)?(?:"
    r"(?:web|wayback)\.archive\.org/(?:web/)?|archive\.(?:ph|is|today|li|md|vn|fo)/(?:o/\w+/)?|arquivo\.pt/(?:wayback|noFrame/replay)/"
    r"|webarchive\.nationalarchives\.gov\.uk/(?:ukgwa/|tna/)?|(?:www\.)?webarchive\.org\.uk/wayback/(?:en/)?archive/"
    r"|webarchive\.loc\.gov/(?:all|legacy)/|wayback\.archive-it\.org/(?:\w+/)?"
    r")(?:[\d*.-]+(?:[a-z]{2}_)?/)?(?=https?:/)",
    re.IGNORECASE,
)
_TRACKING: Final = regex(
    r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|ref_src|ref_url|_hs\w+|mkt_tok|cmpid|ocid|ns_\w+|at_\w+"
    r"|xtor|s_cid|smid|guccounter|guce_\w+|oly_\w+_id|vero_id|wt_mc|spm)=",
    re.IGNORECASE,
)
_WEB_ADDRESS: Final = regex(
    r"(?:(?P<scheme>https?):/+)?(?:[^/@\s?#]*@)?(?P<host>[^/?#\s:]+)(?::(?P<port>\d*))?(?P<path>/[^?#\s]*)?(?:\?(?P<query>[^#\s]*))?(?:#(?P<part>\S*))?",
    re.IGNORECASE,
)
_WITHOUT_SCHEME: Final = regex(
    r"(?:www\.[\w-]+|(?:[\w-]+\.)+(?:com|org|net|edu|gov|info|io|int|[a-z]{2})(?=[/:?]))", re.I
)
_ESCAPE: Final = regex(r"%[0-9a-f]{2}", re.IGNORECASE)
# What a web address must hold to be anything but an address; most IRIs of a large graph hold nothing of it.
_MAY_IDENTIFY: Final = regex(
    r"doi|10\.|pubmed|pmc|isbn|issn|orcid|arxiv|hdl|nbn-|identifiers\.|archive|wayback|arquivo", re.IGNORECASE
)


class Identifier(Struct, frozen=True):
    """An identifier in its one form: `scheme` is doi, pmid, pmcid, isbn, issn, orcid, arxiv, handle, urn or web."""

    scheme: str
    value: str

    @property
    def key(self) -> str:
        """What is the same for every spelling of it."""
        return f"{self.scheme}:{self.value}"

    @property
    def iri(self) -> str:
        """The IRI under which it is commonly known."""
        return _ADDRESSES[self.scheme].format(self.value)


def spellings(text: str) -> tuple[str, ...]:
    """The IRIs under which what a text identifies is commonly recorded; the text itself where it identifies nothing."""
    found = identify(text)
    if found is None:
        return (text,)
    if found.scheme == _WEB:
        host, _, rest = found.value.partition("/")
        ends = (found.value, f"{host}/{rest}/") if rest and not rest.endswith("/") else (found.value, f"{host}/")
        hosts = ("", "www.")
        return (text, *(f"{scheme}://{www}{end}" for scheme in ("https", "http") for www in hosts for end in ends))
    return (found.iri, text, *(form.format(found.value) for form in _OTHER_SPELLINGS.get(found.scheme, ())))


@lru_cache(maxsize=65536)
def identify(text: str, scheme: str | None = None) -> Identifier | None:
    """What the whole of a text identifies; None where it is something else, such as a reference in words.

    `scheme` says which kind of identifier the text is known to be, so that it needs no prefix: `identify("12345", "pmid")`.
    """
    bare = text.strip().strip("<>")
    if scheme is not None:
        return _of_scheme(scheme, bare) or identify(bare)
    kept = _without_archive(bare)
    if not kept.lower().startswith("http") or _MAY_IDENTIFY.search(kept):
        for name, form in _FORMS:
            if (match := form.fullmatch(kept)) and (found := _normalized(name, match[1])):
                return found
    address = web_address(kept) if _is_address(kept) else None
    return Identifier(_WEB, address) if address else None


def _of_scheme(scheme: str, text: str) -> Identifier | None:
    """An identifier of a known kind, with or without the prefix of its kind."""
    for name, form in _FORMS:
        if name == scheme and (match := form.fullmatch(text) or form.fullmatch(f"{scheme}:{text}")):
            return _normalized(name, match[1])
    return None


def _normalized(scheme: str, value: str) -> Identifier | None:
    """The one form of an identifier; None where its check digit is wrong or a web address names a part of a document."""
    if scheme in _CHECKED:
        return _checked(scheme, value)
    if scheme == _DOI:
        return _doi(value)
    if scheme == "urn":
        return _urn(value)
    return Identifier(scheme, value.upper() if scheme == "pmcid" else unquote(value).rstrip("/").lower())


def _checked(scheme: str, value: str) -> Identifier | None:
    import idutils

    if scheme == _ARXIV:
        found = idutils.normalize_arxiv(value).removeprefix("arXiv:")
        return Identifier(scheme, _VERSION.sub("", found).lower())
    compact = value.replace(" ", "").replace("-", "").upper()
    if not {"isbn": idutils.is_isbn, "issn": idutils.is_issn, "orcid": idutils.is_orcid}[scheme](compact):
        return None
    found = idutils.normalize_pid(compact, scheme)
    return Identifier(scheme, found.replace("-", "") if scheme == "isbn" else found)


def _doi(value: str) -> Identifier | None:
    """DOIs are compared without regard to case (DOI Handbook, section 2.4)."""
    page, _, query = value.partition("?")
    kept = _without_tracking(query)
    name = unquote(page + (f"?{kept}" if kept else "")).lower()
    if "#" in name:
        return None  # a part of the work, such as a claim in it
    preprint = _ARXIV_DOI.fullmatch(name)
    return _checked(_ARXIV, preprint[1]) if preprint else Identifier(_DOI, name.rstrip("/.,;"))


def _urn(value: str) -> Identifier | None:
    """A URN's namespace is compared without regard to case, what it names is not (RFC 8141, section 3.1); a UUID has hexadecimal digits."""
    _, space, name = value.split(":", 2)
    if "#" in name:
        return None
    space = space.lower()
    if space in {"isbn", "issn"}:
        return None  # its check digit is wrong, or it would have been taken for one
    return Identifier("urn", f"urn:{space}:{name.lower() if space in {'uuid', 'nbn'} else name}")


def _without_archive(text: str) -> str:
    """An address without the prefixes of archives that keep a copy of the page."""
    while match := _ARCHIVE.match(text):
        text = re.sub(r"^(https?):/+", r"\1://", text[match.end() :], flags=re.IGNORECASE)
    return text


def _without_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _TRACKING.match(part))


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://")) or bool(_WITHOUT_SCHEME.match(text))


def web_address(text: str) -> str:
    """A web address without what does not tell pages apart: scheme, `www.`, the standard port, tracking, a closing slash.

    A copy in an archive has the address of the page that was copied. A fragment tells parts of a page apart and stays, except for
    one that only highlights a text.
    """
    match = _WEB_ADDRESS.fullmatch(_without_archive(text.strip()))
    if match is None:
        return ""
    host = match["host"].lower().removeprefix("www.")
    port = f":{match['port']}" if match["port"] not in {None, "", "80", "443"} else ""
    query = _without_tracking(match["query"] or "")
    part = (match["part"] or "").partition(":~:")[0]
    path = _ESCAPE.sub(lambda found: found[0].upper(), match["path"] or "").rstrip("/")
    return f"{host}{port}{path}{f'?{query}' if query else ''}{f'#{part}' if part else ''}"
