"""The algebra of a query, by rdflib's reading of it: what is joined, filtered and grouped, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DEEPEST = 40


def algebra(sparql: str, base: str | None = None, prefixes: Mapping[str, str] | None = None) -> str | None:
    """The algebra as an indented tree; None where rdflib cannot read the query."""
    from rdflib.plugins.sparql import prepareQuery

    try:
        tree = prepareQuery(sparql, initNs={**PREFIXES, **(prefixes or {})}, base=base).algebra
    except Exception:  # noqa: BLE001 - rdflib raises plain Exception, as for an unknown prefix; the algebra is an extra
        return None
    return "\n".join(_lines(tree, 0))


def _lines(part: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - a node of rdflib's tree has no public type
    pad = "  " * depth
    if depth > _DEEPEST:
        yield f"{pad}…"
        return
    yield f"{pad}{part.name}"
    for key, value in part.items():
        if key.startswith("_") or key in {"PV", "datasetClause"} or value is None or value == [] or value == set():
            continue
        if hasattr(value, "items") and hasattr(value, "name"):
            yield f"{pad}  {key}:"
            yield from _lines(value, depth + 2)
        elif key == "triples":
            yield from (f"{pad}  {' '.join(map(_word, triple))}" for triple in value)
        else:
            yield f"{pad}  {key}: {_word(value)}"


def _word(value: Any) -> str:  # noqa: ANN401 - any term, path, expression or list of them
    if hasattr(value, "items") and hasattr(value, "name"):
        inner = ", ".join(_word(part) for key, part in value.items() if part is not None and not key.startswith("_"))
        return f"{value.name}({inner})"
    if isinstance(value, list | tuple | set | frozenset):
        return "[" + ", ".join(map(_word, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_word(key)}: {_word(part)}" for key, part in value.items()) + "}"
    if hasattr(value, "n3"):
        text: str = value.n3()
        return _short(text)
    return str(value)


def _short(text: str) -> str:
    for name, base in PREFIXES.items():
        if text.startswith(f"<{base}") and text.endswith(">") and text[len(base) + 1 : -1].isidentifier():
            return f"{name}:{text[len(base) + 1 : -1]}"
    return text
