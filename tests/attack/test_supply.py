"""What a release is made of: licences, commands and bytes of the wheel, the hashes of what it needs, and the container."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email.parser import BytesParser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.serve.conftest import served

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PARTS = tuple((ROOT / "kg" / "serve" / "static").glob("*/LICENSES.txt"))
PART = re.compile(r"^\S+ \d\S* \(([^)]+)\)$", re.MULTILINE)


def test_the_licences_of_all_parts_in_the_wheel_stand_in_its_metadata() -> None:
    named = set(re.split(r" AND ", PROJECT["license"]))
    of_parts = {licence for path in PARTS for licence in PART.findall(path.read_text(encoding="utf-8"))}
    assert len(PARTS) == 2
    # Each part may be used under one of those that it offers; the text of the last was read, and is the MIT licence.
    used = {licence for part in of_parts - {"see text"} for licence in re.split(r" AND ", part.split(" OR ")[-1])}
    assert used
    assert {licence.strip("()") for licence in used} <= named


def test_every_file_of_licences_is_named_in_the_metadata() -> None:
    named = {path for pattern in PROJECT["license-files"] for path in ROOT.glob(pattern)}
    beside = {path for folder in ("kg", "seeds", "ontology") for path in (ROOT / folder).rglob("LICENSE*")}
    assert beside <= named


def test_both_names_start_the_same_command() -> None:
    assert PROJECT["scripts"]["headwater"] == PROJECT["scripts"]["kg"]


@pytest.mark.slow
def test_a_wheel_that_is_built_twice_has_the_same_bytes(tmp_path: Path) -> None:
    built: list[Path] = []
    for name in ("first", "second"):
        command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path / name), str(ROOT)]
        done = subprocess.run(
            command, env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout[-2000:]
        built.extend((tmp_path / name).glob("*.whl"))
    first, second = built
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as wheel:
        (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        told = BytesParser().parsebytes(wheel.read(metadata))
        files = told.get_all("License-File") or []
        assert told["License-Expression"] == PROJECT["license"]
        assert len(files) >= 4
        assert all(any(name.endswith(f"licenses/{file}") for name in wheel.namelist()) for file in files)


LOCKS = {"lock.txt": ("test",), "lock-serve.txt": ("serve", "scale")}


def locked(name: str) -> dict[str, tuple[str, list[str]]]:
    """The version and hashes of each package in a lock file."""
    text = (ROOT / ".ci" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found = [
        re.fullmatch(r"([a-z0-9-]+)==(\S+)( ;[^\\]*?)?((?:\s+--hash=sha256:[0-9a-f]{64})+)\s*", line)
        for line in text.splitlines()
    ]
    assert all(found), "a line of a lock file is a name, a version and its hashes, and names no server"
    return {match[1]: (match[2], match[4].split()) for match in found if match}


@pytest.mark.parametrize("name", LOCKS)
def test_every_dependency_is_locked_by_hashes_to_a_version_that_is_allowed(name: str) -> None:
    versions = locked(name)
    extras = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *(text for extra in LOCKS[name] for text in extras[extra])]
    for text in wanted:
        requirement = Requirement(text)
        if requirement.name == PROJECT["name"]:
            wanted.extend(own for extra in requirement.extras for own in extras[extra])
            continue
        version, hashes = versions[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version, prereleases=True), (
            f"{text}: {version} is locked; run .ci/release --lock"
        )
        assert hashes


def test_the_container_does_not_run_as_root_and_says_whether_it_is_healthy() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    statements = [line.split(maxsplit=1) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    last = statements[max(number for number, (word, _) in enumerate(statements) if word == "FROM") :]
    values = dict(last)
    assert values["USER"] not in {"root", "0", "0:0"}
    assert values["HEALTHCHECK"].split("CMD ")[1] == json.dumps(["python", "-c", HEALTHY])
    assert json.loads(values["ENTRYPOINT"]) == ["kg"]
    assert json.loads(values["CMD"])[0] == "serve"
    assert all(
        "--require-hashes" in value or "--no-deps" in value
        for word, value in statements
        for value in value.split("&&")
        if "pip install" in value
    )
    assert not any(word == "ADD" for word, _ in statements)


HEALTHY = (
    "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=5); c.request('HEAD', '/void'); "
    "raise SystemExit(c.getresponse().status >= 500)"
)


@pytest.mark.slow
def test_the_health_check_of_the_container_holds_for_a_server_and_fails_without_one() -> None:
    with served() as client:
        check = HEALTHY.replace("8000", str(client.base_url.port))
        assert subprocess.run([sys.executable, "-c", check], check=False, timeout=60).returncode == 0
    done = subprocess.run([sys.executable, "-c", check], check=False, capture_output=True, timeout=60)
    assert done.returncode == 1


@pytest.mark.slow
def test_the_container_is_built_and_answers_with_a_read_only_root() -> None:
    builder = next((name for name in ("docker", "podman") if shutil.which(name)), None)
    if builder is None or subprocess.run([builder, "info"], check=False, capture_output=True, timeout=60).returncode:
        pytest.skip("there is no builder of containers here")
    subprocess.run(
        [builder, "build", "-t", "headwater-test", "-f", "Containerfile", "."], cwd=ROOT, check=True, timeout=1200
    )
    command = [builder, "run", "--rm", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "headwater-test"]  # noqa: S108 - in the container
    done = subprocess.run(
        [*command, "trace", "1,400 children in Rotherham"], check=True, capture_output=True, text=True, timeout=300
    )
    assert "THE FIGURE" in done.stdout
