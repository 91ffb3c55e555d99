"""Bulk loading keeps the meaning of a file, keeps whole files or nothing of them, and survives being killed."""

from __future__ import annotations

import bz2
import gzip
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard

import kg
from kg.api import open_graph
from kg.cache.bulk_store import add_files
from kg.cache.generations import generations
from kg.errors import NotFoundError, UsageError
from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.rdf.syntax import read_rdf, write_rdf
from kg.store.oxigraph import OxigraphStore
from tests.cache.kills import moments_of, run_until, sampled
from tests.sampling import some_at_once

pytestmark = pytest.mark.end_to_end

CLAIMS = """
@prefix schema: <https://schema.org/> . @prefix prov: <http://www.w3.org/ns/prov#> . @prefix hw: <https://w3id.org/headwater/ns#> .
<http://x/a> a schema:Claim ; schema:appearance <http://x/d> ; prov:wasDerivedFrom <http://x/b> ; schema:text "a (text) [in] brackets" .
"""
MESSY = """
@prefix schema: <http://schema.org/> . @prefix prov: <http://www.w3.org/ns/prov#> . @prefix cito: <http://purl.org/spar/cito/> .
@prefix hw: <https://w3id.org/headwater/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<http://x/a> a schema:Claim ; schema:appearance <http://x/d1>, <http://x/d2> ; hw:backing hw:backing-well .
<http://x/f> a schema:Claim ; schema:firstAppearance <http://x/d1> ; prov:wasDerivedFrom [ schema:text "blank" ] .
<http://x/p> a schema:Claim ; dcterms:isPartOf <http://x/d1> .
[] cito:hasCitingEntity <http://x/a> ; cito:hasCitedEntity <http://x/z> .
<http://x/act> prov:generated <http://x/made> ; prov:used <http://x/in> .
"""
WRITE: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}


@pytest.fixture
def kg_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    from kg.commands import run

    monkeypatch.delenv("KG_GRAPH", raising=False)

    def call(*arguments: str) -> tuple[int, str]:
        return run(arguments), capsys.readouterr().err

    return call


def silent(_path: Path, _seen: int, _size: int) -> None:
    return


def stated(place: Path) -> set[tuple[str, str, str]]:
    """Every triple of a store but those of its catalogue; named blank nodes under one name."""
    quads = ox.Store.read_only(str(generations(place)[0] / "store")).quads_for_pattern(None, None, None)
    return {triple(quad) for quad in quads if str(quad.graph_name) != f"<{CATALOGUE_GRAPH}>"}


def triple(quad: ox.Quad) -> tuple[str, str, str]:
    subject, predicate, value = (str(term) for term in (quad.subject, quad.predicate, quad.object))
    return tuple("blank" if "genid" in text else text for text in (subject, predicate, value))  # type: ignore[return-value]


@pytest.mark.parametrize("packing", some_at_once(WRITE, [""]))
@pytest.mark.parametrize("ending", some_at_once(["ttl", "nt", "nq", "trig", "rdf", "jsonld"], ["nt", "trig", "jsonld"]))
def test_every_syntax_and_packing_states_what_the_file_states(tmp_path: Path, ending: str, packing: str) -> None:
    quads = list(ox.parse(CLAIMS, format=ox.RdfFormat.TURTLE))
    path = tmp_path / f"c.{ending}{packing}"
    path.write_bytes(WRITE[packing](write_rdf(quads, ending)))
    report = add_files(tmp_path / "store", [path], silent)
    assert (report.added, report.problems) == (1, [])
    assert stated(tmp_path / "store") == {triple(quad) for quad in quads}


