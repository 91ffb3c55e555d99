"""What `kg add` asks on a terminal for what was not given."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click
from msgspec.structs import replace

from kg.commands.new_claim import link_of
from kg.errors import UsageError, nearest
from kg.formats.identifiers import RESERVED, is_id, is_iri, slugged

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.commands.new_claim import Options
    from kg.formats.importing.on_record import OnRecord

_LEANS: Final = "leans on, as RELATION TARGET such as “names report-2014/total” (empty: no more)"


def ask(options: Options, on_record: OnRecord) -> Options:
    """Ask for what was not given; an empty answer leaves out what can be left out."""
    filled = _answer(options, "source", "id of the document, such as report-2014", check=_identifier)
    if not on_record.place_of(filled.source or "") and not filled.url:
        filled = _answer(filled, "title", "its title")
        filled = _answer(filled, "kind", "its kind (report, news article …)", optional=True)
        filled = _answer(filled, "url", "its address", optional=True)
        filled = _answer(filled, "issued", "when it came out, such as 2014-08", optional=True, check=_period)
    filled = _answer(
        filled, "claim", "short id of the claim, such as total", check=partial(_new_claim, filled.source, on_record)
    )
    filled = _answer(filled, "says", "what it says, in your own words")
    filled = _answer(
        filled, "figure", "figure, such as: at least 1,400 children, Rotherham, 1997/2013", optional=True, check=_figure
    )
    if variables := sorted(node.partition("/")[2] for node in _ids(on_record) if node.startswith("variable/")):
        filled = _ask_variable(filled, variables)
    filled = _answer(filled, "at", "where in the document", optional=True)
    filled = _answer(filled, "read", "read by you? DATE WHO, such as 2026-07-01 AB", optional=True)
    return filled if filled.leans_on else _ask_links(filled, on_record)


def _answer(
    filled: Options, name: str, question: str, optional: bool = False, check: Callable[[str], str] | None = None
) -> Options:
    if getattr(filled, name) is not None:
        return filled
    text = click.prompt(
        question, default="" if optional else None, show_default=False, value_proc=check or str.strip, err=True
    )
    changed: Any = {name: text or None}
    return replace(filled, **changed)


def _figure(text: str) -> str:
    """A figure line that can be read; otherwise click asks again."""
    from kg.formats.figure_line import LONG, parse_figure

    return _readable(text, parse_figure, LONG)


def _period(text: str) -> str:
    """A date; otherwise click asks again."""
    from kg.formats.figure_line import read_period

    return _readable(text, read_period)


def _readable(text: str, read: Callable[[str], object], hint: str = "") -> str:
    """A text that a reader takes, or an empty one; `hint` is what a prompt cannot do and so does not say."""
    text = text.strip()
    if text:
        try:
            read(text)
        except ValueError as error:
            raise click.BadParameter(str(error).replace(f"; {hint}", "") if hint else str(error)) from error
    return text


def _identifier(text: str) -> str:
    """A short id; otherwise click asks again."""
    if not is_id(text.strip()):
        raise click.BadParameter(f"“{text.strip()}” is not a valid id; perhaps {slugged(text)}")
    return text.strip()


def _new_claim(source: str | None, on_record: OnRecord, text: str) -> str:
    """A short id that no claim of the document has; otherwise click asks again."""
    name = _identifier(text)
    if place := on_record.place_of(f"{source}/{name}"):
        raise click.BadParameter(f"{source}/{name} is on record already, at {place}")
    return name


def _ids(on_record: OnRecord) -> set[str]:
    return {node for file in on_record.files for node in file.lines}


def _ask_variable(filled: Options, variables: list[str]) -> Options:
    """Ask what is measured, which makes a claim comparable with others."""

    def one_of(text: str) -> str:
        if text.strip() and text.strip() not in variables:
            raise click.BadParameter(f"no variable {text.strip()}{nearest(text.strip(), variables)}")
        return text.strip()

    if filled.about is not None:
        return filled
    text = click.prompt(
        f"what is measured ({', '.join(variables[:8])}{' …' if len(variables) > 8 else ''})",
        default="",
        show_default=False,
        value_proc=one_of,
        err=True,
    )
    return replace(filled, about=(text,) if text else None)


def _ask_links(filled: Options, on_record: OnRecord) -> Options:
    ids = {node for node in _ids(on_record) if node.partition("/")[0] not in RESERVED}
    while text := click.prompt(_LEANS, default="", show_default=False, value_proc=str.strip, err=True):
        try:
            relation, target = link_of(text)
        except UsageError as error:
            click.echo(f"Error: {error}", err=True)
            continue
        if target in ids or is_iri(target) or target.startswith("/"):
            filled = replace(filled, leans_on=(*filled.leans_on, (relation, target)))
        else:
            click.echo(f"Error: no source or claim {target} is recorded{nearest(target, ids)}", err=True)
    return filled
