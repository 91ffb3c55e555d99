"""An import in a test: files as text or bytes, and the records that come of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.formats.folder import read_folder
from kg.formats.importing.context import Choices
from kg.formats.importing.run import Import, run_import
from kg.model.records import Records, joined

if TYPE_CHECKING:
    from kg.formats.importing.report import Report
    from kg.model.link import Link
    from kg.model.records import Claim, Source


@dataclass(frozen=True)
class Imported:
    """What came of an import: its report, the folder, and the records in it."""

    report: Report
    folder: Path
    records: Records

    @property
    def said(self) -> str:
        """The remarks, as they are shown."""
        return "\n".join(self.report.lines()[1])

    @property
    def claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.records.claims}

    @property
    def sources(self) -> dict[str, Source]:
        return {source.id: source for source in self.records.sources}

    @property
    def links(self) -> set[tuple[str, str, str]]:
        return {(link.source, str(link.relation), link.target) for link in self.records.links}

    def link(self, relation: str) -> Link:
        """The only link of a relation."""
        (found,) = [link for link in self.records.links if link.relation == relation]
        return found


def imported(
    tmp_path: Path,
    name: str,
    content: str | bytes,
    choices: Choices | None = None,
    *,
    folder: Path | None = None,
    form: str | None = None,
    known: Records | None = None,
) -> Imported:
    """Import one file, and read what was written."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    out = folder or tmp_path / "out"
    report = run_import(Import((path,), out, form, known=known), choices or Choices())
    written = any(out.rglob("*.yaml")) if out.is_dir() else False
    records = joined(file.records for file in read_folder(out)) if written else Records()
    return Imported(report, out, records)
