"""The record files of an import: new sources in files of their own, changes of recorded ones in the files that hold them."""

from __future__ import annotations

from collections import defaultdict
from typing import IO, TYPE_CHECKING, Any, Final

from kg.formats.importing.checking import checked, is_unknown
from kg.formats.importing.index import digest_of, short_id
from kg.formats.importing.on_record import changes, rewritten, shown
from kg.formats.importing.parts import ListEntry
from kg.formats.yaml_text import document_text

if TYPE_CHECKING:
    from pathlib import Path

    from kg.formats.importing.checking import Checked
    from kg.formats.importing.collector import Collector, Joined
    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import RdfText
    from kg.formats.record_edits import Edit
    from kg.formats.yaml_tree import Path_

# A record file may have at most 16 MB; these are easier to review and to read again one by one.
MOST_CHARACTERS: Final = 4 * 1024 * 1024
_FOLDER_OF: Final = {"variable": "variables", "area": "areas", "agent": "agents"}
_TARGETS: Final = frozenset({"source", "claim", "source or claim"})
_PREVIEW: Final = 3
_DRAFT: Final = {"draft": "yes"}


class RecordWriter:
    """Writes the records of an import into a folder, a file after the other."""

    def __init__(self, context: Context, folder: Path, stem: str) -> None:
        self.context, self.folder, self.stem = context, folder, stem
        self._file: IO[str] | None = None
        self._size = self._number = 0
        self._rdf: dict[str, IO[str]] = {}
        self._entries: dict[str, dict[str, ListEntry]] = defaultdict(dict)
        self._edits: dict[Path, list[Edit]] = defaultdict(list)
        self._stubs: dict[str, tuple[str, str]] = {}

    def add_entry(self, entry: ListEntry) -> None:
        """Take an entry of a list of variables, agents or areas; the first of an id counts."""
        self._entries[entry.kind].setdefault(entry.identifier, entry)

    def add_rdf(self, piece: RdfText) -> None:
        """Write a piece of RDF."""
        if piece.ending not in self._rdf:
            path = self.folder / f"{self.stem}.{piece.ending}"
            self._rdf[piece.ending] = path.open("w", encoding="utf-8", errors="backslashreplace")
        self._rdf[piece.ending].write(piece.text)
        if piece.number is None:
            self.context.report.written["link"] += piece.text.count("\n")
        else:
            self.context.report.written["statement"] += piece.number

    def write(self, collector: Collector) -> None:
        """Write every source that was collected, then what they name, and change what is on record already."""
        for joined in collector.joined():
            self._source(joined)
        for name, (file, place) in self._stubs.items():
            self._emit({"source": name} | (_DRAFT if self._drafts else {}), {"": (file, place)})
        self._lists()
        for path, edits in self._edits.items():
            self.context.rewritten[path] = rewritten(path, edits)

    def close(self) -> None:
        """Close the files."""
        for file in (self._file, *self._rdf.values()):
            if file is not None:
                file.close()

    def _source(self, joined: Joined) -> None:
        for differs in joined.differs:
            detail = (
                f"{joined.document['source']}: {differs.key}: {shown(differs.first)} kept, not {shown(differs.other)}"
            )
            self._doubt(differs.file, differs.place, "stated in two ways; the first is written", detail)
        found = checked(joined.document)
        self._refused(found, joined)
        if found.document is None:
            return
        self._mentions(found, joined)
        if self._drafts:
            self._mark(found.document)
        if self.context.index.is_recorded(str(found.document["source"])):
            self._change(found.document, joined)
        else:
            self._emit(found.document, joined.origins)

    def _mark(self, document: dict[str, Any]) -> None:
        """Mark what is new as a draft: the source, or the claims that a source on record has not."""
        source = str(document["source"])
        if not self.context.index.is_recorded(source):
            document["draft"] = "yes"
            return
        known = self.context.on_record.written(source).get("claims") or {}
        for name, claim in (document.get("claims") or {}).items():
            if name not in known:
                claim["draft"] = "yes"

    def _change(self, document: dict[str, Any], joined: Joined) -> None:
        """Change a source that the folder holds; one that is known from elsewhere gets no second record."""
        source = str(document["source"])
        path = self.context.on_record.path_of(source)
        if path is None:
            self._elsewhere(document, joined)
            return
        self.context.report.unchanged += 1
        for change, written in changes(self.context.on_record.written(source), document, self.context.wins):
            where = f"claims/{change.edit.claim}/{change.edit.key}" if change.edit.claim else change.edit.key
            file, place = joined.origins.get(where, joined.origins[""])
            if written:
                self._edits[path].append(change.edit)
                self.context.report.changes.append(str(change))
                self.context.sidecar.origin(_node(change.edit), change.edit.key, file, place)
            else:
                what = "differs from what is on record, which stays; --update takes what is imported"
                self._doubt(file, place, what, str(change))

    def _elsewhere(self, document: dict[str, Any], joined: Joined) -> None:
        file, place = joined.origins[""]
        if document.keys() - {"source"}:
            what = "is on record in the other graph, so what the import says of it was not written"
            self._doubt(file, place, what, str(document["source"]))

    def _emit(self, document: dict[str, Any], origins: dict[str, tuple[str, str]]) -> None:
        """Write one new record, with the place it came from as a comment."""
        remarks = {"": f"from {', '.join(filter(None, origins['']))}"} if "" in origins else {}
        text = document_text(document, remarks)
        self._write(text)
        node = str(document["source"])
        report = self.context.report
        report.written["source"] += 1
        self.context.written(report.written["source"])
        report.written["claim"] += len(document.get("claims", {}))
        report.written["link"] += sum(
            len(part.get(key, ())) for part in (document, *document.get("claims", {}).values()) for key in _LINKS
        )
        for key, (file, place) in origins.items():
            if key and not key.endswith("/"):
                claim, _, name = key.removeprefix("claims/").rpartition("/")
                self.context.sidecar.origin(f"{node}/{claim}" if claim else node, name, file, place)

    @property
    def _drafts(self) -> bool:
        """Whether new records are drafts; rows that name records by their ids were written by a person."""
        return self.context.choices.draft and not self.context.wins

    def _write(self, text: str) -> None:
        if self._file is None or self._size + len(text) > MOST_CHARACTERS:
            if self._file is not None:
                self._file.close()
            self._number += 1
            number = f"-{self._number}" if self._number > 1 else ""
            self._file = (self.folder / f"{self.stem}{number}.yaml").open("w", encoding="utf-8", newline="\n")
            self._size = 0
        begin = "---\n" if self._size else ""
        self._file.write(begin + text)
        self._size += len(text)
        if len(self.context.report.preview) < _PREVIEW:
            self.context.report.preview.append(text)

    def _lists(self) -> None:
        for kind, entries in self._entries.items():
            one = kind.removesuffix("s")
            new = [
                entry for entry in entries.values() if not self.context.index.is_recorded(f"{one}/{entry.identifier}")
            ]
            found = checked({kind: [entry.fields for entry in new]}) if new else None
            if found is not None and found.document is not None:
                self._write(document_text(found.document))
                self.context.report.written[one] += len(new)

    def _refused(self, found: Checked, joined: Joined) -> None:
        for where, value, why in found.refused:
            file, place = _origin(where, joined)
            key = next((str(part) for part in reversed(where) if isinstance(part, str)), "record")
            what = f"the value of “{key}” is not valid and was left out" if where else "the record is not valid"
            self._doubt(file, place, what, f"{shown(value)}: {why}" if where else why)

    def _mentions(self, found: Checked, joined: Joined) -> None:
        """Give every id that is mentioned and has no record one of its own, so that no reference is lost."""
        for where, mention in found.mentions:
            if not is_unknown(mention) or found.document is None:
                continue
            file, place = _origin(where, joined)
            if mention.kind in _FOLDER_OF:
                self._entry(mention.kind, mention.name, file, place)
            elif mention.kind in _TARGETS and not self.context.index.has(mention.name):
                _put(found.document, where, self._stub(mention.name, file, place))

    def _stub(self, name: str, file: str, place: str) -> str:
        """The source to link to where an id has no record: that of the claim, or one of the id with nothing in it."""
        source = name.partition("/")[0]
        if self.context.index.has(source):
            if source != name:
                self._doubt(file, place, "the claim is not on record; the link goes to its source", name)
            return source
        self.context.index.note(source)
        self._stubs[source] = (file, place)
        self._doubt(file, place, "is not on record; a source of that id was written, with nothing in it", name)
        return source

    def _entry(self, kind: str, name: str, file: str, place: str) -> None:
        """A variable, area or agent that is named and has no record gets one with its name."""
        identifier = short_id(name) or digest_of(name) if kind == "area" else name
        if not self.context.index.has(f"{kind}/{identifier}"):
            self.add_entry(ListEntry(_FOLDER_OF[kind], {kind: identifier, "name": name.replace("-", " ")}, place, file))

    def _doubt(self, file: str, place: str, what: str, detail: str) -> None:
        self.context.file = file
        self.context.in_doubt(place, what, detail)


_LINKS: Final = ("leans on", "speaks to")


def _put(document: dict[str, Any], where: Path_, value: str) -> None:
    """Put a value in the place of another."""
    holder: Any = document
    for part in where[:-1]:
        holder = holder[part]
    holder[where[-1]] = value


def _origin(where: Path_, joined: Joined) -> tuple[str, str]:
    """Where a value of a record, or what it is part of, came from."""
    parts = [str(part) for part in where]
    while parts:
        key = "/".join(parts)
        for candidate in (key, f"{key}/"):
            if candidate in joined.origins:
                return joined.origins[candidate]
        parts.pop()
    return joined.origins[""]


def _node(edit: Edit) -> str:
    return f"{edit.source}/{edit.claim}" if edit.claim else edit.source
