"""What a site's robots.txt asks of programs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

if TYPE_CHECKING:
    from collections.abc import Callable


def allowed(url: str, agent: str, load: Callable[[str], str | None]) -> bool:
    """Whether a page may be fetched. `load` gives the text of a robots.txt: empty where there is none, None where it failed."""
    parts = urlsplit(url)
    if parts.path == "/robots.txt":
        return True
    text = load(urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", "")))
    if text is None:
        return False
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    return rules.can_fetch(agent.partition("/")[0], url)
