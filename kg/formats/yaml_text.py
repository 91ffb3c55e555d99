"""Records as YAML text that reads back as the same values: one document a record, the keys in the order in which people write them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HEADER: Final = "# yaml-language-server: $schema=records.schema.json\n"
_PLAIN: Final = re.compile(r"[^\W_](?:[\w ,.()/%’‘“”£€+–-]*[\w.)%’”])?")
_NULLS: Final = frozenset({"null", "Null", "NULL"})
# What would steer a terminal, hide in an editor or be refused by the reader of records: written as escapes.
_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
_INLINE: Final = 100


def scalar(text: str) -> str:
    """A text as a YAML scalar that reads back as the same text: plain where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(text) and text not in _NULLS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    # JSON's strings are YAML's, except for the controls and line ends that JSON leaves as they are.
    return _UNSAFE.sub(lambda match: _escape(match[0]), quoted)


def _escape(character: str) -> str:
    point = ord(character)
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def comment(text: str) -> str:
    """A line that says something to a person who reviews the record, whatever the text holds."""
    return f"# {_UNSAFE.sub(' ', text)}\n"


def document_text(document: Mapping[str, Any], remarks: Mapping[str, str] | None = None) -> str:
    """One record as text. `remarks` are comments to stand above it (key “”) or above the claim of a name."""
    remarks = remarks or {}
    lines = [comment(remarks[""])] if "" in remarks else []
    for key, value in document.items():
        if key == "claims":
            lines.append("claims:\n")
            for name, claim in value.items():
                if name in remarks:
                    lines.append(f"  {comment(remarks[name])}")
                lines.append(entry_text(name, claim, "  "))
        else:
            lines.append(entry_text(key, value))
    return "".join(lines)


def entry_text(key: str, value: Any, indent: str = "") -> str:  # noqa: ANN401 - any value of a record
    """A key with its value, each line indented."""
    return "".join(f"{indent}{line}\n" for line in _entry(key, value))


def item_text(value: Any, indent: str = "") -> str:  # noqa: ANN401
    """An item of a list that stands line by line, each line indented."""
    return "".join(f"{indent}{line}\n" for line in _items([value]))


def flow_text(value: Any, *, inside: bool = False) -> str:  # noqa: ANN401
    """A value on one line; `inside` brackets, where a comma ends a text."""
    return _flow_part(value) if inside else _flow(value)


def _entry(key: str, value: Any) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, dict) and not _short(value):
        yield f"{scalar(key)}:"
        for name, inner in value.items():
            yield from (f"  {line}" for line in _entry(name, inner))
    elif isinstance(value, list) and not (_short(value) and not any(isinstance(part, dict) for part in value)):
        yield f"{scalar(key)}:"
        yield from (f"  {line}" for line in _items(value))
    else:
        yield f"{scalar(key)}: {_flow(value)}"


def _items(values: Sequence[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, dict) and value:
            pairs = [line for name, inner in value.items() for line in _entry(name, inner)]
            yield f"- {pairs[0]}"
            yield from (f"  {line}" for line in pairs[1:])
        else:
            yield f"- {_flow(value)}"


def _short(value: Any) -> bool:  # noqa: ANN401
    """Whether a collection is flat and short enough to stand on one line."""
    inner = list(value.values()) if isinstance(value, dict) else value
    return all(isinstance(part, str) for part in inner) and len(_flow(value)) <= _INLINE


def _flow(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_in_flow(name)}: {_flow_part(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow_part, value)) + "]"
    return scalar(str(value))


def _flow_part(value: Any) -> str:  # noqa: ANN401
    return _in_flow(value) if isinstance(value, str) else _flow(value)


def _in_flow(text: str) -> str:
    """A scalar inside brackets, where a comma ends it."""
    plain = scalar(text)
    return json.dumps(text, ensure_ascii=False) if plain == text and "," in text else plain
