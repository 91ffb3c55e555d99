"""Bad input gets one clear line with its place, and nothing is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import BadDataError, UsageError
from kg.formats import yaml_tree
from kg.formats.folder import read_file, read_folder

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "source: s\nclaims:\n  c:\n    says: x\n"
CASES = {
    "empty": ("", 0, "the file is empty"),
    "broken YAML": ("source: [s\n", 2, "broken YAML"),
    "unknown field": ("source: s\ntitel: x\n", 2, "did you mean “title”?"),
    "unknown relation": (GOOD + "    leans on:\n      - citez: s\n", 6, "did you mean “cites”?"),
    "dangling id": (GOOD + "    leans on:\n      - cites: t/d\n", 6, "no source or claim “t/d” is recorded"),
    "duplicate key": ("source: s\nsource: t\n", 2, "“source” stands here twice"),
    "duplicate id": ("source: s\n---\nsource: s\n", 3, "“s” is defined twice; first at line 1"),
    "no number": (GOOD + "    figure: many children\n", 5, "does not begin with a number"),
    "long form without a number": (GOOD + "    figure: {value: many}\n", 5, "“many” is not a number"),
    "end before start": (GOOD + "    figure: 5 things, 2013/1997\n", 5, "ends before it starts"),
    "alias": ("source: &a s\ntitle: *a\n", 1, "anchors and aliases are refused"),
    "tag": ("source: !!python/object:os.system s\n", 1, "is refused"),
    "deep": ("source: s\ntitle: " + "[" * 80 + "]" * 80 + "\n", 2, "deep"),
    "control character": ("source: s\x01\n", 1, "control character U+0001"),
    "list": ("- a\n", 1, "a document is one of"),
    "unknown record": ("sorce: s\n", 1, "did you mean “source”?"),
    "bad id": ("source: Big Name\n", 1, "is not a valid id"),
    "bad date": ("source: s\nissued: Mai 2014\n", 2, "is not a date or period"),
    "number in a unit": (GOOD + "    figure: 5 things 12 others\n", 5, "“12” (column 10) is a second number"),
    "unread silence": (GOOD + "    names no source: yes\n", 5, "only who read it can say so"),
    "figure itself on a source": ("source: s\nchecked by: the figure itself\n", 2, "only a claim"),
    "wrong list": (GOOD + "    leans on:\n      - disputes: s\n", 6, "stands under “speaks to”"),
    "unknown word": (GOOD + "    checked by: nobodi\n", 5, "did you mean “nobody”?"),
    "line separator": ("source: s\x0b\n", 1, "control character U+000B"),
    "text turned around": ("source: s\ntitle: a\u202eb\n", 2, "control character U+202E"),
    "only a comment": ("# later\n", 0, "no record here"),
    "empty claim": ("source: s\nclaims:\n  c:\n", 3, "“c”: expected keys with values, found nothing"),
    "claims as a list": ("source: s\nclaims: [c]\n", 2, "“claims”: expected a mapping of names"),
    "list for text": ("source: s\ntitle: [x]\n", 2, "“title”: expected text"),
    "link without a relation": (GOOD + "    leans on: [s]\n", 5, "as in: cites: s"),
    "link with only details": (GOOD + "    leans on: {at: x}\n", 5, "exactly one relation; here: none"),
    "link with two relations": (
        GOOD + "    leans on: {cites: s, names: s}\n",
        5,
        "exactly one relation; here: cites and names",
    ),
    "relation beside needs": (GOOD + "    leans on: {cites: s, needs: s}\n", 5, "write two entries"),
    "empty needs": (GOOD + "    leans on: {needs: []}\n", 5, "nothing is listed"),
    "needs as a relation that is not a working": (
        GOOD + "    leans on: {needs: s, as: cites}\n",
        5,
        "is not a working",
    ),
    "as on a single link": (GOOD + "    leans on: {cites: s, as: sum}\n", 5, "“as” goes with “needs”"),
    "as without needs": (GOOD + "    leans on: {cites: s, as: cites}\n", 5, "“as” goes with “needs”"),
    "part without a number": (GOOD + "    leans on: {needs: {says: f, value: lots}}\n", 5, "write one, or: not given"),
    "two outcomes": (GOOD + "    leans on: {cites: s, not found: yes, not in it: yes}\n", 5, "keep one"),
    "colon for a slash": (GOOD + "    leans on: {cites: 's:c'}\n", 5, "did you mean “s/c”?"),
    "hinge on nothing": ("recommendation: r\nsays: x\nhinges on: s/c\n", 3, "no claim “s/c” is recorded"),
    "no such inquiry": ("source: s\nproduced by: i\n", 2, "no inquiry “i” is recorded"),
    "no such agent": ("source: s\nauthors: no-body\n", 2, "no agent “no-body” is recorded"),
    "no such area": ("areas: {area: a, name: A, within: b}\n", 1, "no area “b” is recorded"),
    "one name, two areas": ("areas:\n  - {area: a, name: A}\n  - {area: b, name: a}\n", 3, "names two areas"),
    "day last": (GOOD + "    read: KG 2026-07-02\n", 5, "the day comes first"),
    "no day": (GOOD + "    read: 2026-02-30 KG\n", 5, "is not a date; write it as 2026-07-02"),
    "no flag": (GOOD + "    figure: {conservative: maybe}\n", 5, "expected yes or no"),
    "no making": (GOOD + "    made here: counted\n", 5, "expected yes, or {how: …"),
    "no field": (GOOD + "    not seen: [unti]\n", 5, "did you mean “unit”?"),
    "no duration": (GOOD + "    figure: {value: 5, duration: ages}\n", 5, "is not a duration"),
    "no digest": ("source: s\nsnapshot: {at: x, sha256: 1}\n", 2, "expected 64 hexadecimal digits"),
    "missing key": ("inquiry: i\n", 1, "“title” is missing here"),
    "unknown key of a figure": (GOOD + "    figure: {valu: 5}\n", 5, "did you mean “value”?"),
    "two qualifiers": (GOOD + "    figure: at least 5 or more things\n", 5, "two qualifiers"),
    "kind not first": ("title: x\nsource: s\n", 1, "put “source:” first"),
    "reserved id": ("source: agent\n", 1, "is reserved"),
    "key that is a list": ("? [a]\n: b\n", 1, "a key must be a word"),
    "variable without a record": (GOOD + "    about: v\n", 5, "no variable “v” is recorded"),
    "a colon in a title": (
        "source: a\ntitle: Rain: a history\n",
        2,
        'put the text in quotes, as in title: "Rain: a history"',
    ),
    "published": ("source: a\npublished: 2020\n", 2, "unknown key “published”; write “issued”"),
    "link": ("source: a\nlink: https://ex.org\n", 2, "unknown key “link”; write “url”"),
    "based on": ("source: a\nbased on: b\n", 2, "unknown key “based on”; write “leans on”"),
    "quote from": (
        "source: a\nleans on: [{quote from: b}]\n",
        2,
        "unknown relation or key “quote from”; write “quotes”",
    ),
    "working beside made here": (GOOD + "    working: explained\n", 5, "it stands inside “made here”"),
    "checked by inside made here": (GOOD + "    made here: {checked by: nobody}\n", 5, "it stands beside “made here”"),
    "unit beside figure": (GOOD + "    unit: owls\n", 5, "it stands inside “figure”"),
    "relation beside leans on": (
        GOOD + "    cites: s\n",
        5,
        "write it under “leans on”, as in: leans on: [{cites: SOURCE}]",
    ),
    "challenge beside speaks to": (GOOD + "    disputes: s\n", 5, "as in: speaks to: [{disputes: SOURCE}]"),
    "quote from in a claim": (GOOD + "    quote from: s\n", 5, "as in: leans on: [{quotes: SOURCE}]"),
    "rests on as a relation": (GOOD + "    rests on: {rests on: s}\n", 5, "is written “rests-on”"),
    "two words for one key": (GOOD + "    leans on: []\n    rests on: []\n", 6, "“leans on” stands here twice"),
    "address without a scheme": ("source: a\nurl: example.org/x\n", 2, "as in: https://example.org/x"),
    "date that may be two days": ("source: a\nissued: 12/11/2024\n", 2, "may be 2024-11-12 or 2024-12-11"),
    "reading that may be two days": (GOOD + "    read: 12/11/2024 KG\n", 5, "may be 2024-11-12 or 2024-12-11"),
    "date with slashes": ("source: a\nissued: 13/11/2024\n", 2, "write “13/11/2024” as 2024-11-13"),
    "date that is none": ("source: a\nissued: 32/13/2024\n", 2, "is not a date or period"),
    "yesterday": ("source: a\nread: yesterday\n", 2, "write the day itself and your initials, as in: 2026-07-02 KG"),
    "a comma inside braces": (
        "source: a\nclaims:\n  c: {says: x, made here: {working: estimate, unexplained}}\n",
        3,
        'put the words in quotes: working: "estimate, unexplained"',
    ),
}


@pytest.mark.parametrize(("text", "line", "message"), CASES.values(), ids=CASES)
def test_a_fault_is_one_line_with_its_place(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadDataError) as caught:
        read_file(path)
    (problem,) = caught.value.problems
    assert problem.line == line
    assert message in problem.message
    assert "\n" not in str(problem)


def test_latin_1_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(b"source: s\ntitle: caf\xe9\n")
    with pytest.raises(BadDataError, match=r"r\.yaml:2:11: not UTF-8"):
        read_file(path)


def test_billion_laughs_is_refused_at_once(tmp_path: Path) -> None:
    lines = ["a: &a [x, x]"] + [f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]" for i in range(20)]
    path = tmp_path / "r.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadDataError, match="anchors and aliases are refused"):
        read_file(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(BadDataError, match="200 MB is too large"):
        read_file(path)


def test_a_missing_file_and_a_folder_without_records_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_file(tmp_path / "none.yaml")
    with pytest.raises(UsageError, match="no record files"):
        read_folder(tmp_path)


def test_all_problems_of_all_files_are_reported_together(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("source: s\ntitel: x\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("sorce: t\n", encoding="utf-8")
    with pytest.raises(BadDataError) as caught:
        read_folder(tmp_path)
    assert len(caught.value.problems) == 2


def test_all_problems_of_one_file_are_reported_in_one_run(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(
        "source: s\ntitel: x\nurl: example.org\nclaims:\n"
        "  c: {says: x, figure: lots of owls, leans on: [{citez: t}]}\n  d: {read: yesterday}\n  d: {says: y}\n",
        encoding="utf-8",
    )
    with pytest.raises(BadDataError) as caught:
        read_file(path)
    assert [problem.line for problem in caught.value.problems] == [2, 3, 5, 5, 7]


def test_scalars_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("source: s\ntitle: NO\nkind: 12:30\nurl: ~\n", encoding="utf-8")
    (document,) = yaml_tree.documents(path)
    assert document.value == {"source": "s", "title": "NO", "kind": "12:30", "url": None}
