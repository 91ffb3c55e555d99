"""Make `docs/gallery/` from the bundled seeds: `python docs/make_gallery.py`; `--check` says whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

import kg
from kg.render.report_markdown import escaped
from kg.resources import seeds

FOLDER = Path(__file__).parent / "gallery"
# File name, claim, and what to look at.
CLAIMS = (
    ("rotherham", "seed-article/rotherham", "One source named in prose, one reference that could not be found."),
    ("telford", "seed-article/telford", "A newspaper’s “up to” that became an inquiry’s “more than”."),
    (
        "two-thirds",
        "seed-article/two-thirds",
        "A unit that changed on the way, and a reference that does not hold the figure.",
    ),
    ("quilliam-84-percent", "sky-2017/all-people-convicted", "A share of what was found, restated as a share of all."),
    (
        "beaconport-236",
        "gbn-beacon/incorrectly-closed-236",
        "Cases under review that became investigations wrongly closed.",
    ),
    (
        "extrapolation-250000",
        "rgi-2026/at-the-very-least",
        "A working that needs five inputs, two of them without a value.",
    ),
)


def gallery() -> dict[str, str]:
    """The files of the gallery by name."""
    graph = kg.open(str(seeds()))
    files = {}
    pages = [
        "# Gallery",
        "Lineages from the bundled seeds, drawn by `kg export svg`. Made by `python docs/make_gallery.py`.",
    ]
    for name, claim, look in CLAIMS:
        picture = graph.trace(claim).picture()
        files[f"{name}.svg"] = graph.trace(claim).to_svg()
        answers = f"{escaped(picture.verdict)} " + " ".join(
            f"*{v.heading}:* {escaped(v.words)}." for v in picture.verdicts
        )
        pages += [
            f"## {escaped(picture.title)}",
            f"{look} `kg export svg {claim}`",
            answers,
            f"![{escaped(picture.title)}]({name}.svg)",
        ]
    return {**files, "README.md": "\n\n".join(pages) + "\n"}


def main() -> int:
    """Write the gallery, or compare it with what is there."""
    made = gallery()
    if "--check" in sys.argv[1:]:
        stale = [name for name, text in made.items() if not _same(FOLDER / name, text)]
        said = [f"docs/gallery/{name} is not what the seeds give; run python docs/make_gallery.py" for name in stale]
        print("\n".join(said or ["up to date"]))
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name, text in made.items():
        (FOLDER / name).write_bytes(text.encode())
    return 0


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


if __name__ == "__main__":
    sys.exit(main())
