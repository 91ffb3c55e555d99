"""The one table of the fields of a figure: its key in records, its RDF term, where it stands in a line, how it is compared.

The RDF table, the record schema, the YAML reader, the one-line form, the comparison and the reports follow it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.model.words import Basis, Certainty, Direction, Qualifier, Statistic, Unknowns

if TYPE_CHECKING:
    from enum import StrEnum

# The closed vocabularies of figures, by the scheme that a field's codec names.
WORDS: Final[dict[str, type[StrEnum]]] = {
    "qualifier": Qualifier,
    "certainty": Certainty,
    "statistic": Statistic,
    "unknowns": Unknowns,
    "change": Direction,
    "basis": Basis,
}


class FigureField(Struct, frozen=True):
    """One field of `Figure`.

    `key` is its key in a record written long, `codec` how its text is read (`text`, `flag`, `number`, `duration`, `edtf`, `node`, or
    the scheme of a closed vocabulary), `term` its RDF property; `line` is the form of its part in a one-line figure, `{}` alone
    where its words say what they are. `label` is the word of the scheme `field` under which it is shown and compared.

    `compare` is how two of its values are compared: `text` and `swapped` by their words, `noted` by their words without ever stopping
    backing, `own` by a rule of its own, None together with another field.
    """

    name: str
    label: str
    compare: str | None = "own"
    key: str | None = None
    codec: str = "text"
    term: str | None = None
    line: str | None = None
    kind: str = ""


_F = FigureField
FIELDS: Final[tuple[FigureField, ...]] = (
    # The number: its bounds have RDF terms of their own (schema:value, or minValue and maxValue); how coarse it is follows from its words.
    _F("low", "value", None, codec="number"),
    _F("high", "value", None, codec="number"),
    _F("stated", "value", "own", "value", "text", "hw:stated"),
    _F("step", "value", None, codec="number"),
    _F("share", "share or count", "own", "share", "flag", "hw:share"),
    _F("multiple", "share or count", "own", "multiple", "flag", "hw:multiple"),
    _F("statistic", "statistic", "own", "statistic", "statistic", "hw:statistic"),
    _F("qualifier", "qualifier", "own", "qualifier", "qualifier", "hw:qualifier"),
    _F("certainty", "certainty", "own", "certainty", "certainty", "hw:certainty", "{}"),
    _F("conservative", "qualifier", None, "conservative", "flag", "hw:conservative"),
    _F("unit", "unit", "own", "unit", "text", "schema:unitText"),
    _F("population", "population", "own", "population", "text", "hw:population", "among {}"),
    _F("denominator", "denominator", "own", "denominator", "text", "hw:denominator", "of {}"),
    _F("base", "denominator", "own", "base", "number", "hw:base"),
    _F("unknowns", "denominator", "own", "unknowns", "unknowns", "hw:unknowns", "unknowns {}"),
    _F("unknown_share", "denominator", "own", "unknown share", "number", "hw:unknownShare", "{}% unknown"),
    _F("comparator", "comparator", "swapped", "comparator", "text", "hw:comparator", "against {}"),
    _F("period", "period", "own", "period", "edtf", "dcterms:temporal", "{}"),
    _F("as_of", "as-of date", "own", "as of", "edtf", "hw:asOf", "as of {}"),
    _F("duration", "duration", "own", "duration", "duration", "hw:duration", "{}"),
    _F("change", "change", "own", "change", "change", "hw:change"),
    _F("earlier", "change", "own", "earlier", "number", "hw:earlier", "from {}"),
    _F("interval", "interval", "own", "interval", "text", "hw:interval", "per {}"),
    _F("horizon", "time horizon", "text", "horizon", "text", "hw:horizon", "{}"),
    _F("uncertainty", "margin of error", "noted", "uncertainty", "text", "hw:uncertainty", "{}"),
    _F("category", "category", "own", "category", "text", "hw:category", "category {}"),
    _F("area", "area", "own", "area", "node", "dcterms:spatial", "{}", "area"),
    _F("basis", "basis", "noted", "basis", "basis", "hw:basis", "{}"),
)
BY_NAME: Final = {field.name: field for field in FIELDS}
KEYED: Final = tuple(field for field in FIELDS if field.key)
