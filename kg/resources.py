"""Where the files that travel with the package are: the ontology, the rules and the bundled seeds."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a bundled file or folder, in an installed wheel or in a checkout.

    A wheel holds `ontology/` and `seeds/` inside the package; a checkout has them beside it.
    """
    inside = _PACKAGE.joinpath(*parts)
    return inside if inside.exists() else _PACKAGE.parent.joinpath(*parts)


def package_file(*parts: str) -> Path:
    """A file that lies beside the code, such as a template."""
    return _PACKAGE.joinpath(*parts)


def ontology(*parts: str) -> Path:
    """A file of the ontology, such as `ontology("schemes.ttl")`."""
    return resource("ontology", *parts)


def seeds() -> Path:
    """The folder of the bundled seed workspace."""
    return resource("seeds", "england-group-based-cse")


def bundled_graphs() -> dict[str, Path]:
    """The folders of the workspaces that come with Headwater, by the names that `bundled:NAME` takes."""
    folders = sorted(path.parent for path in resource("seeds").glob("*/kg.toml"))
    return {"seeds": seeds(), **{folder.name: folder for folder in folders}}