@pytest.mark.parametrize("ending", some_at_once(["ttl", "nt", "trig", "rdf", "jsonld"], ["ttl", "rdf"]))
def test_a_messy_file_means_the_same_as_when_it_is_read_small(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"m.{ending}"
    path.write_bytes(write_rdf(ox.parse(MESSY, format=ox.RdfFormat.TURTLE), ending))
    report = add_files(tmp_path / "store", [path], silent)
    assert report.left_out == 1
    small = OxigraphStore()
    small.add(read_rdf(path, "https://example.org/headwater/").quads)
    small.imply()
    assert stated(tmp_path / "store") == {triple(quad) for quad in small.everything()}


def test_turtle_whose_brackets_are_nodes_gets_names_for_them(tmp_path: Path) -> None:
    path = tmp_path / "b.ttl"
    path.write_text('<http://x/a> <http://x/p> [ <http://x/q> "(v)" ] .', encoding="utf-8")
    add_files(tmp_path / "store", [path], silent)
    assert stated(tmp_path / "store") == {("<http://x/a>", "<http://x/p>", "blank"), ("blank", "<http://x/q>", '"(v)"')}


def test_a_broken_file_is_refused_with_its_line_and_the_others_are_kept(
    tmp_path: Path, kg_run: Callable[..., tuple[int, str]]
) -> None:
    (tmp_path / "good.nt").write_text("<http://x/a> <http://x/p> <http://x/b> .\n", encoding="utf-8")
    (tmp_path / "bad.nt").write_text(
        "<http://x/a> <http://x/p> <http://x/c> .\n<http://x/a> oops .\n", encoding="utf-8"
    )
    (tmp_path / "empty.nt").write_text("", encoding="utf-8")
    (tmp_path / "short.nt.gz").write_bytes(gzip.compress(b"<http://x/a> <http://x/p> <http://x/d> .\n" * 99)[:40])
    files = [str(tmp_path / name) for name in ("bad.nt", "empty.nt", "good.nt")]
    code, err = kg_run("load", *files, "--into", str(tmp_path / "store"))
    assert code == 2
    assert f"{tmp_path / 'bad.nt'}:2:" in err
    assert "2 of 3 files loaded" in err  # one that states nothing is as good as any
    assert stated(tmp_path / "store") == {("<http://x/a>", "<http://x/p>", "<http://x/b>")}
    code, err = kg_run("load", str(tmp_path / "short.nt.gz"), "--into", str(tmp_path / "store"))
    assert code == 2
    assert err.startswith(str(tmp_path / "short.nt.gz")) or "short.nt.gz: " in err


def test_lenient_loading_skips_malformed_lines_up_to_a_limit_and_the_store_says_so(
    tmp_path: Path, kg_run: Callable[..., tuple[int, str]]
) -> None:
    good = b"<http://x/a> <http://x/p> <http://x/b> .\n"
    path, store = tmp_path / "a.nt", str(tmp_path / "store")
    path.write_bytes(
        good + b"<http://x/a> oops .\n" + b'<http://x/a> <http://x/p> "\xe9" .\n' + b"# a comment\n<http://x/"
    )
    (tmp_path / "b.ttl").write_text("<http://x/a> oops .", encoding="utf-8")
    code, err = kg_run("load", str(path), "--into", store, "--lenient", "--most-skipped", "2")
    assert code == 2
    assert f"{path}:5:" in err
    assert "more than 2 malformed lines" in err
    code, err = kg_run("load", str(path), str(tmp_path / "b.ttl"), "--into", store, "--lenient")
    assert code == 2
    assert [f"{path}:{line}:" in err for line in (1, 2, 3, 4, 5)] == [False, True, True, False, True]
    assert "3 malformed lines skipped" in err
    assert "--lenient skips lines of N-Triples and N-Quads only" in err
    assert stated(tmp_path / "store") == {("<http://x/a>", "<http://x/p>", "<http://x/b>")}
    assert "a.nt: loaded without 3 malformed lines" in kg_run("load", str(path), "--into", store)[1]
    assert list(open_graph(store).notes) == ["a.nt: loaded without 3 malformed lines"]


def test_an_unchanged_file_is_left_alone_and_a_changed_one_replaced(tmp_path: Path) -> None:
    first, second = tmp_path / "1.nt", tmp_path / "2.nt"
    first.write_text("<http://x/a> <http://x/p> <http://x/old> .\n", encoding="utf-8")
    second.write_text("<http://x/b> <http://x/p> <http://x/c> .\n", encoding="utf-8")
    store = tmp_path / "store"
    assert add_files(store, [first, second], silent).added == 2
    first.write_text("<http://x/a> <http://x/p> <http://x/new> .\n", encoding="utf-8")
    report = add_files(store, [first, second], silent)
    assert (report.added, report.present) == (1, 1)
    assert stated(store) == {
        ("<http://x/a>", "<http://x/p>", "<http://x/new>"),
        ("<http://x/b>", "<http://x/p>", "<http://x/c>"),
    }


def test_a_store_is_traced_and_asked_like_records(tmp_path: Path, kg_run: Callable[..., tuple[int, str]]) -> None:
    path = tmp_path / "c.ttl"
    path.write_text(CLAIMS, encoding="utf-8")
    store = tmp_path / "store"
    assert kg_run("load", "-q", str(path), "--into", str(store))[0] == 0
    graph = kg.open(str(store))
    assert graph.trace("http://x/a").claim.id == "http://x/a"
    assert graph.digest


def test_what_is_no_store_or_no_rdf_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="not a store"):
        add_files(tmp_path, [tmp_path / "a.nt"], silent)
    good = tmp_path / "good.nt"
    good.write_text("<http://x/a> <http://x/p> <http://x/b> .\n", encoding="utf-8")
    report = add_files(tmp_path / "store", [tmp_path / "notes.txt", good, tmp_path / "missing.nt"], silent)
    assert [problem.message.partition(":")[0] for problem in report.problems] == [
        "No such file or directory",
        "not an RDF file by its name; known endings",
    ]
    assert report.added == 1
    assert stated(tmp_path / "store") == {("<http://x/a>", "<http://x/p>", "<http://x/b>")}


