"""The files beside the records that an import writes: where each value came from, every remark, and the rows to mend.

They stand in a folder that begins with `_`, which is never read for records.
"""

from __future__ import annotations

import csv
import json
from typing import IO, TYPE_CHECKING, Any, Final

from kg.formats.csv_claims import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.formats.importing.report import Remark

FOLDER: Final = "_import"


class Sidecar:
    """Files that are opened when there is something to write; without a folder nothing is written."""

    def __init__(self, folder: Path | None, stem: str, shown: Path) -> None:
        """`folder` is where the files are written at first, `shown` where people find them in the end."""
        self.folder, self.stem, self.shown = folder, stem, shown
        self._open: dict[str, IO[str]] = {}
        self._header: list[str] | None = None

    def origin(self, record: str, key: str, file: str, place: str) -> None:
        """Note where a value of a record came from."""
        self._row("origins.csv", ("record", "key", "file", "place"), (record, key, file, place))

    def remark(self, remark: Remark) -> None:
        """Note what was left out or is in doubt."""
        cells = (remark.kind, remark.file, remark.place, remark.what, remark.detail)
        self._row("report.csv", ("kind", "file", "place", "what", "detail"), cells)

    def row_to_mend(self, header: Iterable[str], cells: Iterable[str]) -> None:
        """Keep a row of a table that was left out, under its own header, so that it can be mended and imported."""
        self._row("left-out.csv", tuple(header), tuple(cells))

    def item_to_mend(self, item: Mapping[str, Any] | str) -> None:
        """Keep an item of JSON, or the text of a block, that was left out."""
        ending = "left-out.txt" if isinstance(item, str) else "left-out.jsonl"
        if (file := self._file(ending)) is not None:
            text = item if isinstance(item, str) else json.dumps(item, ensure_ascii=False, default=str)
            file.write(text.rstrip("\n") + "\n")

    def keep(self, ending: str, text: str) -> str:
        """Keep a text for people to edit; returns the name that it will have in the folder imported to."""
        if (file := self._file(ending)) is not None:
            file.write(text)
        return f"{self.shown}/{self.stem}.{ending}"

    def _row(self, ending: str, header: Iterable[str], cells: Iterable[str]) -> None:
        fresh = ending not in self._open
        if (file := self._file(ending)) is None:
            return
        table = csv.writer(file)
        if fresh:
            table.writerow(map(guarded, header))
        table.writerow(map(guarded, cells))

    def _file(self, ending: str) -> IO[str] | None:
        if self.folder is None:
            return None
        if ending not in self._open:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / f"{self.stem}.{ending}"
            self._open[ending] = path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
        return self._open[ending]

    def close(self) -> list[str]:
        """Close the files; returns their names."""
        for file in self._open.values():
            file.close()
        return sorted(file.name for file in self._open.values())
