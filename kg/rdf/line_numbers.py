"""On which line of an RDF file a node is described: what parsers do not say, found in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

# Beyond this a file is not searched, and its findings stand at its first line.
_MOST_BYTES: Final = 64 * 1024 * 1024
_PREFIX: Final = regex(r"@?prefix\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE)
# An IRI in angle brackets or in quotes, or a prefixed name.
_NAME: Final = regex(r"<([^<>\s]+)>|\"([^\"\s]+)\"|((?:[A-Za-z][\w.-]*)?:(?:[\w.:%-]+|\\.)+)")


def line_numbers(path: Path, nodes: Collection[str]) -> dict[str, int]:
    """The line of each node that a file describes: where a line begins with it, else where it is first named, else 1."""
    found = dict.fromkeys(nodes, 0)
    begins: set[str] = set()
    prefixes: dict[str, str] = {}
    # The node that each name stands for, None for one that is not looked for, or not any more: most names are seen many times.
    meant: dict[str, str | None] = {}
    if path.stat().st_size > _MOST_BYTES:
        return dict.fromkeys(nodes, 1)
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if "prefix" in line.lower() and (declared := _PREFIX.findall(line)):
                prefixes.update(declared)
                meant.clear()
            for match in _NAME.finditer(line):
                name = match[0]
                if name not in meant:
                    node = match[1] or match[2] or _expanded(match[3], prefixes)
                    meant[name] = node if node in found and node not in begins else None
                if (wanted := meant[name]) is None:
                    continue
                if not line[: match.start()].strip():
                    begins.add(wanted)
                    found[wanted] = number
                    meant[name] = None
                elif wanted not in begins:
                    found[wanted] = found[wanted] or number
    return {node: number or 1 for node, number in found.items()}


def _expanded(name: str, prefixes: dict[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + local.rstrip(".").replace("\\", "") if prefix in prefixes else name
