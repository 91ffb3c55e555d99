"""What every test shares: a cache folder of the tests' own, and one headless Chromium."""

from __future__ import annotations

import os
import shutil
import signal
from importlib.util import find_spec
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# No test looks at the clock: how long an example takes depends on what else the machine does.
settings.register_profile("headwater", deadline=None)
settings.load_profile("headwater")
IN_CI = os.environ.get("CI") == "true"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--sample N`: of the slow tests, only about one in N, the same ones in every run."""
    parser.addoption("--sample", type=int, default=1, metavar="N", help="of the slow tests, run about one in N")


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses by the markers
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs a browser, and leave out what `--sample` does not draw.

    A test is drawn by its name, so that the order does not matter.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("end_to_end")
    one_in = config.getoption("--sample")
    left_out = [item for item in items if item.get_closest_marker("slow") and crc32(item.nodeid.encode()) % one_in]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def missing(what: str) -> None:
    """Skip on a user's machine; fail in CI, where everything is to be there."""
    if IN_CI:
        pytest.fail(f"{what} is missing, and CI is to test with it")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(autouse=True, scope="session")
def _own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests, and the processes that they start, out of the user's cache; each module is compiled only once.

    A run that a shell started in the background ignores interrupts, and would hand that on to what it starts.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for the whole run: the engine that drives it can be started once."""
    if not CHROMIUM:
        missing("chromium")
    if find_spec("playwright") is None:
        missing("playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()
