"""A compressed file is read to its true end: what is cut, damaged or followed by something else is told, however it is packed."""

from __future__ import annotations

import bz2
import gzip
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import zstandard

from kg.cache.bulk_store import add_files
from kg.errors import BadDataError
from kg.rdf.streams import opened
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "zst": zstandard.ZstdCompressor(write_checksum=True).compress,
}
LINES = "".join(f'<http://x/{n}> <http://x/p> "{n * 7919 % 10007}" .\n' for n in range(3000)).encode()
MORE = b"<http://x/more> <http://x/p> <http://x/o> .\n"

every = pytest.mark.parametrize("packing", PACK)


def read(path: Path) -> bytes:
    with opened(path) as file:
        return file.read()


def fault(path: Path) -> str:
    with pytest.raises(BadDataError) as raised:
        read(path)
    (problem,) = raised.value.problems
    assert problem.path == str(path)
    return problem.message


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@every
def test_several_members_are_one_text_read_whole_or_piece_by_piece(tmp_path: Path, packing: str) -> None:
    pack = PACK[packing]
    path = written(tmp_path / f"m.nt.{packing}", pack(LINES) + pack(b"") + pack(MORE) * 3 + pack(LINES))
    assert read(path) == LINES + MORE * 3 + LINES
    with opened(path) as file:
        assert b"".join(iter(lambda: file.read(999), b"")) == LINES + MORE * 3 + LINES


@every
def test_every_cut_is_noticed_in_whatever_member(tmp_path: Path, packing: str) -> None:
    first, second = PACK[packing](MORE), PACK[packing](LINES)
    path = tmp_path / f"c.nt.{packing}"
    for cut in (1, 4, len(first) - 1, *(len(first) + 4 + k * (len(second) - 5) // 9 for k in range(10))):
        assert "cut off" in fault(written(path, (first + second)[:cut])) or cut < 4


@every
def test_a_flipped_byte_is_noticed(tmp_path: Path, packing: str) -> None:
    packed = PACK[packing](MORE) + PACK[packing](LINES)
    for at in range(len(packed) // 3, len(packed), len(packed) // 17):
        damaged = bytearray(packed)
        damaged[at] ^= 0x55
        assert "get" in fault(written(tmp_path / f"d.nt.{packing}", bytes(damaged)))


@every
@pytest.mark.parametrize("junk", [b"\n", b"junk after the end", MORE, b"\0\0\0x"])
def test_junk_behind_the_end_is_told(tmp_path: Path, packing: str, junk: bytes) -> None:
    assert "something else follows the end" in fault(written(tmp_path / f"j.nt.{packing}", PACK[packing](LINES) + junk))


@every
def test_zeros_behind_the_end_are_padding_to_gzip_alone(tmp_path: Path, packing: str) -> None:
    path = written(tmp_path / f"z.nt.{packing}", PACK[packing](LINES) + bytes(70_000))
    if packing == "gz":
        assert read(path) == LINES
    else:
        assert "something else follows" in fault(path)


@every
def test_what_is_empty_or_not_packed_is_told(tmp_path: Path, packing: str) -> None:
    assert "it is empty" in fault(written(tmp_path / f"e.nt.{packing}", b""))
    assert "it is no" in fault(written(tmp_path / f"p.nt.{packing}", MORE))
    assert read(written(tmp_path / f"n.nt.{packing}", PACK[packing](b""))) == b""


def test_a_zstd_frame_to_be_skipped_is_skipped(tmp_path: Path) -> None:
    skipped = b"\x50\x2a\x4d\x18" + (7).to_bytes(4, "little") + b"ignored"
    path = tmp_path / "s.nt.zst"
    assert read(written(path, skipped + PACK["zst"](MORE) + skipped + PACK["zst"](MORE))) == MORE * 2
    assert "cut off" in fault(written(path, PACK["zst"](MORE) + skipped[:-3]))


@every
def test_little_memory_is_needed_for_what_stands_for_very_much(tmp_path: Path, packing: str) -> None:
    """A packed gigabyte of zeros is read a piece at a time, until it is known to be a bomb."""
    path = written(tmp_path / f"b.nt.{packing}", PACK[packing](bytes(1 << 26)) * 16)
    script = (
        "import resource, sys; from pathlib import Path; from kg.errors import BadDataError; from kg.rdf.streams import opened\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before, size = peak(), 0\n"
        "with opened(Path(sys.argv[1])) as file:\n"
        "    try:\n"
        "        while piece := file.read(1 << 16): size += len(piece)\n"
        "    except BadDataError as error: print(str(error)[-20:])\n"
        "print(size < 1 << 28, peak() - before < 300_000)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout == "self if you trust it\nTrue True\n"


@every
@pytest.mark.parametrize("syntax", some_at_once(["nt", "rdf"], ["nt"]))
@pytest.mark.parametrize("harm", some_at_once(["cut", "damaged", "junk", "empty"], ["damaged"]))
def test_a_broken_file_costs_the_others_of_a_load_nothing(tmp_path: Path, packing: str, syntax: str, harm: str) -> None:
    whole = PACK[packing](MORE) + PACK[packing](LINES)
    broken = {
        "cut": whole[:-9],
        "damaged": whole[:-99] + bytes(50) + whole[-49:],
        "junk": whole + b"junk",
        "empty": b"",
    }[harm]
    path, good = written(tmp_path / f"b.{syntax}.{packing}", broken), written(tmp_path / f"g.nt.{packing}", whole)
    report = add_files(tmp_path / "store", [path, good], lambda *_: None)
    assert [problem.path for problem in report.problems] == [str(path)]
    assert report.added == 1
    # A large one is loaded by itself, without being looked at first.
    again = add_files(tmp_path / "other", [path], lambda *_: None)
    assert [problem.path for problem in again.problems] == [str(path)]
    assert again.added == 0
    assert not list((tmp_path / "other").glob("g-*"))
