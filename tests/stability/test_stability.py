"""What each earlier version promised is still so: its records are read, its stores opened, and no name or field has gone."""

from __future__ import annotations

import json
import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest

import kg
import kg.api
from kg.api import Graph
from kg.commands import run
from kg.render.check_tables import render_csv
from kg.rules.baseline import VERSION as BASELINE
from kg.rules.registry import built_in
from kg.version import __version__
from kg.vocabulary import MINTED

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs" / "stability.md"
VERSIONS = sorted(path for path in HERE.glob("v*") if path.is_dir())


@pytest.fixture(params=VERSIONS, ids=lambda path: path.name)
def version(request: pytest.FixtureRequest) -> Path:
    """The folder of what one version made."""
    found: Path = request.param
    return found


@pytest.fixture
def workspace(version: Path, tmp_path: Path) -> Path:
    for name in ("kg.toml", "records.yaml", "baseline.json"):
        shutil.copy(version / name, tmp_path / name)
    return tmp_path


def lost(before: Any, now: Any, path: str = "") -> list[str]:  # noqa: ANN401 - any JSON value
    """The fields of a document that another does not have, or has with another type."""
    if isinstance(before, dict):
        if not isinstance(now, dict):
            return [path]
        gone = [f"{path}.{key}" for key in before.keys() - now.keys()]
        return gone + [
            name for key in before.keys() & now.keys() for name in lost(before[key], now[key], f"{path}.{key}")
        ]
    if isinstance(before, list):
        if not isinstance(now, list) or (before and not now):
            return [path]
        return lost(before[0], now[0], f"{path}[]") if before else []
    return [] if before is None or now is None or type(before) is type(now) else [path]


@pytest.mark.parametrize(
    ("name", "command"), [("trace.json", ["trace", "article/wells"]), ("check.json", ["check", "--exit-zero"])]
)
def test_documents_have_every_field_that_they_had(
    version: Path, workspace: Path, name: str, command: list[str]
) -> None:
    run([*command, "-g", str(workspace), "--format", "json", "-o", str(workspace / name)])
    before, now = (json.loads((folder / name).read_text(encoding="utf-8")) for folder in (version, workspace))
    assert lost(before, now) == []
    assert major(before) == major(now)


def major(document: dict[str, Any]) -> str:
    return str(document["schema_version"]).partition(".")[0]


def test_records_mean_what_they_meant(version: Path, workspace: Path) -> None:
    before = json.loads((version / "trace.json").read_text(encoding="utf-8"))
    found = kg.open(str(workspace)).trace("article/wells")
    assert list(found.lineage.standing) == before["standing"]
    assert len(found.lineage.ends) == len(before["ends"])
    assert found.lineage.works_cited == before["works_cited"]


def test_a_store_is_opened_and_gives_the_same_claims(version: Path, tmp_path: Path) -> None:
    with tarfile.open(version / "store.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    store = kg.open(str(tmp_path / "store"))
    rows = store.query("SELECT ?c { ?c a schema:Claim } ORDER BY ?c").rows
    assert [row[0] for row in rows] == ["https://facts.example/a", "https://facts.example/b"]
    assert store.trace("https://facts.example/a").claim.id


def test_a_baseline_is_read(workspace: Path) -> None:
    assert json.loads((workspace / "baseline.json").read_text(encoding="utf-8"))["schema_version"] == BASELINE
    report = ["check", "-g", str(workspace), "--baseline", str(workspace / "baseline.json"), "--exit-zero"]
    assert run([*report, "-o", str(workspace / "report.txt")]) == 0


def test_no_name_that_others_use_has_gone(version: Path) -> None:
    before = json.loads((version / "names.json").read_text(encoding="utf-8"))
    python = {f"kg.{name}" for name in kg.__all__} | {f"kg.api.{name}" for name in kg.api.__all__}
    now = {
        "python": python | {f"Graph.{name}" for name in dir(Graph)},
        "rules": {rule.code for rule in built_in()},
        "terms": set(MINTED),
    }
    assert {kind: set(before[kind]) - now[kind] for kind in now} == {kind: set() for kind in now}


def test_the_columns_of_csv_come_first_and_in_the_same_order(version: Path, workspace: Path) -> None:
    before = json.loads((version / "names.json").read_text(encoding="utf-8"))["csv"]
    now = render_csv(kg.open(str(workspace)).check()).splitlines()[0].split(",")
    assert now[: len(before)] == before


def test_what_this_version_makes_is_among_what_is_read() -> None:
    series = "_".join(__version__.split(".")[:2])
    assert (HERE / f"v{series}").is_dir(), "keep what this version makes, so that later ones are tested with it"
    assert f"| {series.replace('_', '.')} |" in DOCS.read_text(encoding="utf-8")
