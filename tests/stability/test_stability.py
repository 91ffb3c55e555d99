"""What each earlier version promised is still so: its records are read, its stores opened, and no name, field or code has gone."""

from __future__ import annotations

import json
import shutil
import tarfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.commands import run
from kg.render.check_json import check_document
from kg.rules.baseline import VERSION as BASELINE
from tests.stability.promises import DOCUMENTS, HERE, SERIES, csv_columns, exit_codes, promises, statements

DOCS = HERE.parents[1] / "docs" / "stability.md"
VERSIONS = sorted(path for path in HERE.glob("v*") if path.is_dir())


@pytest.fixture(params=VERSIONS, ids=lambda path: path.name, scope="module")
def version(request: pytest.FixtureRequest) -> Path:
    """The folder of what one version made."""
    found: Path = request.param
    return found


@pytest.fixture(scope="module")
def workspace(version: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the workspace of that version."""
    return shutil.copytree(version / "workspace", tmp_path_factory.mktemp("stability") / "workspace")


@pytest.fixture(scope="module")
def promised(version: Path) -> dict[str, Any]:
    """What that version promised."""
    found: dict[str, Any] = json.loads((version / "promises.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def now() -> dict[str, Any]:
    """What this version promises, as it is read from a file."""
    found: dict[str, Any] = json.loads(json.dumps(promises()))
    return found


def gone(before: Any, after: Any, path: str = "") -> list[str]:  # noqa: ANN401 - any JSON value
    """The parts of a value that another does not have; a list has an item if one of its own has all parts of it."""
    if isinstance(before, dict) and isinstance(after, dict):
        missing = [f"{path}/{key}" for key in before.keys() - after.keys()]
        kept = sorted(before.keys() & after.keys())
        return missing + [name for key in kept for name in gone(before[key], after[key], f"{path}/{key}")]
    if isinstance(before, list) and isinstance(after, list):
        return [f"{path}: {one}" for one in before if all(gone(one, other) for other in after)]
    return [] if before == after else [f"{path}: {before}"]


def fields(document: Any, path: str = "") -> dict[str, set[str]]:  # noqa: ANN401 - any JSON value
    """Every field of a document, those of all items of a list together, with the types of its values."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    inner = document.items() if isinstance(document, dict) else [("[]", one) for one in document]
    for key, value in inner:
        found[f"{path}.{key}"].add(type(value).__name__)
        if isinstance(value, dict | list):
            for name, types in fields(value, f"{path}.{key}").items():
                found[name] |= types
    return found


def lost(before: Any, after: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    """The fields of a document that another does not have, or has with another type."""
    then, today = fields(before), fields(after)
    absent = [path for path in then if path not in today]
    other = [path for path in then.keys() & today.keys() if not (then[path] & today[path] or "NoneType" in today[path])]
    return sorted(absent + [path for path in other if then[path] != {"NoneType"}])


@pytest.mark.parametrize("kind", ["python", "tools"])
def test_no_function_has_gone_and_each_takes_the_same_parameters_in_the_same_order(
    promised: dict[str, Any], now: dict[str, Any], kind: str
) -> None:
    assert promised[kind].keys() - now[kind].keys() == set()
    for name, parameters in promised[kind].items():
        later = now[kind][name]
        assert [one.removesuffix(" required") for one in later[: len(parameters)]] == [
            one.removesuffix(" required") for one in parameters
        ]
        assert {one for one in later if one.endswith(" required")} <= set(parameters), name


@pytest.mark.parametrize(
    "kind",
    ["commands", "reserved exit codes", "rules", "terms", "schemes", "http", "api", "documents"],
)
def test_nothing_that_was_promised_has_gone_or_means_something_else(
    promised: dict[str, Any], now: dict[str, Any], kind: str
) -> None:
    assert gone(promised[kind], now[kind]) == []


def test_record_files_may_hold_every_key_and_word_that_they_could_and_need_no_more(
    promised: dict[str, Any], now: dict[str, Any]
) -> None:
    before, after = promised["records"], now["records"]
    assert [name for name in gone(before, after) if "/required" not in name] == []
    more = {
        name: set(after["$defs"][name].get("required", ())) - set(one.get("required", ()))
        for name, one in before["$defs"].items()
    }
    assert {name: keys for name, keys in more.items() if keys} == {}


def test_the_columns_of_csv_come_first_and_in_the_same_order(
    promised: dict[str, Any], now: dict[str, Any], workspace: Path
) -> None:
    columns = csv_columns(workspace)
    assert columns[: len(promised["check.csv"])] == promised["check.csv"]
    assert set(promised["claims.csv"]) <= set(now["claims.csv"])


def test_exit_codes_are_the_same(promised: dict[str, Any], workspace: Path) -> None:
    assert exit_codes(workspace) == promised["exit codes"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_have_every_field_that_they_had(version: Path, workspace: Path, tmp_path: Path, name: str) -> None:
    run([*DOCUMENTS[name], "-g", str(workspace), "-o", str(tmp_path / "now.json")])
    before, after = (json.loads(path.read_text("utf-8")) for path in (version / f"{name}.json", tmp_path / "now.json"))
    assert lost(before, after) == []
    assert before["schema_version"].partition(".")[0] == after["schema_version"].partition(".")[0]


def test_what_is_kept_names_no_place_of_the_machine_that_made_it(version: Path) -> None:
    places = [one["place"] for one in json.loads((version / "check.json").read_text("utf-8"))["findings"]]
    assert places
    assert [place for place in places if Path(place).is_absolute()] == []


def test_records_mean_what_they_meant(version: Path, workspace: Path, tmp_path: Path) -> None:
    before = (version / "statements.nt").read_text("utf-8").splitlines()
    assert set(before) - set(statements(workspace, tmp_path / "all.nq")) == set()


def test_a_baseline_still_knows_what_it_recorded(version: Path, workspace: Path) -> None:
    baseline = json.loads((workspace / "baseline.json").read_text("utf-8"))
    assert baseline["schema_version"] == BASELINE
    found = json.loads((version / "check.json").read_text("utf-8"))["findings"]
    before = {(one["code"], one["node"]): one["fingerprint"] for one in found if one["verdict"] == "fails"}
    now = check_document(kg.open(str(workspace)).check())["findings"]
    after = {(one["code"], one["node"]): one["fingerprint"] for one in now}
    assert set(before.values()) == {one["fingerprint"] for one in baseline["findings"]}
    assert {key: after[key] for key in before.keys() & after.keys()} == before


def test_a_waiver_is_read(workspace: Path) -> None:
    waived = check_document(kg.open(str(workspace)).check())["waived"]
    assert [(one["code"], one["node"]) for one in waived] == [("S02", "article/total")]


def test_a_store_is_opened_and_gives_the_same_claims(version: Path, tmp_path: Path) -> None:
    with tarfile.open(version / "store.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    store = kg.open(str(tmp_path / "store"))
    rows = store.query("SELECT ?c { ?c a schema:Claim } ORDER BY ?c").rows
    assert [row[0] for row in rows] == ["https://facts.example/a", "https://facts.example/b"]
    assert store.trace("https://facts.example/a").claim.id


def test_what_this_version_makes_is_among_what_is_read() -> None:
    assert (HERE / f"v{SERIES}").is_dir(), "run `python -m tests.stability.promises`, so that later versions are tested"
    assert f"| {SERIES.replace('_', '.')} |" in DOCS.read_text(encoding="utf-8")
