"""JSON from elsewhere, item by item: one document, lines, an array, or a feed of any size. Nothing it refers to is fetched."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final

from kg.errors import BadDataError, Problem, UsageError, cannot_read
from kg.text_files import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context

_WHOLE: Final = 32 * 1024 * 1024
_DEEPEST: Final = 100
# Where the items of a large file lie, by a sign in what it begins with.
_LISTS: Final = (
    (re.compile(r"\A\s*\["), "item"),
    (re.compile(r'"dataFeedElement"\s*:\s*\['), "dataFeedElement.item"),
    (re.compile(r'"claims"\s*:\s*\['), "claims.item"),
    (re.compile(r'"@graph"\s*:\s*\['), "@graph.item"),
    (re.compile(r'"items"\s*:\s*\['), "items.item"),
)
_COMMENT: Final = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*\Z")
# An escape that may be half of a character.
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")
_SCRIPT: Final = re.compile(r"application/ld\+json", re.IGNORECASE)

Item = tuple[str, Any]


def json_items(path: Path, context: Context) -> Iterator[Item]:
    """The values of a JSON file, each with its place: the whole of a small file, the items of a large one, or a line each.

    A line or block that is broken is left out and said; raises BadDataError where nothing but one broken document is there.
    """
    if path.suffix.lower() in {".jsonl", ".ndjson"}:
        yield from _lines(path, context)
    elif path.suffix.lower() in {".html", ".htm", ".xhtml"}:
        yield from _blocks(path, context)
    elif path.stat().st_size <= _WHOLE:
        yield "", _whole(path)
    else:
        yield from _streamed(path)


def _whole(path: Path) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return parsed(decode(path, path.read_bytes()))
    except OSError as error:
        raise cannot_read(path, error) from error
    except ValueError as error:
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        raise BadDataError(
            [Problem(str(path), line, column, f"broken JSON: {getattr(error, 'msg', None) or _plainly(error)}")]
        ) from error


def _plainly(error: ValueError) -> str:
    return "a number with too many digits" if "int_max_str" in str(error) else str(error)


def parsed(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """The value of a JSON text, as pages hold it: with line ends inside texts. Raises ValueError for others, and for what is too deep."""
    try:
        value = json.loads(text, strict=False)
    except RecursionError as error:
        raise ValueError(f"nested more than {_DEEPEST} deep") from error
    return _in_whole_characters(_shallow(value)) if _HALF.search(text) else _shallow(value)


def _in_whole_characters(value: Any) -> Any:  # noqa: ANN401
    """The same value with a sign in the place of each half of a character, which no text can hold."""
    if isinstance(value, dict):
        return {_in_whole_characters(key): _in_whole_characters(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_in_whole_characters(inner) for inner in value]
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value


def _shallow(value: Any) -> Any:  # noqa: ANN401
    """The same value. Raises ValueError for one that is nested too deep."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return value
    raise ValueError(f"nested more than {_DEEPEST} deep")


def _inside(value: Any) -> list[Any]:  # noqa: ANN401
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [part for part in inner if isinstance(part, dict | list)]


def _lines(path: Path, context: Context) -> Iterator[Item]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield f"line {number}", parsed(line.decode("utf-8-sig"))
                except ValueError as error:
                    text = line.decode(errors="replace")
                    context.left_out(f"line {number}", "broken JSON", str(getattr(error, "msg", error)), item=text)


def _streamed(path: Path) -> Iterator[Item]:
    try:
        import ijson
    except ImportError as error:
        raise UsageError("JSON of this size needs ijson; install the extra: pip install headwater[formats]") from error
    with path.open("rb") as file:
        head = file.read(64 * 1024).decode("utf-8-sig", errors="replace")
        prefix = next((prefix for sign, prefix in _LISTS if sign.search(head)), "")
        file.seek(3 if file.seek(0) == 0 and file.read(3) == b"\xef\xbb\xbf" else 0)
        try:
            for number, item in enumerate(ijson.items(file, prefix, use_float=True)):
                yield f"item {number + 1}", _shallow(item)
        except (ijson.JSONError, ValueError, RecursionError) as error:
            raise BadDataError([Problem(str(path), 0, 0, f"broken JSON: {error}")]) from error


class _Page(HTMLParser):
    """Collects the JSON-LD blocks of a page, each with the line it begins on."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[tuple[int, str]] = []
        self._inside: list[str] | None = None
        self._line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block."""
        if tag == "script" and _SCRIPT.search(dict(attrs).get("type") or ""):
            self._inside, self._line = [], self.getpos()[0]

    def handle_data(self, data: str) -> None:
        """Take the text of a block."""
        if self._inside is not None:
            self._inside.append(data)

    def handle_endtag(self, tag: str) -> None:
        """End a block."""
        if tag == "script" and self._inside is not None:
            self.blocks.append((self._line, "".join(self._inside)))
            self._inside = None


def _blocks(path: Path, context: Context) -> Iterator[Item]:
    if path.stat().st_size > _WHOLE:
        raise BadDataError([Problem(str(path), 0, 0, "too large for a page")])
    page = _Page()
    page.feed(path.read_bytes().decode("utf-8-sig", errors="replace"))
    page.close()
    for number, (line, text) in enumerate(page.blocks, 1):
        place = f"block {number} (line {line})"
        try:
            yield place, parsed(_COMMENT.sub("", text))
        except ValueError as error:
            context.left_out(place, "broken JSON in a page", str(getattr(error, "msg", error)), item=text)
