"""A baseline: the findings that a project knows of, so that a gate fails only on new ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kg.errors import BadDataError, Problem, cannot_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg.rules.engine import Finding

VERSION: Final = "1.0"
_MOST_BYTES: Final = 64 * 1024 * 1024


def read_baseline(path: Path) -> frozenset[str]:
    """The fingerprints of the findings on record. Raises BadDataError for what is no baseline, UsageError where it cannot be read."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BadDataError([Problem(str(path), 0, 0, "too large for a baseline")])
        told: Any = json.loads(path.read_text(encoding="utf-8"))
        return frozenset(str(finding["fingerprint"]) for finding in told["findings"])
    except OSError as error:
        raise cannot_read(path, error) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadDataError([Problem(str(path), 0, 0, "not a baseline; write one with --update-baseline")]) from error


def write_baseline(path: Path, findings: Iterable[Finding], name: Callable[[str], str]) -> None:
    """Record the findings, one a line in a settled order, so that a later version is compared line by line."""
    lines = sorted(
        json.dumps({"code": f.code, "node": name(f.node), "fingerprint": f.fingerprint}, ensure_ascii=True) for f in findings
    )
    body = ",\n    ".join(lines)
    text = f'{{\n  "schema_version": "{VERSION}",\n  "findings": [\n    {body}\n  ]\n}}\n' if lines else (
        f'{{\n  "schema_version": "{VERSION}",\n  "findings": []\n}}\n')  # fmt: skip
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise cannot_read(path, error) from error
