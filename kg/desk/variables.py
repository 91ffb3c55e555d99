"""What is measured, as people type it: the ids or names of variables, and new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.desk.links import free_id
from kg.formats.identifiers import is_id, slugged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.desk.record_files import RecordFiles


def with_variables(files: RecordFiles, form: Mapping[str, str]) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """A form with ids for the names of its variables, and the record of those that nothing on record defines."""
    if "field:about" not in form:
        return dict(form), []
    known = files.listed("variables")
    ids = {name.casefold(): identifier for identifier, name in known.items()}
    found, new = [], []
    for part in filter(None, map(str.strip, form["field:about"].split(";"))):
        identifier = part if part in known else ids.get(part.casefold())
        if identifier is None:
            identifier = part if is_id(part) else free_id(slugged(part), set(known))
            new.append({"variable": identifier, "name": part})
        found.append(identifier)
    return dict(form) | {"field:about": "; ".join(found)}, [{"variables": new}] if new else []
