"""What a document may be at most, and the errors for what is larger, broken or needs a library that is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_BYTES: Final = 32 * 2**20
MOST_CHARACTERS: Final = 12_000_000
MOST_TAGS: Final = 400_000
MOST_UNPACKED: Final = 128 * 2**20
MOST_PAGES: Final = 3_000
# A report of some thousand pages; to look at one takes about a millisecond.
MOST_FIGURES: Final = 20_000
MOST_OBJECTS: Final = 600_000
PARSER_SECONDS: Final = 120.0
PARSER_MEMORY: Final = 1024 * 2**20


def too_large(name: str, what: str) -> UsageError:
    """The error to raise for a document beyond a limit."""
    return UsageError(f"{name}: {what}; nothing of it was read")


def unreadable(name: str, what: str) -> UsageError:
    """The error to raise for a file that is not what its name or beginning says."""
    return UsageError(f"{name}: {what}")


def library_missing(what: str, error: ImportError) -> UsageError:
    """The error to raise where the libraries for documents are not installed."""
    return UsageError(f"reading {what} needs {error.name}; install it with: pip install 'headwater[text]'")


def check_size(name: str, data: bytes) -> None:
    """Raise UsageError for more bytes than a document may have."""
    if len(data) > MOST_BYTES:
        raise too_large(name, f"larger than {MOST_BYTES // 2**20} MB")


def check_text(name: str, parts: Iterable[str]) -> None:
    """Raise UsageError for more characters than a text may have."""
    if sum(map(len, parts)) > MOST_CHARACTERS:
        raise too_large(name, f"holds more than {MOST_CHARACTERS:,} characters of text")