def test_a_store_into_which_nothing_was_loaded_is_said_to_be_empty(tmp_path: Path) -> None:
    assert add_files(tmp_path / "store", [tmp_path / "missing.nt"], silent).problems
    with pytest.raises(UsageError, match="nothing has been loaded into this store"):
        kg.open(str(tmp_path / "store"))


def test_an_older_generation_never_answers_for_a_damaged_one(tmp_path: Path) -> None:
    store, paths = tmp_path / "store", [tmp_path / f"{name}.nt" for name in "abc"]
    for path in paths:
        path.write_text(f"<http://x/{path.stem}> <http://x/p> <http://x/b> .\n", encoding="utf-8")
    for path in paths[:2]:
        add_files(store, [path], silent)
    last = max(store.glob("g-*"))
    max((last / "store").glob("*.sst")).write_bytes(b"short")
    with pytest.raises(UsageError, match=f"{last.name}: damaged"):
        kg.open(str(store))
    report = add_files(store, [paths[2]], silent)
    assert report.lost == (str(paths[1].resolve()),)
    add_files(store, paths, silent)
    assert stated(store) == {(f"<http://x/{name}>", "<http://x/p>", "<http://x/b>") for name in "abc"}


def test_a_damaged_generation_is_never_trusted(tmp_path: Path) -> None:
    path, store = tmp_path / "c.nt", tmp_path / "store"
    path.write_text("<http://x/a> <http://x/p> <http://x/b> .\n", encoding="utf-8")
    add_files(store, [path], silent)
    next((generations(store)[0] / "store").glob("*.sst")).write_bytes(b"short")
    with pytest.raises(UsageError, match="no generation of this store is whole"):
        kg.open(str(store))
    assert add_files(store, [path], silent).added == 1
    assert stated(store) == {("<http://x/a>", "<http://x/p>", "<http://x/b>")}


LOADING = "from kg.commands import run; sys.exit(run(['load', '-q', *sys.argv[4:], '--into', sys.argv[2]]))"


def after_a_kill(store: Path, files: list[Path], moment: int, how: signal.Signals) -> tuple[int, set[str]]:
    """The exit code of a `kg load` that gets a signal at a moment, and the files that are then in the store, whole."""
    done = run_until(moment, how, store, LOADING, *files)
    found = stated(store) if generations(store) else set()
    sizes = Counter(subject.split("/")[3] for subject, _, _ in found)
    assert set(sizes.values()) <= {50}
    if how is signal.SIGINT:
        assert done.returncode in {0, 130}
        assert done.returncode == 0 or done.stderr.startswith("kg: stopped; no file is half loaded")
        assert not list(store.glob("building-*"))
    return done.returncode, set(sizes)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
@pytest.mark.parametrize("sample", [3, pytest.param(1_000, marks=pytest.mark.slow)])
def test_whatever_moment_a_load_is_ended_at_each_file_is_in_the_store_or_not(
    tmp_path: Path, how: signal.Signals, sample: int
) -> None:
    files = [tmp_path / f"{number}.nt" for number in range(2)]
    for path in files:
        lines = (f"<http://x/{path.stem}/{n}> <http://x/p> <http://x/o> .\n" for n in range(50))
        path.write_text("".join(lines), encoding="utf-8")
    first = tmp_path / "first"
    add_files(first, files[:1], silent)
    moments = moments_of(shutil.copytree(first, tmp_path / "counted"), LOADING, *files)
    assert moments > 40
    states = set()
    for moment in sampled(moments, sample):
        store = tmp_path / f"store-{moment}"
        shutil.copytree(first, store)
        code, found = after_a_kill(store, files, moment, how)
        states.add((code, frozenset(found)))
        assert kg.open(str(store)).digest
        assert add_files(store, files, silent).problems == []
        assert len(stated(store)) == 100
        assert [path.name for path in store.glob("[!gl]*")] == []
        assert (generations(store)[0] / "search.sqlite").is_file()
        shutil.rmtree(store)
    assert {found for _, found in states} == {frozenset("0"), frozenset("01")}


