"""How fast bulk files are imported, and in how much memory: python -m benchmarks.importing [reviews|citations|references] NUMBER."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.formats.importing.context import Choices
from kg.formats.importing.run import Import, run_import

if TYPE_CHECKING:
    from collections.abc import Iterator


def reviews(number: int) -> Iterator[str]:
    """ClaimReviews, a line each, two places a claim, one in a hundred without its claim."""
    for at in range(number):
        rating = {"ratingValue": at % 5 + 1, "bestRating": 5, "worstRating": 1, "alternateName": "A verdict"}
        places = [{"url": f"https://news{at % 50}.example/{at}"}, {"url": f"https://post.example/{at}"}]
        review = {
            "@type": "ClaimReview",
            "url": f"https://checks.example/{at}",
            "claimReviewed": "" if at % 100 == 7 else f"{at:,} things in a town",
            "datePublished": "2024-01-02",
            "author": {"name": f"Checker {at % 40}"},
            "reviewRating": rating,
            "itemReviewed": {"@type": "Claim", "author": {"name": f"Speaker {at % 500}"}, "appearance": places},
        }
        yield json.dumps(review) + "\n"


def citations(number: int) -> Iterator[str]:
    """Rows of OpenCitations."""
    yield "oci,citing,cited,creation,timespan\n"
    for at in range(number):
        yield f"{at},10.1000/a{at // 20},10.1000/b{at % 30011},2020,P1Y\n"


def references(number: int) -> Iterator[str]:
    """Entries of CSL-JSON, an array."""
    for at in range(number):
        entry = {
            "id": str(at),
            "type": "article-journal",
            "title": f"Study number {at} of things",
            "author": [{"family": f"Doe{at % 1000}", "given": "J."}],
            "container-title": "Journal",
            "issued": {"date-parts": [[2000 + at % 20]]},
            "DOI": f"10.1000/x{at}",
        }
        yield ("[" if at == 0 else ",") + json.dumps(entry)
    yield "]"


KINDS: Final = {
    "reviews": (reviews, "feed.jsonl", "claimreview"),
    "citations": (citations, "citations.csv", "opencitations"),
    "references": (references, "library.json", "csl-json"),
}


def main(kind: str, number: int) -> None:
    """Import a file made for this, and print the rate and the most memory."""
    made, name, form = KINDS[kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        with path.open("w", encoding="utf-8") as file:
            file.writelines(made(number))
        begun = time.process_time()
        report = run_import(Import((path,), Path(folder, "out"), form), Choices())
        seconds = time.process_time() - begun
        size = sum(each.stat().st_size for each in Path(folder, "out").rglob("*") if each.is_file())
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{kind}: {number:,} in {seconds:.0f} s of CPU, {number / seconds:,.0f} a second; {path.stat().st_size / 1e6:.0f} MB in, "
            f"{size / 1e6:.0f} MB out; most memory {most} MB; {dict(report.written)}"
        )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
