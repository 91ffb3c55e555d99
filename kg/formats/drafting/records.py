"""Draft records from what a document states: its source, a claim for each figure and finding, and a source for each reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from kg.errors import count
from kg.formats.drafting.figures import figure_value
from kg.formats.importing.checking import checked, is_unknown
from kg.formats.importing.index import Index, short_id, work_key
from kg.model.plain_text import folded
from kg.text.document import BlockKind

if TYPE_CHECKING:
    from kg.formats.importing.on_record import OnRecord
    from kg.text.references import Entry, Mark, References
    from kg.text.statements import Reference, Statement, Statements

_LONGEST_TITLE: Final = 180
_MOST_QUOTED: Final = 150
_UNNAMED: Final = frozenset("a an the one this that new official recent government some".split())
_MEDIA_KINDS: Final = {"text/html": "web article"}


class Drafted(Struct):
    """What was drafted: the id of the source, the records by source id, areas that no record defines, and remarks for the reader."""

    source: str
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def claims(self) -> dict[str, dict[str, Any]]:
        """The claims of the document itself, by name."""
        found: dict[str, dict[str, Any]] = self.documents[self.source].get("claims", {})
        return found

    def summary(self) -> str:
        """What was drafted, in one line."""
        figures = sum("figure" in claim for claim in self.claims.values())
        others = len(self.documents) - 1
        findings = count(len(self.claims) - figures, "finding")
        return f"{count(figures, 'figure')}, {findings} without a number, {count(others, 'other source')}"


def draft(found: Statements, on_record: OnRecord, facts: dict[str, str] | None = None) -> Drafted:
    """The draft records of a document; works that are on record already are linked by their ids.

    `facts` are keys of the source that a person states: title, url, issued, kind, source (its id).
    """
    index = Index()
    on_record.fill(index)
    try:
        return _Drafter(found, index, facts or {}).made()
    finally:
        index.close()


class _Drafter:
    """Drafts the records of one document."""

    def __init__(self, found: Statements, index: Index, facts: dict[str, str]) -> None:
        self.found, self.index, self.facts = found, index, facts
        self.references: References = found.references
        self.entries: dict[int, str] = {}

    def made(self) -> Drafted:
        source = self._source()
        self.drafted = Drafted(str(source["source"]))
        self.drafted.documents[self.drafted.source] = source
        claims: dict[str, dict[str, Any]] = {}
        for statement in self.found.statements:
            name, claim = self._claim(statement)
            claims.setdefault(name, claim)
        if claims:
            source["claims"] = claims
        if rest := self._rest():
            source["leans on"] = rest
        self._check()
        return self.drafted

    def _source(self) -> dict[str, Any]:
        document = self.found.document
        stated = {
            "title": (document.title or "")[:_LONGEST_TITLE] or None,
            "kind": _MEDIA_KINDS.get(document.media_type),
            "url": document.url,
            "issued": document.issued,
        } | {key: value for key, value in self.facts.items() if key != "source"}
        address = str(stated["url"] or "") or (f"https://doi.org/{document.doi}" if document.doi else "")
        wish = "" if address else str(stated["title"] or "document")
        known = self.facts.get("source") or self.index.source(address or None, wish=wish, named=wish)
        record: dict[str, Any] = {"source": known, "draft": "yes"} | {k: v for k, v in stated.items() if v}
        if document.outlet:
            record["publisher"] = [document.outlet]
        if document.authors:
            record["authors"] = list(document.authors)
        if document.doi:
            record["same as"] = [f"https://doi.org/{document.doi}"]
        self.index.note(known)
        return record

    def _claim(self, statement: Statement) -> tuple[str, dict[str, Any]]:
        figure = statement.figure.figure if statement.figure else None
        words = f"{statement.sentence} {figure.number if figure else ''} {statement.start}"
        parts = (figure.number, figure.unit, figure.area) if figure else statement.sentence.split()[:5]
        name = self.index.claim(self.drafted.source, words, " ".join(filter(None, parts)))
        claim: dict[str, Any] = {}
        if figure is not None:
            claim["figure"] = figure_value(figure)
            if figure.area and figure.area != "World":
                self._area(figure.area)
        claim["at"] = _locator(statement)
        if statement.kind is not BlockKind.CELL:
            claim["quote"] = " ".join(statement.sentence.split()[:_MOST_QUOTED])
        if statement.attribution is not None and statement.attribution.speaker:
            who = statement.attribution.who
            claim["by"] = [who[:1].upper() + who[1:]]
        if statement.context:
            claim["not seen"] = [one.field for one in statement.context]
        if note := self._note(statement):
            claim["note"] = note
        if links := self._links(statement):
            claim["leans on"] = links
        return name, claim

    def _note(self, statement: Statement) -> str:
        parts = [f"{one.field} from context, {one.where}: “{_short(one.words)}”" for one in statement.context]
        if statement.figure is None:
            parts.append("a finding without a number")
        if statement.quoted:
            parts.append(
                "within a quotation of someone else" + ("" if statement.attribution else ", who is not named near it")
            )
        if statement.heads:
            parts.append(f"table cell: {' · '.join(statement.heads)}")
        said = statement.attribution
        if said is not None and not said.speaker and not _is_name(said.named):
            parts.append(f"source in the words of the page: “{said.named}”")
        if said is not None and said.told:
            parts.append(f"told {said.told}")
        parts += [f"the mark {one.mark.text} leads to nothing" for one in statement.references if not one.mark.resolved]
        return "; ".join(parts)

    def _links(self, statement: Statement) -> list[dict[str, str]]:
        links = []
        said = statement.attribution
        if said is not None and not said.speaker and _is_name(said.named):
            links.append({"names": self._stub(named=f"{self.drafted.source} {said.named}", title=said.named)})
        for reference in statement.references:
            for target, place in self._targets(reference):
                link = {"cites": target, "at": place}
                if target != self.drafted.source and link not in links:
                    links.append(link)
        return links

    def _targets(self, reference: Reference) -> list[tuple[str, str]]:
        mark = reference.mark
        place = _short(mark.text) + (f", {count(reference.later, 'sentence')} later" if reference.later else "")
        if mark.entries:
            return [(self._entry(number), place) for number in mark.entries]
        return [(self._address(mark), place)] if mark.address else []

    def _entry(self, number: int) -> str:
        if number not in self.entries:
            self.entries[number] = self._stub_of(self.references.entries[number])
        return self.entries[number]

    def _stub_of(self, entry: Entry) -> str:
        doi = f"https://doi.org/{entry.doi}" if entry.doi else None
        text = entry.text
        for address in entry.addresses:
            text = text.replace(address, "")
        addresses = [doi, *entry.addresses] if doi else list(entry.addresses)
        return self._stub(*addresses[:1], title=" ".join(text.split()).strip(" .,;:-–—"), named=folded(entry.text))

    def _rest(self) -> list[dict[str, str]]:
        """The entries of the list that no claim leans on: the document as a whole cites them."""
        rest = [number for number in range(len(self.references.entries)) if number not in self.entries]
        return [
            {
                "cites": target,
                "at": f"[{label}]" if (label := self.references.entries[number].label) else "list of references",
            }
            for number in rest
            if (target := self._entry(number)) != self.drafted.source
        ]

    def _address(self, mark: Mark) -> str:
        return self._stub(mark.address, title="")

    def _stub(self, *addresses: str | None, title: str, named: str = "") -> str:
        """The id of a work: on record, met before, or new, which then has a draft record of its own."""
        known = [address for address in addresses if address and work_key(address)]
        wish = "" if known else title
        before = self.index.known([key for text in known if (key := work_key(text))] or [f"named:{folded(title)}"])
        if before is not None and self.index.is_recorded(before):
            return before
        identifier = self.index.source(*known, wish=short_id(wish) or wish, named=named or title)
        if identifier not in self.drafted.documents and not self.index.is_recorded(identifier):
            record = {
                "source": identifier,
                "draft": "yes",
                "title": title[:_LONGEST_TITLE],
                "url": known[0] if known else "",
            }
            self.drafted.documents[identifier] = {key: value for key, value in record.items() if value}
        return identifier

    def _area(self, name: str) -> None:
        identifier = short_id(name)
        if identifier and not self.index.has(f"area/{identifier}"):
            self.drafted.areas[identifier] = name

    def _check(self) -> None:
        """Leave out what the reader of records would refuse, and say so."""
        for identifier, document in list(self.drafted.documents.items()):
            found = checked(document)
            for refused in found.refused:
                where = "/".join(map(str, refused.where))
                self.drafted.remarks.append(f"{identifier}: {where} was left out: {refused.why}")
            if found.document is None:
                del self.drafted.documents[identifier]
                continue
            for _, mention in found.mentions:
                if mention.kind == "area" and is_unknown(mention):
                    self._area(mention.name)


def _locator(statement: Statement) -> str:
    page = f"page {statement.page}" if statement.page else ""
    part = {
        BlockKind.CELL: "table",
        BlockKind.HEADING: "heading",
        BlockKind.TITLE: "title",
        BlockKind.CAPTION: "caption",
    }
    place = part.get(statement.kind, f"para {statement.paragraph}")
    heading = f"“{_short(statement.heading)}”" if statement.heading else ""
    return ", ".join(filter(None, (page, heading, place, f"characters {statement.start}–{statement.end}")))


def _is_name(words: str) -> bool:
    """Whether words name something: they hold a capital letter beyond the first word."""
    parts = words.split()
    return any(part[:1].isupper() for part in parts[parts[0].lower() in _UNNAMED :]) if parts else False


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"
