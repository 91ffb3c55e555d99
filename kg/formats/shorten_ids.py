"""Records under the short ids that people write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.model.figure import Figure
from kg.model.records import Records

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model.frozen import Frozen

_FIELDS: Final = frozenset(
    """id made_in about by publisher authors commissioned_by funded_by led_by part_of produced_by edition_of revision_of
    influenced_by same_as source target group area within broader hinges_on recorded_by node""".split()
)


def shorten_ids(records: Records, name_of: Callable[[str], str]) -> Records:
    """The same records with short ids in place of IRIs; `name_of` gives the short id of a node."""
    for kind in Records.__struct_fields__:
        bag = getattr(records, kind)
        bag[:] = [_shortened(record, name_of) for record in bag]
    return records


def _shortened(record: Frozen, name_of: Callable[[str], str]) -> Frozen:
    changes: dict[str, object] = {}
    for field in type(record).model_fields:
        value = getattr(record, field, None)
        if isinstance(value, Figure):
            changes[field] = _shortened(value, name_of)
        elif field in _FIELDS and isinstance(value, str):
            changes[field] = name_of(value)
        elif field in _FIELDS and isinstance(value, tuple):
            changes[field] = tuple(map(name_of, value))
    return record.model_copy(update=changes)
