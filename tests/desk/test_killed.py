"""The program itself, killed at random moments while it saves: the files are as after one save or the other, and drafts survive."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Timer
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
import yaml

from tests.desk.conftest import RECORDS, Visit, desk_of, text_of

RANDOM = random.Random(20261130)  # noqa: S311 - moments, no secrets
SAID = "Over 1,200 homes stand empty."
PASTED = "There were {} owls in Millbrook in 2024, the council said."


class Running:
    """`kg desk` as a process, and its browser."""

    def __init__(self, folder: Path) -> None:
        arguments = [sys.executable, "-m", "kg", "desk", str(folder), "--port", "0", "--reader", "KG", "--no-browser"]
        self.process = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        address = re.search(r"http://\S+", self.process.stderr.readline())
        assert address is not None
        self.base = address[0].partition("/enter")[0]
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        page = self.opener.open(address[0]).read().decode()
        self.token = str(re.findall(r'name="form_token" value="([^"]+)"', page)[0])

    def end(self) -> None:
        """Kill the process."""
        self.process.kill()
        self.process.communicate()

    def post(self, action: str, fields: dict[str, str]) -> None:
        """Send a form; OSError or HTTPException once the process is gone."""
        data = urlencode({"form_token": self.token, "back": "/changes", **fields}).encode()
        self.opener.open(Request(f"{self.base}/do/{action}", data, {"Origin": self.base})).read()  # noqa: S310


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a process is ended in another way there")
@pytest.mark.parametrize("trial", range(6))
def test_killed_at_a_random_moment_nothing_that_was_saved_is_lost_and_nothing_is_half_written(
    folder: Path, trial: int
) -> None:
    running = Running(folder)
    saved, tried, opened = 0, 0, 0
    timer = Timer(RANDOM.uniform(0.05, 3), running.process.kill)
    timer.start()
    try:
        while True:
            before = SAID if tried == 0 else f"Number {tried}."
            tried += 1
            running.post("claim", {"node": "leaflet/total", "was:says": before, "field:says": f"Number {tried}."})
            saved = tried
            running.post("open", {"paste": PASTED.format(tried), "title": f"Owls {tried} of {trial}"})
            opened = tried
    except (URLError, OSError, HTTPException):
        pass
    finally:
        timer.cancel()
        running.end()
    states = [RECORDS.replace(SAID, f"Number {n}.") if n else RECORDS for n in (saved, tried)]
    assert text_of(folder) in states
    drafts = sorted((folder / "drafts").glob("*.yaml")) if (folder / "drafts").exists() else []
    assert len(drafts) in {opened, opened + 1}
    assert all(list(yaml.safe_load_all(path.read_text(encoding="utf-8"))) for path in drafts)
    visit = Visit(desk_of(folder))
    visit.get("/claim?id=leaflet/total")
    visit.send("claim", {"field:says": "After."})
    assert "says: After." in text_of(folder)
