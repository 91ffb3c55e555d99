"""The valid lines of N-Triples and N-Quads, where every line is a statement of its own. Malformed ones are skipped, up to a limit."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

import pyoxigraph as ox
from msgspec import Struct, field

from kg.errors import BadDataError, Problem, count
from kg.rdf.limits import MOST_VALUE_BYTES, TOO_LONG
from kg.rdf.syntax import parser_words

if TYPE_CHECKING:
    from pathlib import Path

# A block is parsed as a whole, and line by line only where that fails.
_BLOCK: Final = 1 << 16


class ValidLines(Struct):
    """A file without its malformed lines; `skipped` lists these as they are met, each with its line and what is wrong.

    Reading raises BadDataError once there are more than `most`.
    """

    path: Path
    file: IO[bytes]
    syntax: ox.RdfFormat
    most: int
    skipped: list[Problem] = field(default_factory=list)
    _rest: bytes = b""
    _line: int = 0
    _ready: bytes = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes of valid lines: at most `size`, and all of them where that is negative."""
        while size < 0 or not self._ready:
            block = self._next_block()
            if not block:
                break
            self._ready += self._valid(block)
        cut = len(self._ready) if size < 0 else size
        found, self._ready = self._ready[:cut], self._ready[cut:]
        return found

    def _next_block(self) -> bytes:
        """The next whole lines of the file."""
        while b"\n" not in self._rest:
            piece = self.file.read(_BLOCK)
            if not piece:
                last, self._rest = self._rest, b""
                return last
            self._rest += piece
            if len(self._rest) > MOST_VALUE_BYTES:
                raise BadDataError([Problem(str(self.path), self._line + 1, 0, TOO_LONG)])
        end = self._rest.rindex(b"\n") + 1
        block, self._rest = self._rest[:end], self._rest[end:]
        return block

    def _valid(self, block: bytes) -> bytes:
        begun, self._line = self._line, self._line + block.count(b"\n")
        if self._fault(block) is None:
            return block
        valid = []
        for number, line in enumerate(block.split(b"\n"), begun + 1):
            if fault := self._fault(line):
                self._skip(Problem(str(self.path), number, fault[0], f"skipped: {fault[1]}"))
            else:
                valid.append(line)
        return b"\n".join(valid) + b"\n"

    def _fault(self, text: bytes) -> tuple[int, str] | None:
        """The column and words of what is wrong with some lines; None where nothing is."""
        try:
            for _ in ox.parse(text, format=self.syntax):
                pass
        except SyntaxError as error:
            return error.offset or 0, parser_words(error)
        except (MemoryError, ValueError) as error:  # the parser's own limit on one statement
            return 0, " ".join(str(error).split()) or TOO_LONG
        return None

    def _skip(self, problem: Problem) -> None:
        if len(self.skipped) >= self.most:
            message = (
                f"more than {count(self.most, 'malformed line')}; mend the file, or allow more with --most-skipped"
            )
            raise BadDataError([Problem(str(self.path), problem.line, problem.column, message)])
        self.skipped.append(problem)
