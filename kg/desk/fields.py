"""The fields of a claim and of a source as a form shows them, and what a form that was sent changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from kg.desk.errors import ConflictError
from kg.errors import BadDataError, UsageError
from kg.formats.record_spans import Change
from kg.formats.yaml_text import flow_text
from kg.formats.yaml_tree import documents
from kg.model.words import AccessState, Checking, Working
from kg.render.safe import plain_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.desk.record_files import Found
    from kg.formats.yaml_tree import Path_

_NOWHERE: Final = Path("form.yaml")
_SEPARATOR: Final = "; "
_HOW_SHOWN: Final = {
    Working.REDOABLE: "yes, so that a reader could do it again",
    Working.EXPLAINED: "yes, it explains how",
    Working.PARTLY: "partly",
    Working.OWN_COUNT: "no, it only gives its own count",
    Working.ESTIMATE: "no, it only gives an estimate",
    Working.NOT_KNOWN: "not known",
}


class Field(Struct, frozen=True):
    """One field: its key in the record, its label, and how it is shown: text, long, many, figure, quote, words."""

    key: str
    label: str
    kind: str = "text"
    hint: str = ""
    words: tuple[str, ...] = ()
    choices: str = ""

    @property
    def name(self) -> str:
        """Its name in the form."""
        return f"field:{self.key}"


_CHECKED: Final = "Who checked it before it was published"
CLAIM: Final = (
    Field("says", "What it says, in your own words", "long"),
    Field(
        "figure",
        "The figure, in one line",
        "figure",
        "such as: at least 1,400 children, Rotherham, 1997/2013, estimate",
    ),
    Field(
        "about",
        "What it counts or measures",
        "many",
        "such as: homes that stand empty. Choose one that is listed, or type a new one; claims about the same thing are compared",
        choices="variables",
    ),
    Field("at", "Where in the document", hint="such as: para 3"),
    Field("quote", "Quotation, word for word", "quote"),
    Field("checked by", _CHECKED, "words", words=tuple(Checking)),
)
CLAIM_MORE: Final = (
    Field("by", "Who says it, if not its makers", "many", choices="agents"),
    Field("hold until", "Not to be published before", hint="such as: 2026-12-24"),
    Field("note", "Private note, which never leaves the records", "long"),
)
SOURCE: Final = (
    Field("title", "Title"),
    Field("kind", "Kind", hint="such as: report, news article, dataset"),
    Field("publisher", "Outlet or publisher", "many", choices="agents"),
    Field("issued", "When it came out", hint="such as: 2014-08-26, July 2024, 2022/23"),
    Field("url", "Address", hint="https://…"),
)
SOURCE_MORE: Final = (
    Field("authors", "Authors", "many", choices="agents"),
    Field("commissioned by", "Commissioned by", "many", choices="agents"),
    Field("funded by", "Funded by", "many", choices="agents"),
    Field("edition of", "It is an edition of", "many", "the id of the work"),
    Field("same as", "The same as", "many", "DOI, ISBN or other identifiers"),
    Field("checked by", _CHECKED, "words", words=tuple(word for word in Checking if word is not Checking.FIGURE)),
    Field("note", "Private note, which never leaves the records", "long"),
)
WORKINGS: Final = {str(word): _HOW_SHOWN[word] for word in Working}
ACCESS: Final = tuple(AccessState)


def shown(value: Any) -> str:  # noqa: ANN401 - any value of a record
    """A value as a form shows it: a list with “; ” between, a figure that was written long in its braces."""
    if value is None:
        return ""
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        return _SEPARATOR.join(map(str, value))
    return str(value) if isinstance(value, str) else flow_text(value)


def field_changes(found: Found, fields: Iterable[Field], form: Mapping[str, str]) -> list[Change]:
    """What a form changes in the fields of a record: only what its reader changed, by what the form showed.

    Raises ConflictError where someone else changed the same field, and UsageError for a value in braces that cannot be read.
    """
    changes, others = [], []
    for field in fields:
        text, was = clean(form.get(field.name, "")), clean(form.get(f"was:{field.key}", ""))
        before = found.value.get(field.key)
        now = clean(shown(before))
        if field.name not in form or text in (was, now):
            continue
        if now != was:
            others.append(f"{field.label}: on record now is “{now or '(nothing)'}”")
            continue
        value = value_of(field, text, before)
        if value is not None or field.key in found.value:
            changes.append(Change(found.source, (*found.path, field.key), value))
    if others:
        raise conflict(found.node, others)
    return changes


def conflict(node: str, others: Iterable[str]) -> ConflictError:
    """The error to raise where someone else changed the same thing."""
    return ConflictError(
        f"{node} was changed in the meantime, by another desk or in its file. Nothing was written, and what you typed is "
        f"still here. {'; '.join(others)}. Save again to put yours in its place."
    )


def new_value(fields: Iterable[Field], form: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a record that is new."""
    found = {field.key: value_of(field, clean(form.get(field.name, "")), None) for field in fields}
    return {key: value for key, value in found.items() if value is not None}


