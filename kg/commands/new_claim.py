"""What the options of `kg add` say, as records: a claim, its document, and a record for each address that it leans on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from kg.errors import BadDataError, UsageError
from kg.formats.importing.index import Index, work_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.formats.importing.on_record import OnRecord

LEANS_ON: Final = (
    "quotes",
    "derives-from",
    "extrapolates-from",
    "relays",
    "cites",
    "names",
    "uses-data-from",
    "rests-on",
)
SPEAKS_TO: Final = (
    "corroborates",
    "disputes",
    "refutes",
    "critiques",
    "qualifies",
    "replies-to",
    "corrects",
    "retracts",
    "withdraws",
    "supersedes",
)
# Keys of the document that have an option of the same name.
DOCUMENT: Final = ("title", "kind", "url", "issued", "publisher")
_LINK_KEYS: Final = {"not_in_it": "not in it", "not_found": "not found", "on": "on", "link_at": "at"}
_LISTS: Final = frozenset({"about", "by", "publisher", "leans on", "speaks to"})

Links = tuple[tuple[str, str], ...]


class Options(Struct, frozen=True):
    """What was given on the command line or answered; None where nothing was."""

    what: str | None = None
    source: str | None = None
    title: str | None = None
    kind: str | None = None
    url: str | None = None
    issued: str | None = None
    publisher: tuple[str, ...] | None = None
    claim: str | None = None
    says: str | None = None
    figure: str | None = None
    about: tuple[str, ...] | None = None
    at: str | None = None
    quote: str | None = None
    by: tuple[str, ...] | None = None
    read: str | None = None
    seen_in: str | None = None
    made_here: str | None = None
    working: str | None = None
    names_no_source: str | None = None
    not_in_it: str | None = None
    not_found: str | None = None
    on: str | None = None
    link_at: str | None = None
    set_claim: tuple[str, ...] | None = None
    set_source: tuple[str, ...] | None = None
    set_link: tuple[str, ...] | None = None
    leans_on: Links = ()
    speaks_to: Links = ()

    def missing(self, on_record: OnRecord) -> list[str]:
        """The options that a claim cannot do without."""
        if self.source and self.claim and on_record.place_of(f"{self.source}/{self.claim}"):
            return []
        wanted = {"source": self.source, "says": self.says}
        if not self.url and not (self.source and on_record.place_of(self.source)):
            wanted["title"] = self.title
        return [name for name, value in wanted.items() if not value]


class NewClaim(Struct, frozen=True):
    """The claim that is added or extended, and the records to write."""

    source: str
    claim: str
    documents: tuple[dict[str, Any], ...]

    @property
    def identifier(self) -> str:
        """The id under which the claim is known everywhere."""
        return f"{self.source}/{self.claim}"

    @property
    def quote(self) -> str | None:
        """The quotation that is added to it."""
        value: str | None = self.documents[0]["claims"][self.claim].get("quote")
        return value


def located(options: Options, on_record: OnRecord) -> Options:
    """The options with what the argument says put in its place: an address, an id, or an id of a source and of a claim.

    Raises UsageError where the argument and an option say the same thing.
    """
    what = options.what
    if what is None:
        return options
    is_address = work_key(what) is not None and ("://" in what or what.lower().startswith("doi:"))
    if (options.source and not is_address) or (options.url and is_address):
        raise UsageError(f"“{what}” and {'--url' if is_address else '--source'} say the same thing; give one of them")
    if is_address:
        index = _filled(on_record)
        try:
            known = options.source or index.source(what)
        finally:
            index.close()
        return replace(options, what=None, source=known, url=None if on_record.place_of(known) else _web(what))
    source, _, claim = what.partition("/")
    if claim and options.claim:
        raise UsageError(f"“{what}” and --claim say the same thing; give one of them")
    return replace(options, what=None, source=source, claim=claim or options.claim)


def records(options: Options, on_record: OnRecord) -> NewClaim:
    """The records to write. Raises UsageError where something is missing."""
    if missing := options.missing(on_record):
        raise UsageError(f"still needed: {', '.join(f'--{name}' for name in missing)} (on a terminal, `kg add` asks)")
    index = _filled(on_record)
    try:
        return _Writer(options, on_record, index).written()
    finally:
        index.close()


def _filled(on_record: OnRecord) -> Index:
    index = Index()
    on_record.fill(index)
    return index


def _web(text: str) -> str:
    """An address that a browser opens."""
    return f"https://doi.org/{text[4:].strip()}" if text.lower().startswith("doi:") else text


class _Writer:
    """Writes the records of one claim."""

    def __init__(self, options: Options, on_record: OnRecord, index: Index) -> None:
        self.options, self.on_record, self.index = options, on_record, index
        self.stubs: dict[str, dict[str, Any]] = {}

    def written(self) -> NewClaim:
        options, source = self.options, self.options.source or ""
        self.index.note(source)
        wish = options.figure or " ".join((options.says or "").split()[:5])
        name = options.claim or self.index.claim(source, options.says or "", wish)
        claim = self._claim()
        if not claim:
            raise UsageError(f"{source}/{name}: nothing is given to add to it")
        document: dict[str, Any] = {"source": source, **self._document(), "claims": {name: claim}}
        return NewClaim(source, name, (document, *self.stubs.values()))

    def _document(self) -> dict[str, Any]:
        stated = {key: _value(getattr(self.options, key)) for key in DOCUMENT}
        return {key: value for key, value in stated.items() if value} | _parsed("--set-source", self.options.set_source)

    def _claim(self) -> dict[str, Any]:
        options = self.options
        fields = {
            "says": options.says,
            "figure": options.figure,
            "about": _value(options.about),
            "at": options.at,
            "quote": options.quote,
            "by": _value(options.by),
            "made here": self._making(),
            "names no source": options.names_no_source,
            "read": options.read,
            "seen in": self._id_of(options.seen_in) if options.seen_in else None,
            "leans on": [self._link(relation, target) for relation, target in options.leans_on],
            "speaks to": [self._link(relation, target) for relation, target in options.speaks_to],
        }
        return {key: value for key, value in fields.items() if value} | _parsed("--set", options.set_claim)

    def _making(self) -> dict[str, str] | None:
        if self.options.working and not self.options.made_here:
            raise UsageError("--working says how far the making is shown: give --made-here too")
        if not self.options.made_here:
            return None
        return {"how": self.options.made_here} | ({"working": self.options.working} if self.options.working else {})

    def _link(self, relation: str, target: str) -> dict[str, Any]:
        """A link; whoever saw the claim saw what it says it leans on."""
        options = self.options
        link: dict[str, Any] = {relation: self._id_of(target)}
        link |= {key: value for name, key in _LINK_KEYS.items() if (value := getattr(options, name))}
        link |= {"read": options.read} if options.read else {}
        link |= {"seen in": self._id_of(options.seen_in)} if options.seen_in else {}
        return link | _parsed("--set-link", options.set_link)

    def _id_of(self, target: str) -> str:
        """The id of what an address leads to, which gets a record of its own where it has none; anything else as it is."""
        if not (target.startswith(("http://", "https://")) or target.lower().startswith("doi:")):
            return target
        known = self.index.source(target)
        if known != self.options.source and not self.on_record.place_of(known):
            self.stubs[known] = {"source": known, "url": _web(target)}
        return known


def _value(values: Sequence[str] | str | None) -> Any:  # noqa: ANN401 - one value, a list, or none
    return list(values) if isinstance(values, tuple) else values


def _parsed(option: str, texts: Sequence[str] | None) -> dict[str, Any]:
    """The keys and values of `--set "KEY: VALUE"`, where the value is written as in a record. Raises UsageError for anything else."""
    from kg.formats.yaml_tree import documents

    found: dict[str, Any] = {}
    for text in texts or ():
        try:
            values = [document.value for document in documents(Path(option), text.encode())]
        except BadDataError as error:
            raise UsageError(f"{option} “{text}”: {error.problems[0].message}") from error
        if len(values) != 1 or not isinstance(values[0], dict):
            raise UsageError(
                f"{option} “{text}”: write a key and a value as in a record, such as “checked by: the document”"
            )
        found |= values[0]
    return found


def as_given(given: Mapping[str, Any]) -> Options:
    """The options as click parsed them, by name; the relations are collected into the links of either kind."""
    values = dict(given)
    leans_on = [link_of(text) for text in values.pop("leans_on")]
    leans_on += [(name, target) for name in LEANS_ON for target in values.pop(name.replace("-", "_"))]
    speaks_to = [(name, target) for name in SPEAKS_TO for target in values.pop(name.replace("-", "_"))]
    filled = {name: value or None for name, value in values.items()}
    return Options(**filled, leans_on=tuple(leans_on), speaks_to=tuple(speaks_to))


def link_of(text: str, relations: Sequence[str] = LEANS_ON) -> tuple[str, str]:
    """`names report-2014/total` as relation and target. Raises UsageError for anything else."""
    relation, _, target = text.strip().partition(" ")
    if relation not in relations or not target.strip():
        raise UsageError(f"“{text}”: write a relation and a target; relations: {', '.join(relations)}")
    return relation, target.strip()
