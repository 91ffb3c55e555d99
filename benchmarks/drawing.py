"""How long pictures take and how many edges cross in them: `python -m benchmarks.drawing`.

Prints the layout of made-up citation networks beside Graphviz's `dot` on the same graphs, where that is installed, and
the first draw of pages in Debian's Chromium, where that and playwright are. `explore` as an argument measures the page of a
whole graph only.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from msgspec.structs import replace

from kg.render import layout
from kg.render.html import html
from tests.conftest import CHROMIUM, FLAGS
from tests.render.graphs import grown
from tests.render.test_html import made_up

SIZE = (240.0, 90.0)
DOT_AT_MOST = 1000  # beyond this dot takes minutes


def dot_crossings(count: int, edges: list[tuple[int, int]]) -> str:
    """What dot itself says of how many edges cross, with the time it took."""
    lines = ["digraph {", 'node [shape=box, fixedsize=true, width=2.5, height=0.8, label=""];']
    lines += [f"n{node};" for node in range(count)] + [f"n{tail} -> n{head};" for tail, head in edges] + ["}"]
    begun = time.perf_counter()
    done = subprocess.run(["dot", "-Tplain", "-v"], input="\n".join(lines), capture_output=True, text=True, check=False)
    found = re.findall(r"(\d+) crossings", done.stderr)
    return f"dot {found[-1] if found else '?'} crossings in {time.perf_counter() - begun:.2f} s"


def lay_out() -> None:
    """Times of the layout, and its crossings with bends for every edge, as dot counts them."""
    for count, ratio in ((100, 1.2), (300, 1.3), (1000, 1.2), (1000, 1.5), (10_000, 1.2), (10_000, 1.5)):
        edges = grown(count, ratio)
        times = []
        for _ in range(3):
            begun = time.perf_counter()
            found = layout.place([SIZE] * count, edges, [0])
            times.append(time.perf_counter() - begun)
        if count <= DOT_AT_MOST:
            found = layout.place([SIZE] * count, edges, [0], most_bends=count)
        beside = dot_crossings(count, edges) if shutil.which("dot") and count <= DOT_AT_MOST else ""
        print(
            f"{count:>6} nodes {len(edges):>6} edges  {min(times) * 1000:>5.0f} ms  {found.crossings:>7} crossings  {beside}",
            flush=True,
        )


def draw() -> None:
    """From opening the file to the first draw of the canvas, opened small and with everything shown."""
    if not CHROMIUM:
        print("no Chromium: first draw not measured")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running, tempfile.TemporaryDirectory() as folder:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for count in (500, 2_000, 10_000):
            small = made_up(count)
            for name, picture in (
                ("neighbourhood", small),
                ("everything", replace(small, opening=frozenset(small.by_id))),
            ):
                path = Path(folder, f"{count}-{name}.html")
                path.write_bytes(html(picture).encode())
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                page.goto(path.as_uri())
                page.wait_for_selector("html[data-drawn]", state="attached", timeout=120_000)
                drawn = page.evaluate("document.documentElement.dataset.drawn")
                print(
                    f"{count:>6} nodes, {name}: first draw after {drawn} ms, {path.stat().st_size / 1e6:.1f} MB",
                    flush=True,
                )
                page.close()
        browser.close()


FRAMES = """() => new Promise((done) => {
  const times = [];
  let last = performance.now();
  const step = (now) => {
    times.push(now - last);
    last = now;
    window.scrollBy(0, 40);
    if (times.length < 90) requestAnimationFrame(step);
    else done(times.sort((a, b) => a - b));
  };
  requestAnimationFrame(step);
})"""


def records(count: int) -> str:
    """So many claims and sources, a claim to each source, as a citation network grows."""
    leans: dict[int, list[int]] = {}
    for tail, head in grown(count // 2):
        leans.setdefault(max(tail, head), []).append(min(tail, head))
    parts = []
    for number in range(count // 2):
        cited = ", ".join(f"{{cites: s{other}/c}}" for other in sorted({*leans.get(number, ())} - {number}))
        rests = f"leans on: [{cited}]" if cited else "made here: {working: explained}"
        parts.append(
            f"source: s{number}\ntitle: Report {number}\nissued: {1990 + number % 35}\n"
            f"claims:\n  c: {{says: Some were counted in {number}., figure: {number + 10} homes, {rests}}}\n"
        )
    return "---\n".join(parts)


def explore() -> None:
    """The page of a whole graph: its size, its first draw, the memory of its scripts, and frames while it is scrolled."""
    if not CHROMIUM:
        return
    from playwright.sync_api import sync_playwright

    import kg
    from kg.bridges.communities import communities
    from kg.render.explorer import explorer_page

    with sync_playwright() as running, tempfile.TemporaryDirectory() as folder:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for count in (2_000, 20_000):
            place = Path(folder, str(count))
            place.mkdir()
            (place / "all.yaml").write_text(records(count), encoding="utf-8")
            begun = time.process_time()
            path = place / "page.html"
            path.write_bytes(explorer_page(kg.open(str(place)).everything(), communities).encode())
            made = time.process_time() - begun
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-drawn]", state="attached", timeout=120_000)
            drawn = page.evaluate("document.documentElement.dataset.drawn")
            heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
            frames = page.evaluate(FRAMES)
            size = path.stat().st_size
            print(
                f"{count:>6} nodes, the whole graph: made in {made:.1f} CPU-s, {size / 1e6:.2f} MB ({size / count / 1e3:.2f} kB a node), "
                f"first draw after {drawn} ms, {heap:.0f} MB of scripts' memory, "
                f"frame {frames[45]:.0f} ms (95 in 100: {frames[85]:.0f} ms)",
                flush=True,
            )
            page.close()
        browser.close()


if __name__ == "__main__":
    if "explore" not in sys.argv[1:]:
        lay_out()
        draw()
    explore()
