"""What drafting from a long PDF and checking many saved pages cost, in CPU seconds, the process that reads the PDF included.

The documents are made: every other sentence states a figure, every fifth has a reference. Run: python -m benchmarks.drafting 300 1000
"""

from __future__ import annotations

import random
import resource
import sys
from typing import TYPE_CHECKING

from kg.api import open_graph
from kg.resources import seeds
from kg.text.reading import read_document
from kg.text.statements import statements
from kg.workspace.page_check import PageCheck
from tests.text.files import BODY, pdf_of

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = (
    "council homes town report figure inquiry people water hospital bridge minister found estimated recorded survey local number "
    "service family road market school year officers records ferries pupils doctors letters trees"
).split()
SENTENCES_OF_A_PAGE = 36


def sentences(number: int, chance: random.Random) -> list[str]:
    """So many sentences."""
    found = []
    for at in range(number):
        words = chance.choices(WORDS, k=14)
        if at % 2 == 0:
            words[5:7] = [f"{chance.randint(2, 99_999):,}", "homes"]
        found.append(" ".join(words).capitalize() + (f" [{chance.randint(1, 40)}]." if at % 5 == 0 else "."))
    return found


def cpu() -> float:
    """The CPU seconds of this process and of those that it waited for."""
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)


def measured(name: str, work: Callable[[], int]) -> None:
    """Print what a piece of work took, and how many figures it found."""
    begun = cpu()
    figures = work()
    print(f"  {name:<36} {cpu() - begun:7.1f} s CPU, {figures:,} figures")


def main(pages: int, files: int) -> None:
    """Print what each takes."""
    chance = random.Random(7)  # noqa: S311 - no secret
    paragraphs = [(BODY, " ".join(sentences(SENTENCES_OF_A_PAGE, chance))) for _ in range(pages)]
    data = pdf_of(paragraphs)
    measured(
        f"draft a PDF of {data.count(b'/Type /Page '):,} pages",
        lambda: len(statements(read_document("long.pdf", data)).statements),
    )
    check = PageCheck(open_graph(str(seeds())))

    def checked() -> int:
        found = 0
        for _ in range(files):
            body = "".join(f"<p>{' '.join(sentences(6, chance))}</p>" for _ in range(8))
            page = f"<html lang=en><body><article>{body}</article></body></html>"
            found += len(check.check("page.html", statements(read_document("page.html", page.encode()))).figures)
        return found

    measured(f"check {files:,} saved pages", checked)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 2 else main(300, 1_000)
