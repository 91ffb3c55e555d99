"""The rules of a workspace: the built-in ones and its own, with the severities of its settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.errors import UsageError
from kg.formats.files import RULES_FOLDER
from kg.rules.registry import codes_in, with_own
from kg.rules.rule_selection import graded, line_of, read_profile, selected, unknown_name
from kg.workspace.config import FILE_NAME, Config, own_file, read_config

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.rules.rule import Rule
    from kg.workspace.opened import Opened


class RuleBook(Struct, frozen=True):
    """The rules of a graph with their severities, and what is wrong with those that were left out.

    `known` holds the codes of all of them, whether selected or not; `unknown` says which names of the settings are none of these.
    """

    rules: tuple[Rule, ...]
    faults: tuple[str, ...]
    known: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()


class Wanted(Struct, frozen=True):
    """What to check: which rules, of which document, against which baseline; `rules` are folders of further rules.

    With `anew` the graph is judged again even where it was judged before, so that the time of each rule is that of now.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    document: str | None = None
    baseline: Path | None = None
    rules: tuple[Path, ...] = ()
    anew: bool = False


EVERYTHING: Final = Wanted()


def rules_of(graph: Opened, wanted: Wanted = EVERYTHING) -> RuleBook:
    """The rules of a graph, with the severities of its settings, as far as they are wanted."""
    return book_of(graph.home, graph.config, wanted.rules, wanted.select, wanted.ignore)


def book_of(
    home: Path | None,
    config: Config,
    folders: Iterable[Path] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> RuleBook:
    """The built-in rules, those of the workspace in a folder and those of further folders, graded and selected.

    Raises UsageError for a missing folder or an unknown code, BadDataError for a faulty profile.
    """
    own = (home / RULES_FOLDER,) if home is not None and (home / RULES_FOLDER).is_dir() else ()
    places = {folder.resolve(): folder for folder in (*own, *folders)}.values()
    for folder in places:
        if not folder.is_dir():
            raise UsageError(f"{folder}: no folder of rules")
    rules, faults = with_own(places)
    known = codes_in(places) | {rule.code for rule in rules}
    path = own_file(home, config.profile, "profile") if config.profile and home is not None else None
    profile = read_profile(path) if path is not None else {}
    unknown = (*_unknown(path, profile, known), *_unknown(home and home / FILE_NAME, config.severity, known))
    try:
        left = graded(graded(rules, profile), config.severity)
        off = {rule.code for rule in rules} - {rule.code for rule in left}
        # Errors in rules that could not be read are reported beside the findings of the others.
        unread = known - {rule.code for rule in rules}
        return RuleBook(selected(left, select, ignore, off, unread), faults, known, unknown)
    except UsageError as error:
        # The rule that is not found may be the one that could not be read.
        raise UsageError("; ".join((str(error), *faults))) from error


def _unknown(path: Path | None, severities: Mapping[str, str], known: frozenset[str]) -> list[str]:
    """A line, with its place in the file, for each code or family that no rule has."""
    unknown = [(name, fault) for name in severities if (fault := unknown_name(name, known))]
    text = path.read_text(encoding="utf-8") if path is not None and unknown else ""
    return [f"{path}:{line_of(text, name)}: {fault}" for name, fault in unknown]


def book_at(place: Path | str, folders: Iterable[Path] = ()) -> RuleBook:
    """The rules of what is at a place, which is not loaded; an endpoint has none of its own."""
    home = place if isinstance(place, Path) and place.is_dir() else None
    return book_of(home, read_config(home) if home is not None else Config(), folders)