def value_of(field: Field, text: str, before: Any) -> Any:  # noqa: ANN401
    """The value that a text of a form stands for; None for an empty one."""
    if not text:
        return None
    if field.kind == "many":
        parts = [part.strip() for part in text.split(";") if part.strip()]
        return parts if len(parts) > 1 or isinstance(before, list) else parts[0]
    if text.startswith("{") and field.kind == "figure":
        try:
            return documents(_NOWHERE, f"figure: {text}\n".encode())[0].value["figure"]
        except BadDataError as error:
            raise UsageError(f"{field.label}: {error.problems[0].message}") from error
    return text


def clean(text: str) -> str:
    """A text of a form as a page can show it: with the line ends of a file, without control characters and white space around it."""
    return plain_lines(text.replace("\r\n", "\n")).strip()


def made_here(value: Any) -> tuple[bool, str, str]:  # noqa: ANN401
    """Whether a figure was made in its document, from what, and how far that is shown."""
    if isinstance(value, dict):
        return True, value.get("how") or "", value.get("working") or ""
    if value in (None, "no", "false"):
        return False, "", ""
    return True, "" if value in ("yes", "true") else value, ""


def made_words(value: Any) -> str:  # noqa: ANN401
    """`made here` as one text, to tell whether it was changed."""
    here, how, working = made_here(value)
    return f"{how}|{working}" if here else ""


def made_here_changes(found: Found, form: Mapping[str, str]) -> list[Change]:
    """What a form changes in `made here`. Raises ConflictError where someone else changed it too."""
    if "was:made here" not in form:
        return []
    how, working = clean(form.get("made:how", "")), form.get("made:working", "")
    wanted = f"{how}|{working}" if "made:here" in form or how or working else ""
    now = made_words(found.value.get("made here"))
    if wanted in (form["was:made here"], now):
        return []
    if now != form["was:made here"]:
        raise conflict(found.node, ["whether it was made here was changed"])
    path = (*found.path, "made here")
    if wanted:
        return [Change(found.source, path, made_value(how, working))]
    return [Change(found.source, path, None)] if "made here" in found.value else []


def made_value(how: str, working: str) -> Any:  # noqa: ANN401
    """`made here` as it stands in a record."""
    return {key: text for key, text in (("how", how), ("working", working)) if text} or "yes"


def access_words(value: Any) -> str:  # noqa: ANN401
    """Whether a reader can get at a source, as a word."""
    return shown(value.get("is") if isinstance(value, dict) else value)


def access_changes(found: Found, form: Mapping[str, str], day: str, reader: str) -> list[Change]:
    """What a form changes in whether a reader can get at a source; a new state is dated and signed."""
    now = access_words(found.value.get("access"))
    wanted, was = form.get("field:access", now), form.get("was:access", now)
    if wanted in (was, now):
        return []
    if now != was:
        raise conflict(found.node, [f"access: on record now is “{now or '(nothing)'}”"])
    value = {"is": wanted, "on": day} | ({"by": reader} if reader else {})
    return [Change(found.source, ("access",), value if wanted else None)]


def reading_changes(
    source: str, path: Path_, value: Mapping[str, Any], kind: str, signature: str, words: str = ""
) -> list[Change]:
    """A reading as a click records it: the whole, a part, a copy, seen only in another source, read by a second, or by nobody.

    Raises UsageError where it does not say which part, host or source.
    """
    needs = {"part": "which part was read", "copy": "who hosts the copy", "seen": "in which source it was seen"}
    if kind in needs and not words:
        raise UsageError(f"say {needs[kind]}")
    day, _, who = signature.partition(" ")
    kinds: dict[str, dict[str, Any]] = {
        "whole": {"read": signature, "part": None, "seen in": None, "unread": None},
        "part": {"read": signature, "part": words, "seen in": None, "unread": None},
        "copy": {"read in a copy": {"on": day, "by": who, "host": words}, "unread": None},
        "seen": {"seen in": words, "unread": None},
        "second": {"second": signature},
        "unread": {"unread": "yes"},
    }
    if kind not in kinds:
        raise UsageError("choose what was read")
    return [Change(source, (*path, key), text) for key, text in kinds[kind].items() if text is not None or key in value]


def reading_words(value: Mapping[str, Any]) -> str:
    """What was read, as it is on record."""
    keys = ("read", "second", "read in a copy", "part", "seen in", "unread", "not found", "not in it")
    parts = [f"{key}: {_plain(value[key])}" for key in keys if value.get(key) is not None]
    return " · ".join(parts)


def _plain(value: Any) -> str:  # noqa: ANN401
    return ", ".join(str(each) for each in value.values()) if isinstance(value, dict) else shown(value)
