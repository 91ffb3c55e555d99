"""What can go wrong, as exceptions that carry the evidence.

Faulty data is a list of `Problem` values; weak evidence is findings; only what stops the work is an exception.
Every exception of this tree becomes one line per problem and an exit code at the boundary in `kg.commands`.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

# What other people's parsers raise over a broken file, beside errors of their own; caught around their calls only.
PARSER_ERRORS: Final = (
    LookupError, ValueError, TypeError, AttributeError, AssertionError, ArithmeticError, OSError, EOFError, SyntaxError, RuntimeError,
    BufferError, struct.error, zlib.error,
)  # fmt: skip


class Problem(Struct, frozen=True, order=True):
    """One fault in the data: where it is and what to do about it.

    `line` and `column` count from 1; 0 means that the place is the file as a whole.
    """

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.message}"


class HeadwaterError(Exception):
    """Anything that Headwater reports in one line instead of a traceback.

    `command_hint` ends the message where a command or option helps; `message` is without it, for those who have no command line.
    """

    exit_code = 2

    def __init__(self, message: str = "", command_hint: str = "") -> None:
        self.message = message
        super().__init__(message + command_hint)

    def __reduce__(self) -> tuple[Callable[..., HeadwaterError], tuple[object, ...]]:
        """How it is pickled, to be raised in another process: its class may take other arguments than its text."""
        return _restore, (type(self), self.args, self.__dict__)


def _restore(kind: type[HeadwaterError], args: tuple[object, ...], fields: dict[str, object]) -> HeadwaterError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(fields)
    return error


class BadDataError(HeadwaterError):
    """Records or RDF that could not be read; nothing of the graph was loaded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class UsageError(HeadwaterError):
    """A request that cannot be carried out as it was put."""


class NotFoundError(UsageError):
    """No claim, source, rule or file answers to what was asked for."""


class AmbiguousError(UsageError):
    """Several claims fit a headline and none clearly leads."""

    def __init__(self, text: str, candidates: Sequence[str]) -> None:
        self.text = text
        self.candidates = tuple(candidates)
        super().__init__(
            f"{count(len(candidates), 'claim')} fit “{text}”, and none fits clearly better than the others"
        )


class QueryError(UsageError):
    """A SPARQL query that is refused or cannot be parsed."""


class LimitError(QueryError):
    """A query that was ended because it took longer, or its answer was larger, than allowed."""


class EndpointError(UsageError):
    """A SPARQL endpoint that cannot be reached, refuses the request, or answers in no form that can be read."""


class DamagedCacheError(HeadwaterError):
    """A generation of a cache or store with damaged files."""

    def __init__(self, place: Path) -> None:
        self.place = place
        super().__init__(f"{place}: damaged; remove this folder to have it made anew")


class ChecksumError(HeadwaterError):
    """A text file whose content is not what was written, by its checksum."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: damaged: its checksum differs from its content")


class NotWrittenError(UsageError):
    """A folder that the operating system does not let us write to: a full disk, or no permission."""

    def __init__(self, place: Path, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"{place}: cannot be written to: {reason}")


class RuleError(UsageError):
    """A rule file that does not have the form of a rule."""


def count(number: float, noun: str, plural: str | None = None) -> str:
    """A number with its noun, in the plural unless the number is one."""
    shown = f"{number:,}" if isinstance(number, int) else f"{number:g}"
    return f"{shown} {noun if number == 1 else plural or f'{noun}s'}"


# A longer word is not a misspelling.
_MOST_SPELT: Final = 100


def nearest(word: str, valid: Iterable[str]) -> str:
    """The closest valid spelling as a phrase to end an error with, or all of them when they are few."""
    options = sorted(set(valid))
    from difflib import get_close_matches  # compiling its patterns takes time, and most commands name nothing wrong

    # The search takes the length of the word times that of all options.
    close = get_close_matches(word[:_MOST_SPELT], options, n=1, cutoff=0.6)
    if close:
        return f"; did you mean “{close[0]}”?"
    return f"; expected one of: {', '.join(options)}" if 0 < len(options) <= 24 else ""


def encodable(text: object) -> str:
    """The same text. Raises UsageError if it is not a string, and if no record can hold it.

    Bytes that were not UTF-8 stand in such a text as halves of characters.
    """
    if not isinstance(text, str):
        raise UsageError(f"a text is expected, and {text!r} is none")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"what was given is not UTF-8 text (character {error.start + 1})") from error
    return text


def too_slow(seconds: float) -> LimitError:
    """The error to raise for a query that was ended at its time limit."""
    return LimitError(f"stopped after {count(seconds, 'second')}, its time limit; ask for less, or allow it more time")


def cannot_read(path: Path, error: OSError) -> UsageError:
    """The error to raise for a file that the operating system would not open."""
    return UsageError(f"{path}: {error.strerror or error}")


# How RocksDB's messages begin when a file of a store is damaged; the name of a Python exception may come before.
_DAMAGE: Final = re.compile(r"(?:\w+: )?(?:Corruption|IO error)\b")
_REFUSALS: Final = {
    re.compile(r"no space left|disk is full", re.IGNORECASE): "No space left on device",
    re.compile(r"quota exceeded", re.IGNORECASE): "Disk quota exceeded",
    re.compile(r"permission denied|readonly database|unable to open database", re.IGNORECASE): "Permission denied",
    re.compile(r"while lock file|lock hold by", re.IGNORECASE): "another process uses it",
}


def refusal(error: Exception) -> str | None:
    """Why the operating system refused to write or open a file, if an error of it, of RocksDB or of SQLite says so."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.strerror
    return next((reason for pattern, reason in _REFUSALS.items() if pattern.search(str(error))), None)


def is_damage(error: Exception) -> bool:
    """Whether an error of RocksDB or SQLite, or a checksum, says that a file is damaged."""
    if isinstance(error, ChecksumError):
        return True
    if refusal(error) is not None:
        return False
    if type(error).__module__ == "sqlite3":  # which few commands import
        return type(error).__name__ == "DatabaseError" or "disk I/O error" in str(error)
    return isinstance(error, OSError | RuntimeError) and _DAMAGE.match(str(error)) is not None
