"""Numbers are told with their noun by one function, so that nothing says “1 claims”."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import kg
from kg.errors import count
from kg.lineage.document import DocumentSummary
from kg.render.check_text import summary_lines

# What messages count; a verb in the singular such as “names” or “falls” may follow what is no number.
_COUNTED = re.compile(
    r" (?:more |named |derived |independent )?(?:bytes|cases|claims|columns|figures|files|findings|graphs|hops|inputs|lines|links|notes"
    r"|origins|paths|problems|references|rows|rules|seconds|sources|tasks|to-dos|triples|works)\b"
)
# These are more than one by what they are: limits, and what is told only of several.
_SEVERAL = {
    ("endpoint_store.py", "claims"),
    ("statements.py", "figures"),
    ("trace_notes.py", "claims"),
    ("whole_graph.py", "seconds"),
}


def _bare_counts(path: Path) -> list[tuple[str, str]]:
    """The nouns in the plural that follow a value in some f-string of a module."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            for value, after in zip(node.values, node.values[1:], strict=False):
                text = after.value if isinstance(after, ast.Constant) else None
                if isinstance(value, ast.FormattedValue) and isinstance(text, str) and (noun := _COUNTED.match(text)):
                    found.append((path.name, noun[0].split()[-1]))
    return found


def test_no_message_puts_a_plural_after_a_number_by_itself() -> None:
    modules = Path(kg.__file__).parent.rglob("*.py")
    assert {found for path in modules for found in _bare_counts(path)} == _SEVERAL


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "0 claims"),
        (1, "1 claim"),
        (1.0, "1 claim"),
        (1.5, "1.5 claims"),
        (12_345, "12,345 claims"),
    ],
)
def test_a_number_is_told_with_its_noun(number: float, told: str) -> None:
    assert count(number, "claim") == told
    assert count(number, "inquiry", "inquiries") == told.replace("claims", "inquiries").replace("claim", "inquiry")


def test_the_summary_of_a_document_with_one_figure_is_in_the_singular() -> None:
    told = DocumentSummary("s", "An article", ("s/a",), figures=1, unchanged=1, left_out=0, thin=1, not_assessed=1)
    assert summary_lines(told) == (
        "1 figure in 1 claim",
        "1 leads to the origin of the figure, unchanged",
        "1 is thinly documented or not documented, as given here",
        "1 is not assessed yet",
    )
