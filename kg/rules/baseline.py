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
    """The fingerprints of the findings on record. Raises BadDataError if the file is not a baseline, UsageError if it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)  # a pipe or device has no size to ask for
        if len(data) > _MOST_BYTES:
            raise BadDataError([Problem(str(path), 0, 0, "too large for a baseline")])
        document: Any = json.loads(data)
        if (version := str(document["schema_version"])).partition(".")[0] != VERSION.partition(".")[0]:
            raise BadDataError(
                [Problem(str(path), 0, 0, f"a baseline of version {version}, and not {VERSION}; write it anew")]
            )
        return frozenset(str(finding["fingerprint"]) for finding in document["findings"])
    except OSError as error:
        raise cannot_read(path, error) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadDataError([Problem(str(path), 0, 0, "not a baseline; write one with --update-baseline")]) from error


def may_be_replaced(path: Path) -> bool:
    """Whether a baseline can be written to a file without losing anything else: it is missing, empty, or a baseline of any version."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b"x"
        document = json.loads(data) if data.strip() else {"schema_version": VERSION, "findings": []}
    except FileNotFoundError:
        return True
    except OSError as error:
        raise cannot_read(path, error) from error
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and {"schema_version", "findings"} <= document.keys()


def baseline_text(findings: Iterable[Finding], name: Callable[[str], str]) -> str:
    """The file that records the findings, one a line in a settled order, so that a later version is compared line by line."""
    lines = sorted(
        json.dumps({"code": f.code, "node": name(f.node), "fingerprint": f.fingerprint}, ensure_ascii=True)
        for f in findings
    )
    body = ",\n    ".join(lines)
    recorded = f"[\n    {body}\n  ]" if lines else "[]"
    return f'{{\n  "schema_version": "{VERSION}",\n  "findings": {recorded}\n}}\n'
