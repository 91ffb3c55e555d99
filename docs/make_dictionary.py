"""Make `ontology/dictionary.tsv` from the files of WordNet 3.0: `python docs/make_dictionary.py FOLDER`.

A line is a word with its meanings by part of speech, the commonest first, and after `!` its opposites; or `#` and a meaning with the wider
ones. Names of single things (Paris, Everest) are left out. Debian's package `wordnet-base` holds the files that are read.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

SPEECHES: Final = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
# How many of a word's meanings are taken.
MEANINGS: Final = {"n": 5, "v": 5, "a": 4, "r": 3}
_WORD: Final = re.compile(r"[a-z]+(?:_[a-z]+)?")
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
Meaning = tuple[str, str]
Pointer = tuple[str, str, str, str]


def lines_of(path: Path) -> list[list[str]]:
    """The lines of a file as words, without its licence and the glosses."""
    text = path.read_text(encoding="utf-8").splitlines()
    return [line.partition(" | ")[0].split() for line in text if not line.startswith("  ")]


def meanings_in(folder: Path) -> dict[Meaning, tuple[list[str], list[Pointer]]]:
    """Each meaning with its words and pointers."""
    found: dict[Meaning, tuple[list[str], list[Pointer]]] = {}
    for name, speech in SPEECHES.items():
        for line in lines_of(folder / f"data.{name}"):
            at = 4 + 2 * int(line[3], 16)
            words = [word.partition("(")[0] for word in line[4:at:2]]
            starts = range(at + 1, at + 1 + 4 * int(line[at]), 4)
            found[speech, line[0]] = words, [(line[i], line[i + 1], line[i + 2], line[i + 3]) for i in starts]
    return found


def main(folder: Path, target: Path) -> None:
    """Write the dictionary."""
    data, ids, words = meanings_in(folder), dict[Meaning, str](), dict[str, list[str]]()
    for name, speech in SPEECHES.items():
        for line in lines_of(folder / f"index.{name}"):
            word, meanings = line[0], [(speech, offset) for offset in line[-int(line[2]) :]]
            named = [m for m in meanings if word in data[m][0] and not any(p[0] == "@i" for p in data[m][1])]
            if _WORD.fullmatch(word) and named:
                taken = named[: MEANINGS[speech]]
                opposed = sorted({other for meaning in taken for other in _opposites(data, meaning, word)})
                told = f"{speech}:{','.join(_id(ids, m) for m in taken)}{'!' if opposed else ''}{','.join(opposed)}"
                words.setdefault(word.replace("_", " "), []).append(told)
    lines = [f"{word}\t{';'.join(told)}" for word, told in words.items()] + _kinds(data, ids)
    target.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


def _kinds(data: dict[Meaning, tuple[list[str], list[Pointer]]], ids: dict[Meaning, str]) -> list[str]:
    """Each meaning that is used, with the wider ones, which are used too."""
    lines, waiting = [], list(ids)
    while waiting:
        meaning = waiting.pop()
        wider = [(meaning[0], offset) for sign, offset, _, _ in data[meaning][1] if sign == "@"]
        waiting += [one for one in wider if one not in ids]
        if wider:
            lines.append(f"#{_id(ids, meaning)}\t{','.join(_id(ids, one) for one in wider)}")
    return sorted(set(lines))


def _opposites(data: dict[Meaning, tuple[list[str], list[Pointer]]], meaning: Meaning, word: str) -> list[str]:
    words, pointers = data[meaning]
    found: list[str] = []
    for sign, offset, speech, ends in pointers:
        source, target = int(ends[:2], 16), int(ends[2:], 16)
        if sign == "!" and (not source or words[source - 1].lower() == word):
            others = data["a" if speech == "s" else speech, offset][0]
            found += [others[target - 1].lower()] if target else []
    return found


def _id(ids: dict[Meaning, str], meaning: Meaning) -> str:
    """A short name of a meaning."""
    if meaning not in ids:
        number, text = len(ids), ""
        while number or not text:
            number, digit = divmod(number, 36)
            text = _DIGITS[digit] + text
        ids[meaning] = text
    return ids[meaning]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1] / "ontology" / "dictionary.tsv")
