"""Which id belongs to what an import meets: the same work gets the same id, in one file and the next.

A work is known by its identifiers (a DOI, an address), by the id that its file gives it, or by what names it. The index lies in a
temporary SQLite database, so that a file of a million rows takes no more memory than one of ten.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from kg.formats.identifiers import RESERVED, is_id
from kg.model.identifiers import identify
from kg.model.plain_text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST: Final = 48
_CACHE_KB: Final = 32 * 1024
_DROPPED: Final = re.compile(r"\.(?:html?|php|aspx?|pdf)$", re.IGNORECASE)
_WORDS_OF_CLAIM: Final = 6
_PLAIN_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe", "ı": "i"}
)


def work_key(text: str) -> str | None:
    """What identifies a work, the same for every spelling of it; None for what is no identifier and no address."""
    found = identify(text)
    return found.key if found else None


def short_id(text: str) -> str:
    """Some words as a short id in plain letters; empty where nothing of them can stand in one."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN_LETTERS))
    joined = re.sub(r"[^a-z0-9]+", "-", bare.encode("ascii", "ignore").decode()).strip("-")
    if len(joined) <= _LONGEST:
        return joined
    return joined[: _LONGEST + 1].rpartition("-")[0] or joined[:_LONGEST]


def id_of_address(address: str) -> str:
    """A readable id for a web page: its host and the last part of its path."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
    except ValueError:  # a bracket where only an IPv6 address has one
        return short_id(address)
    host = short_id((parts.hostname or "").removeprefix("www."))
    last = next((part for part in reversed(unquote(parts.path).split("/")) if short_id(part)), "")
    return short_id(f"{host} {_DROPPED.sub('', last)}")


def digest_of(text: str) -> str:
    """A short name for a text that has no letters to make one from."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


class Index:
    """The ids of sources and claims, by what they are known by."""

    def __init__(self) -> None:
        self.database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._run(f"PRAGMA cache_size = -{_CACHE_KB}")
        self._run("PRAGMA journal_mode = OFF")
        self._run("PRAGMA synchronous = OFF")
        self._run("CREATE TABLE known (key TEXT PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID")
        self._run("CREATE TABLE node (id TEXT PRIMARY KEY, recorded INTEGER NOT NULL) WITHOUT ROWID")
        self._run("BEGIN")

    def _run(self, text: str, *values: object) -> sqlite3.Cursor:
        return self.database.execute(text, values)

    def close(self) -> None:
        """Drop the database."""
        self.database.close()

    def record(self, node: str, keys: Iterable[str] = ()) -> None:
        """Note a node that is on record already, with what it is known by."""
        self._run("INSERT OR REPLACE INTO node VALUES (?, 1)", node)
        for key in keys:
            self._run("INSERT OR IGNORE INTO known VALUES (?, ?)", key, node)

    def is_recorded(self, node: str) -> bool:
        """Whether a node was on record before this import."""
        row = self._run("SELECT recorded FROM node WHERE id = ?", node).fetchone()
        return row is not None and bool(row[0])

    def has(self, node: str) -> bool:
        """Whether a node is on record, or was met in this import."""
        return self._run("SELECT 1 FROM node WHERE id = ?", node).fetchone() is not None

    def known(self, keys: Iterable[str]) -> str | None:
        """The id of what is known by any of these keys."""
        for key in keys:
            row = self._run("SELECT id FROM known WHERE key = ?", key).fetchone()
            if row is not None:
                return str(row[0])
        return None

    def know(self, key: str, value: str) -> None:
        """Note what a key stands for."""
        self._run("INSERT OR IGNORE INTO known VALUES (?, ?)", key, value)

    def source(self, *identifiers: str | None, wish: str = "", named: str = "") -> str:
        """The id of a source that is known by identifiers or, without any, by what names it.

        `wish` are words to make a readable id from; without them it is made from the address or the name.
        """
        stated = [text for text in identifiers if text]
        keys = [key for text in stated if (key := work_key(text))] or [f"named:{folded(named or wish)}"]
        known = self.known(keys)
        if known is None:
            address = next((text for text in stated if work_key(text)), "")
            known = self.free(short_id(wish) or id_of_address(address) or short_id(named), keys[0])
        self.note(known, keys)
        return known

    def note(self, node: str, keys: Iterable[str] = ()) -> str:
        """Note a node of this import, with what else it is known by."""
        self._run("INSERT OR IGNORE INTO node VALUES (?, 0)", node)
        for key in keys:
            self._run("INSERT OR IGNORE INTO known VALUES (?, ?)", key, node)
        return node

    def claim(self, source: str, words: str, wish: str = "") -> str:
        """The name, inside its source, of a claim with these words: the same words are the same claim."""
        key = f"claim:{source} {folded(words)}"
        known = self.known([key])
        if known is None:
            name = short_id(wish) or short_id(" ".join(words.split()[:_WORDS_OF_CLAIM]))
            known = self.free(name, words, f"{source}/")
            self.note(known, [key])
        return known.removeprefix(f"{source}/")

    def free(self, name: str, key: str, before: str = "") -> str:
        """An id that no other thing has: the name, or the name with a few letters made from what it is known by."""
        if not is_id(name) or name in RESERVED:
            name = f"{name or 'x'}-{digest_of(key)}"
        if not self.has(before + name):
            return before + name
        return f"{before}{name}-{digest_of(key)}"
