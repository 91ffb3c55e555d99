"""Two real SPARQL servers on loopback, each filled with the bundled seeds: Oxigraph and OpenLink Virtuoso 7."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PATIENCE = 60.0
# Small on purpose: answers of the seeds run into it.
VIRTUOSO_ROWS = 500
_INI = """
[Database]
DatabaseFile = virtuoso.db
TransactionFile = virtuoso.trx
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
xa_persistent_file = virtuoso.pxa
ErrorLogLevel = 3
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 7500
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {rows}
"""


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _program(name: str) -> str:
    """A program on the path or beside Python; a test is skipped without it, unless the servers are required."""
    found = shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))
    if found is None:
        message = f"{name} is not installed"
        if os.environ.get("KG_TEST_SERVERS") == "required":
            pytest.fail(message)
        pytest.skip(message)
    return found


@contextmanager
def _running(command: list[str], folder: Path, ready: Callable[[], bool]) -> Iterator[None]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            until = time.monotonic() + _PATIENCE
            while not ready():
                assert process.poll() is None, (folder / "server.log").read_text()
                assert time.monotonic() < until, f"{command[0]} did not start"
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def oxigraph_server(folder: Path, data: Path) -> Iterator[str]:
    """An Oxigraph server that was opened for reading only, with the data loaded."""
    program, port = _program("oxigraph"), _free_port()
    subprocess.run(
        [program, "load", "--location", "store", "-f", str(data)], cwd=folder, check=True, capture_output=True
    )
    command = [program, "serve-read-only", "--location", "store", "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, lambda: _answers(port)):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso_server(folder: Path, data: Path) -> Iterator[str]:
    """A Virtuoso server with a limit of rows that the data runs into."""
    program, sql = _program("virtuoso-t"), _program("isql-vt")
    ports = {"sql": _free_port(), "http": _free_port()}
    (folder / "virtuoso.ini").write_text(_INI.format(**ports, rows=VIRTUOSO_ROWS), encoding="utf-8")
    shutil.copy(data, folder / "data.nq")
    load = "DB.DBA.TTLP_MT(file_to_string_output('data.nq'), '', 'http://localhost/', 512); checkpoint;"
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, folder, lambda: _answers(ports["sql"]) and _answers(ports["http"])):
        where = f"127.0.0.1:{ports['sql']}"
        subprocess.run([sql, where, "dba", "dba", f"exec={load}"], check=True, capture_output=True, timeout=120)
        yield f"http://127.0.0.1:{ports['http']}/sparql"
