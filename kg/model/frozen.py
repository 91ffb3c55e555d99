"""What every record of the model has in common: frozen, closed, no coercion surprises."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value; an unknown field is an error rather than ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)

    @classmethod
    def trusted(cls, **values: Any) -> Self:  # noqa: ANN401 - whatever the fields of the class hold
        """A record from values that are known to be right, without checking; what is left out has its default.

        Setting what pydantic keeps of an instance takes a third of the time of `model_construct`, and a large graph has a million
        records: which of their fields were set is not recorded of each.
        """
        made = cls.__new__(cls)
        _SET(made, "__dict__", {**_defaults(cls), **values})
        _SET(made, "__pydantic_fields_set__", _ALL_FIELDS)
        _SET(made, "__pydantic_extra__", None)
        _SET(made, "__pydantic_private__", None)
        return made


_SET = object.__setattr__
# Shared by all records made so; pydantic copies it before it adds to it.
_ALL_FIELDS: Final[set[str]] = set()


@cache
def _defaults(cls: type[Frozen]) -> dict[str, Any]:
    return dict(cls.model_construct().__dict__)
