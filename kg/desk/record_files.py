"""The record files of a workspace as they are now; each is parsed once for as long as it stays as it is."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import Struct

from kg.errors import BadDataError, NotFoundError, UsageError, nearest
from kg.formats.folder import record_paths
from kg.formats.registry import YAML
from kg.formats.yaml_tree import documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LISTED: Final = ("areas", "agents", "variables")
_BOM: Final = b"\xef\xbb\xbf"
Stamp = tuple[int, int, int]


class RecordFile(Struct, frozen=True):
    """One file: its bytes, the values of its documents, and why it could not be parsed, if so."""

    path: Path
    data: bytes
    values: tuple[Any, ...] = ()
    fault: str = ""
    exists: bool = True

    @property
    def before(self) -> bytes | None:
        """Its bytes; None where it is not there yet."""
        return self.data if self.exists else None

    @property
    def text(self) -> str:
        """Its text, without a byte order mark."""
        return self.data.decode("utf-8-sig")

    def with_text(self, text: str) -> bytes:
        """Another text as bytes of the same kind."""
        return (_BOM if self.data.startswith(_BOM) else b"") + text.encode()


class Found(NamedTuple):
    """A record with the file that it stands in; `seen` tells this state of it from every other.

    The node of an entry of a list is `variables:homes`, and `number` its place in the list.
    """

    node: str
    file: RecordFile
    value: dict[str, Any]
    number: int | None = None

    @property
    def source(self) -> str:
        """The id of the source."""
        return self.node.partition("/")[0]

    @property
    def claim(self) -> str | None:
        """The name of the claim in its source; None for a source."""
        return self.node.partition("/")[2] or None

    @property
    def path(self) -> tuple[str | int, ...]:
        """Where it stands in the record of its source, or in its list."""
        if self.number is not None:
            return (self.node.partition(":")[0], self.number)
        return ("claims", self.claim) if self.claim else ()

    @property
    def seen(self) -> str:
        """A digest of the record; of a source, without its claims."""
        own = {key: value for key, value in self.value.items() if key != "claims" or self.claim}
        return sha256(json.dumps(own, sort_keys=True).encode()).hexdigest()[:16]

    def links(self, kind: str) -> list[dict[str, Any]]:
        """What stands under `leans on` or `speaks to`, a single entry as a list too."""
        value = self.value.get(kind) or []
        return [value] if isinstance(value, dict) else [each for each in value if isinstance(each, dict)]


class RecordFiles:
    """The record files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[Path, tuple[Stamp, RecordFile]] = {}

    def all(self) -> list[RecordFile]:
        """Every record file in YAML, in the order of their paths."""
        return [self.at(path) for path in record_paths(self.folder) if path.suffix in YAML.endings]

    def at(self, path: Path) -> RecordFile:
        """One file. Raises UsageError where it cannot be read."""
        stamp = _stamp(path)
        known = self._known.get(path)
        if known is None or known[0] != stamp:
            known = stamp, _read(path)
            self._known[path] = known
        return known[1]

    def new(self, name: str) -> RecordFile:
        """The file of a name in the folder, which may not be there yet."""
        path = self.folder / name
        return self.at(path) if path.exists() else RecordFile(path, b"", exists=False)

    def fingerprint(self) -> tuple[tuple[str, Stamp], ...]:
        """What changes when a record file does, or the settings do."""
        settings = self.folder / "kg.toml"
        paths = [*record_paths(self.folder), *([settings] if settings.exists() else [])]
        return tuple((str(path), _stamp(path)) for path in paths)

    def faults(self) -> list[str]:
        """Files that cannot be parsed, and why."""
        return [file.fault for file in self.all() if file.fault]

    def sources(self) -> Iterator[Found]:
        """Every source."""
        for file in self.all():
            for value in file.values:
                if isinstance(value, dict) and isinstance(value.get("source"), str):
                    yield Found(value["source"], file, value)

    def claims(self) -> Iterator[Found]:
        """Every claim."""
        for source in self.sources():
            yield from claims_of(source)

    def find(self, node: str) -> Found:
        """A source or claim by its id. Raises NotFoundError."""
        if not node:
            raise UsageError("say which record: its id is missing")
        wanted = node.partition("/")[0]
        source = next((found for found in self.sources() if found.node == wanted), None)
        found = source if source is None or "/" not in node else _claim(source, node)
        if found is None:
            known = [each.node for each in self.sources()] + [each.node for each in self.claims()]
            raise NotFoundError(f"{node}: not on record in a file that can be changed here{nearest(node, known)}")
        return found

    def holds(self, node: str) -> bool:
        """Whether a source or claim is on record."""
        return any(node in {source.node, *(claim.node for claim in claims_of(source))} for source in self.sources())

    def listed(self, kind: str) -> dict[str, str]:
        """The names of areas, agents or variables by their ids."""
        return {one.node.partition(":")[2]: str(one.value.get("name") or "") or one.node for one in self._entries(kind)}

    def entry(self, node: str) -> Found:
        """One area, agent or variable, such as `variables:homes`. Raises NotFoundError."""
        kind = node.partition(":")[0]
        found = next((one for one in self._entries(kind) if one.node == node), None) if kind in LISTED else None
        if found is None:
            raise NotFoundError(f"{node}: not on record in a file that can be changed here")
        return found

    def entries(self, beside: Found, kind: str) -> int:
        """How many entries the list has in which this one stands."""
        name = beside.node.partition(":")[2]
        lists = [_listed(value, kind) for value in beside.file.values]
        return next(len(one) for one in lists if any(entry.get(kind[:-1]) == name for entry in one))

    def _entries(self, kind: str) -> Iterator[Found]:
        for file in self.all():
            for value in file.values:
                for number, entry in enumerate(_listed(value, kind)):
                    if isinstance(entry.get(kind[:-1]), str):
                        yield Found(f"{kind}:{entry[kind[:-1]]}", file, entry, number)

    def any(self) -> bool:
        """Whether there is any record file."""
        return bool(record_paths(self.folder))

    def tables(self) -> list[str]:
        """The names of record files of other formats, such as tables in CSV, which are not changed here."""
        others = [path for path in record_paths(self.folder) if path.suffix not in YAML.endings]
        return [path.relative_to(self.folder).as_posix() for path in others]


def _listed(value: Any, kind: str) -> list[dict[str, Any]]:  # noqa: ANN401 - any document of a file
    entries = value.get(kind) if isinstance(value, dict) else None
    return [one if isinstance(one, dict) else {} for one in (entries if isinstance(entries, list) else [entries])]


def claims_of(source: Found) -> list[Found]:
    """The claims of a source."""
    claims = source.value.get("claims")
    names = claims if isinstance(claims, dict) else {}
    return [Found(f"{source.node}/{name}", source.file, value or {}) for name, value in names.items()]


def _claim(source: Found, node: str) -> Found | None:
    return next((claim for claim in claims_of(source) if claim.node == node), None)


def _stamp(path: Path) -> Stamp:
    try:
        facts = path.stat()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


def _read(path: Path) -> RecordFile:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    try:
        return RecordFile(path, data, tuple(document.value for document in documents(path, data)))
    except BadDataError as error:
        return RecordFile(path, data, (), str(error.problems[0]))
