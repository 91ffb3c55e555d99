"""What claims and sources refer to by id: variables, people and bodies, and areas, each with a form, and new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.desk import fields
from kg.desk.desk import Done, Edits
from kg.desk.fields import Field
from kg.desk.links import free_id
from kg.errors import UsageError
from kg.formats.identifiers import is_id, slugged
from kg.formats.record_spans import Change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.desk.desk import Desk
    from kg.desk.views import Asked

# The kinds of lists, each with its heading and the fields of an entry.
LISTS: Final[dict[str, tuple[str, tuple[Field, ...]]]] = {
    "variables": (
        "What is counted or measured",
        (
            Field("name", "Name, as it is shown"),
            Field("measure", "What is measured", hint="such as: number of homes"),
            Field("unit", "In what unit", hint="such as: homes"),
            Field("population", "Of whom or what", hint="such as: homes without a resident"),
            Field("broader", "Wider ones that include it", "many", "ids, with “; ” between", choices="variables"),
        ),
    ),
    "agents": (
        "People, outlets and bodies",
        (
            Field("name", "Name, as it is shown"),
            Field("kind", "What it is", hint="such as: newspaper, ministry, person"),
            Field("part of", "What it belongs to", "many", "ids or names, with “; ” between", choices="agents"),
        ),
    ),
    "areas": (
        "Areas",
        (
            Field("name", "Name, as it is shown"),
            Field("also", "Other names", "many", "with “; ” between"),
            Field("within", "What contains it", "many", "ids or names of areas, with “; ” between"),
        ),
    ),
}


def view(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Every list, with a form for one more entry in each."""
    kinds = [(kind, title, desk.files.listed(kind), _shown(kind, {}, asked)) for kind, (title, _) in LISTS.items()]
    return {"kinds": kinds}


def entry(desk: Desk, asked: Asked) -> dict[str, Any]:
    """One entry with its form. Raises NotFoundError."""
    found = desk.files.entry(asked.get("id"))
    kind, _, name = found.node.partition(":")
    return {
        "node": found.node,
        "name": name,
        "title": fields.shown(found.value.get("name")) or name,
        "kind": LISTS[kind][0],
        "fields": _shown(kind, found.value, asked),
    }


def _shown(kind: str, value: Mapping[str, Any], asked: Asked) -> list[tuple[Field, str, str]]:
    form = asked.form if asked.form and asked.form.get("kind", kind) == kind else {}
    rows = []
    for field in LISTS[kind][1]:
        on_record = fields.shown(value.get(field.key))
        rows.append((field, on_record, form.get(field.name, on_record)))
    return rows


def save_entry(desk: Desk, form: Mapping[str, str]) -> Done:
    """The fields of an entry."""
    node = form.get("node", "")

    def edits() -> Edits:
        found = desk.files.entry(node)
        return Edits(fields.field_changes(found, LISTS[node.partition(":")[0]][1], form))

    return Done(desk.change(f"changed {node.partition(':')[2]}", edits))


def new_entry(desk: Desk, form: Mapping[str, str]) -> Done:
    """An entry that was not there, after those of its kind."""
    kind, wish = form.get("kind", ""), form.get("id", "").strip()
    if kind not in LISTS:
        raise UsageError("choose what is to be added")
    value = fields.new_value(LISTS[kind][1], form)
    if "name" not in value:
        raise UsageError("give it a name")
    if wish and not is_id(wish):
        raise UsageError(f"“{wish}” is not a short id: use small letters, digits and hyphens")
    names: list[str] = []

    def edits() -> Edits:
        known = desk.files.listed(kind)
        if wish in known:
            raise UsageError(f"{wish} is on record already")
        name = wish or free_id(slugged(str(value["name"])), set(known))
        names.append(name)
        record = {kind.removesuffix("s"): name} | value
        beside = next((f"{kind}:{one}" for one in reversed(known) if desk.files.entry(f"{kind}:{one}")), "")
        if not beside:
            return Edits((), [{kind: [record]}])
        home = desk.files.entry(beside)
        number = desk.files.entries(home, kind)
        return Edits([Change(beside, (kind, number), record)])

    return Done(desk.change(f"added {value['name']}", edits), f"/entry?id={kind}:{names[-1]}" if names else "")
