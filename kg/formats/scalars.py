"""The types that record shapes are made of: what people may type, and what an editor is told about it.

Every scalar of a record is text, but an editor that reads `base: 940` sees a number; the JSON Schema lets it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

from msgspec import Struct
from pydantic import BeforeValidator, WithJsonSchema

from kg.model.words import (
    AccessState,
    ChallengeOn,
    Checking,
    InputFor,
    Operation,
    Relation,
    Shown,
    Working,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

YES: Final = frozenset({"yes", "true"})
NO: Final = frozenset({"no", "false"})
_SCALAR: Final = {"type": ["string", "number", "boolean"]}
T = TypeVar("T")


class _OneOrMore(Struct, frozen=True):
    """Marks a list that may be written without brackets where it holds one thing."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        listed = handler(core)
        return {"anyOf": [listed.get("items", {}), listed, {"type": "null"}]}


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [] if value is None else [value]


def word_of(words: Iterable[str]) -> Any:  # noqa: ANN401 - a type of the schema
    """The type of a word of a closed vocabulary, for keys that a table names."""
    return Annotated[str, _words(words)]


def _words(words: Iterable[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": [str(word) for word in words]})


Text = Annotated[str, WithJsonSchema(_SCALAR)]
Many = Annotated[list[T], BeforeValidator(_listed), _OneOrMore()]
Texts = Many[Text]
YesNo = Annotated[str, WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": sorted(YES | NO)}]})]
WorkingWord = Annotated[str, _words(Working)]
CheckingWord = Annotated[str, _words(Checking)]
DocumentCheckingWord = Annotated[str, _words(word for word in Checking if word is not Checking.FIGURE)]
AccessWord = Annotated[str, _words(AccessState)]
ShownWord = Annotated[str, _words(Shown)]
InputWord = Annotated[str, _words(InputFor)]
ChallengeWord = Annotated[str, _words(ChallengeOn)]
WorkingRelation = Annotated[str, _words([*(r for r in Relation if r.is_working), *Operation])]