def test_several_broken_files_among_good_ones_are_named_and_the_good_ones_kept(tmp_path: Path) -> None:
    names = [f"{number}.ttl" for number in range(8)]
    for number, name in enumerate(names):
        text = (
            "<http://x/a> <http://x/p> ."
            if number % 3 == 1
            else f"<http://x/{number}> <http://x/p> [ <http://x/q> {number} ] ."
        )
        (tmp_path / name).write_text(text, encoding="utf-8")
    arguments = [sys.executable, "-m", "kg", "load", "-q", *names, "--into", "store"]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["1.ttl", "4.ttl", "7.ttl", "kg"]
    assert "5 of 8 files loaded" in done.stderr
    assert not list((tmp_path / "store").glob("building-*"))
    assert len(stated(tmp_path / "store")) == 10


def test_a_compressed_file_that_ends_too_early_costs_the_others_nothing(tmp_path: Path) -> None:
    whole = gzip.compress(b"<http://x/a> <http://x/p> <http://x/b> .\n" * 100)
    (tmp_path / "cut.nt.gz").write_bytes(whole[:-12])
    (tmp_path / "whole.nt.gz").write_bytes(whole)
    report = add_files(tmp_path / "store", [tmp_path / "cut.nt.gz", tmp_path / "whole.nt.gz"], lambda *_: None)
    assert report.added == 1
    assert [problem.path for problem in report.problems] == [str(tmp_path / "cut.nt.gz")]
    assert len(stated(tmp_path / "store")) == 1


def test_a_pipe_a_device_or_a_folder_is_refused_rather_than_waited_for(
    tmp_path: Path, kg_run: Callable[..., tuple[int, str]]
) -> None:
    pipe, device, folder, good = (tmp_path / name for name in ("pipe.nt", "device.nt", "folder.nt", "good.nt"))
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    folder.mkdir()
    good.write_text("<http://x/a> <http://x/p> <http://x/b> .\n", encoding="utf-8")
    code, err = kg_run("load", "-q", str(pipe), str(device), str(folder), str(good), "--into", str(tmp_path / "store"))
    assert code == 2
    assert f"{pipe}: no plain file, so it would be waited for without end; name a plain file\n" in err
    assert f"{device}: no plain file" in err
    assert f"{folder}: a folder; name the files in it\n" in err
    assert "kg: 1 of 4 files loaded" in err
    for unread in (pipe, device):
        with pytest.raises(UsageError, match="no plain file"):
            kg.open(str(unread))


@pytest.mark.parametrize("packing", [".gz", ".bz2", ".zst"])
def test_packed_rdf_that_is_named_as_a_graph_is_sent_to_load(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"c.ttl{packing}"
    path.write_bytes(WRITE[packing](CLAIMS.encode()))
    with pytest.raises(UsageError, match=f"compressed RDF; put it into a store by `kg load {path.name} --into STORE`"):
        kg.open(str(path))


def test_a_file_in_the_way_of_a_store_is_told_and_kept(tmp_path: Path, kg_run: Callable[..., tuple[int, str]]) -> None:
    good, taken = tmp_path / "good.nt", tmp_path / "taken"
    good.write_text("<http://x/a> <http://x/p> <http://x/b> .\n", encoding="utf-8")
    taken.write_text("mine", encoding="utf-8")
    told = f"kg: {taken}: a store is a folder, and a file of this name is there; name another with --into\n"
    assert kg_run("load", str(good), "--into", str(taken)) == (2, told)
    told = f"kg: {taken / 'x'}: the store cannot be made there: Not a directory; name another folder with --into\n"
    assert kg_run("load", str(good), "--into", str(taken / "x")) == (2, told)
    assert taken.read_text(encoding="utf-8") == "mine"


DRAFTS = """
<http://x/n> a schema:Claim ; hw:draft true ; schema:text "zebras" ; hw:figure <http://x/f> ; prov:wasDerivedFrom <http://x/a> .
<http://x/f> hw:stated "9" . <http://x/e> hw:draft true .
<http://x/m> a schema:Claim ; schema:appearance <http://x/e> ; schema:text "giraffes" .
"""


def test_drafts_are_left_out_of_a_store_and_of_its_search(tmp_path: Path) -> None:
    path = tmp_path / "drafts.ttl"
    path.write_text(CLAIMS + DRAFTS, encoding="utf-8")
    report = add_files(tmp_path / "store", [path], lambda *_: None)
    assert report.notes == ["2 drafts left out; load them once they are accepted"]
    graph = open_graph(str(tmp_path / "store"))
    assert set(graph.analysis().graph.claims) == {"http://x/a"}
    rows = graph.query("SELECT ?s { VALUES ?s { <http://x/n> <http://x/f> <http://x/m> <http://x/e> } ?s ?p ?o }").rows
    assert list(rows) == []
    for words in ("many zebras here", "many giraffes here"):
        with pytest.raises(NotFoundError):
            graph.find(words)
