"""The nearest copy of a page in the Wayback Machine."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from msgspec import Struct

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.snapshots.fetch import Fetched, Fetcher

AVAILABLE: Final = "https://archive.org/wayback/available"
_STAMP: Final = re.compile(r"/web/(\d{14})/")


class Archived(Struct, frozen=True):
    """A copy in the archive: its address there, when it was taken, and what was fetched."""

    address: str
    taken: str
    fetched: Fetched


def nearest_copy(url: str, fetcher: Fetcher, service: str = AVAILABLE) -> Archived:
    """Ask for the nearest copy of a page and fetch it as it was kept. Raises UsageError where there is none."""
    answer = fetcher.fetch(f"{service}?url={quote(url, safe='')}", robots=False)
    try:
        closest = json.loads(answer.data).get("archived_snapshots", {}).get("closest", {})
        address = str(closest["url"]) if closest.get("available") else ""
    except (ValueError, AttributeError, KeyError) as error:
        raise UsageError(f"{url}: the archive gave no answer that can be read") from error
    stamp = _STAMP.search(address)
    if stamp is None:
        raise UsageError(f"{url}: the archive has no copy of this page")
    raw = address.replace(f"/web/{stamp[1]}/", f"/web/{stamp[1]}id_/", 1)
    digits = stamp[1]
    taken = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z"
    return Archived(address, taken, fetcher.fetch(raw, robots=False))
