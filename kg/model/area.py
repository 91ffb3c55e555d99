"""Areas that figures are about, and which contains which."""

# Annotations stand as they are, not as texts (`from __future__ import annotations`): pydantic would compile each one again at every start.

from pydantic import Field

from kg.model.frozen import Frozen


class Area(Frozen):
    """A place, by code where it has one."""

    id: str = Field(description="A code such as gss:E08000018, or a short name.")
    name: str = Field(description="The name shown to readers.")
    also: tuple[str, ...] = Field(default=(), description="Other names it goes by.")
    within: tuple[str, ...] = Field(default=(), description="Ids of the areas that contain it.")
