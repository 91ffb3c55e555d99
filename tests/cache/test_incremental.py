"""A generation made from the one before is the one that reading everything would make."""

from __future__ import annotations

import random
import shutil
import signal
from typing import TYPE_CHECKING, Final

import pytest

from kg.cache.file_index import FileIndex
from kg.cache.fingerprints import digests, take_fingerprints
from kg.cache.incremental import read_changed_files
from kg.cache.load import load
from kg.cache.store_files import StoreSizes
from kg.cache.workspace_cache import OpenedWorkspace, open_workspace
from kg.errors import BadDataError
from kg.search.index_file import index_rows
from kg.store.oxigraph import OxigraphStore
from kg.vocabulary import iri
from kg.workspace.config import Config
from tests.cache.kills import moments_of, run_until, sampled
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.errors import Problem

_AREAS: Final = ("Leeds", "York", "Hull")
_MAKERS: Final = ("The Count", "Town Council", "count-office")
_OF_THE_FILE: Final = iri("schema:dateModified")


def record(draw: random.Random, number: int) -> str:
    """A file of a source with some claims, or none; now and then a claim of it leans on what no file may define."""
    lines = [
        f"source: s{number}",
        f"title: Report {number}",
        f"publisher: {draw.choice(_MAKERS)}",
        f"issued: {draw.randint(2000, 2020)}",
    ]
    lines += [f"url: https://www.example.org/{draw.randint(1, 9)}/"] if draw.random() < 0.5 else []
    if draw.random() < 0.2:
        lines.append(f"authors: {draw.choice(_MAKERS[:2])}")
    claims = draw.choice((0, 1, 2, 3)) if number > 3 else draw.randint(1, 3)
    lines += ["claims:"] if claims else []
    for claim in range(claims):
        lines += [f"  c{claim}:", f"    says: claim {claim} of {draw.choice('abc')}"]
        number_told, unit = f"{draw.randint(1, 9)},{draw.randint(100, 999)}", draw.choice(("cases", "victims"))
        lines += [f'    figure: {{value: "{number_told}", unit: {unit}, area: {draw.choice((*_AREAS, "leeds"))}}}']
        if draw.random() < 0.5:
            lines.append(f"    leans on: {{cites: s{draw.randint(0, 7)}/c{draw.choice((0, 0, 0, 1))}}}")
    return "\n".join(lines) + "\n"


def names(draw: random.Random) -> str:
    """Records of agents and areas, or of some of them; `count-office` is mentioned by its id."""
    agents = [f"  - {{agent: count-office, name: {draw.choice(('Office', 'The Count'))}, kind: body}}"]
    agents += ["  - {agent: council, name: Town Council, kind: council}"] if draw.random() < 0.5 else []
    areas = [f"  - {{area: leeds, name: Leeds, also: {draw.choice(('Leeds city', 'Loidis', 'York'))}}}"]
    areas += [
        f"  - {{area: {name.lower()}, name: {name}, within: leeds}}" for name in _AREAS[1:] if draw.random() < 0.4
    ]
    return "agents:\n" + "\n".join(agents) + "\n---\nareas:\n" + "\n".join(areas) + "\n"


def again(draw: random.Random) -> str:
    """A source that another file may define."""
    return f"source: s{draw.randint(3, 9)}\ntitle: Told again\n"


def turtle(draw: random.Random) -> str:
    return f"""@prefix schema: <https://schema.org/> . @prefix cito: <http://purl.org/spar/cito/> .
<http://x/a> a schema:Claim ; schema:text "told {draw.randint(1, 9)}" ; cito:citesAsEvidence <https://example.org/headwater/s0/c0> ."""


def table(draw: random.Random) -> str:
    return f"claim,source,says\nt{draw.randint(0, 3)},tables,{draw.randint(1, 99)} cases\n"


def take_back(place: Path, texts: dict[Path, str]) -> None:
    """Bring the files back to what they were."""
    for path in files_of(place):
        if path not in texts:
            path.unlink()
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")


def files_of(place: Path) -> dict[Path, str]:
    return {
        path: path.read_text(encoding="utf-8")
        for path in place.rglob("*.*")
        if path.is_file() and ".kg" not in path.parts
    }


def edit(place: Path, draw: random.Random) -> None:
    """Change, add or remove a file or two."""
    for _ in range(draw.choice((1, 1, 1, 2))):
        name, text = draw.choice(
            (
                *((f"s{number}.yaml", record(draw, number)) for number in range(6)),
                ("names.yaml", names(draw)),
                ("again.yaml", again(draw)),
                ("more/x.ttl", turtle(draw)),
                ("more/t.csv", table(draw)),
                ("other.csv", "a,b\n1,2\n"),
            )
        )
        path = place / name
        if path.exists() and draw.random() < 0.15:
            path.unlink()
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "kg.toml").write_text('name = "w"\n', encoding="utf-8")
    draw = random.Random(3)  # noqa: S311 - a choice of edits, no secret
    for number in range(4):
        (folder / f"s{number}.yaml").write_text(
            f"source: s{number}\ntitle: Report {number}\npublisher: The Count\nclaims:\n"
            f"  c0: {{says: what was counted, figure: {{value: {number + 1}200, unit: cases, area: Leeds}}}}\n",
            encoding="utf-8",
        )
    (folder / "names.yaml").write_text(names(draw), encoding="utf-8")
    return folder


SIZES: Final = {"on disk": StoreSizes(in_memory=0), "as one file": StoreSizes()}
BASE: Final = Config().base


def open_graph(place: Path, kind: str) -> OpenedWorkspace:
    return open_workspace(place, BASE, SIZES[kind])


@pytest.fixture
def read_whole(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows whenever all files are read."""
    from kg.cache import load as module

    times: list[str] = []
    whole: Callable[..., object] = module.load

    def counted(*arguments: object, **options: object) -> object:
        times.append("read")
        return whole(*arguments, **options)

    monkeypatch.setattr(module, "load", counted)
    return times


def contents(store: OxigraphStore) -> set[str]:
    return {str(quad) for quad in store.everything() if quad.predicate.value != _OF_THE_FILE}


def same_as_read_anew(graph: OpenedWorkspace, place: Path, scratch: Path) -> None:
    anew = load(place, BASE)
    store = OxigraphStore()
    anew.fill(store)
    assert contents(graph.store) == contents(store)
    assert contents(graph.store.copy()) == contents(store)
    assert dict(graph.places()) == anew.places
    assert (graph.digest, graph.notes) == (anew.digest, anew.notes)
    named = graph.store.quads.named_graphs()
    assert {str(name) for name in named} == {str(name) for name in store.quads.named_graphs()}
    assert graph.generation is not None
    scratch.unlink(missing_ok=True)
    store.write_index(scratch)
    assert sorted(index_rows(graph.generation / "search.sqlite"), key=repr) == sorted(index_rows(scratch), key=repr)


def problems_of(place: Path, reading: Callable[[Path], object]) -> set[Problem]:
    try:
        reading(place)
    except BadDataError as error:
        return {*error.problems}
    return set()


@pytest.mark.parametrize("kind", some_at_once(SIZES, [next(iter(SIZES))]))
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6))])
def test_after_random_edits_the_next_generation_is_that_of_reading_everything(
    place: Path, kind: str, seed: int, read_whole: list[str], tmp_path: Path
) -> None:
    draw = random.Random(seed)  # noqa: S311 - a choice of edits, no secret
    open_graph(place, kind)
    read_whole.clear()
    opened = broken = 0
    for _ in range(30):
        before = files_of(place)
        edit(place, draw)
        wrong = problems_of(place, lambda folder: load(folder, BASE))
        if wrong:
            assert problems_of(place, lambda folder: open_graph(folder, kind)) == wrong
            take_back(place, before)
            broken += 1
        else:
            same_as_read_anew(open_graph(place, kind), place, tmp_path / "anew.sqlite")
            opened += 1
    assert opened > 5
    assert broken
    assert not read_whole


@pytest.mark.parametrize("kind", SIZES)
def test_a_claim_is_found_by_what_another_file_now_says(
    place: Path, kind: str, read_whole: list[str], tmp_path: Path
) -> None:
    (place / "bare.yaml").write_text("source: bare\ntitle: No claims yet\npublisher: count-office\n", encoding="utf-8")
    (place / "names.yaml").write_text(
        "agents:\n  - {agent: count-office, name: Office, kind: body}\n", encoding="utf-8"
    )
    open_graph(place, kind)
    read_whole.clear()
    states: list[dict[str, str | None]] = [
        {"names.yaml": "agents:\n  - {agent: count-office, name: Bureau, kind: body}\n"},
        {
            "t.ttl": "<http://x/c> a <https://schema.org/Claim> ; <https://schema.org/appearance> <https://example.org/headwater/bare> ."
        },
        {"t.ttl": None},
    ]
    for number, state in enumerate(states):
        for name, text in state.items():
            if text is None:
                (place / name).unlink()
            else:
                (place / name).write_text(text, encoding="utf-8")
        graph = open_graph(place, kind)
        same_as_read_anew(graph, place, tmp_path / f"{number}.sqlite")
        assert bool(graph.store.ending_in("bare")) == (number != 1)
    assert not read_whole


@pytest.mark.parametrize("kind", SIZES)
def test_a_file_whose_graph_another_adds_to_has_everything_read(
    place: Path, kind: str, read_whole: list[str], tmp_path: Path
) -> None:
    own = f"{BASE}graph/s0.yaml"
    (place / "adds.trig").write_text(f"<{own}> {{ <http://x/a> <http://x/p> <http://x/b> }}", encoding="utf-8")
    open_graph(place, kind)
    read_whole.clear()
    (place / "s0.yaml").write_text("source: s0\ntitle: other\nclaims:\n  c0: {says: y}\n", encoding="utf-8")
    same_as_read_anew(open_graph(place, kind), place, tmp_path / "anew.sqlite")
    assert read_whole
    read_whole.clear()
    (place / "s1.yaml").write_text("source: s1\ntitle: other\nclaims:\n  c0: {says: y}\n", encoding="utf-8")
    same_as_read_anew(open_graph(place, kind), place, tmp_path / "anew.sqlite")
    assert not read_whole


def test_a_change_to_many_files_has_everything_read(place: Path) -> None:
    before = open_graph(place, "as one file").generation
    assert before is not None
    for number in (0, 1):
        (place / f"s{number}.yaml").write_text(f"source: s{number}\nclaims:\n  c0: {{says: y}}\n", encoding="utf-8")
    now = digests(take_fingerprints(place, place / ".kg"))
    index = FileIndex(before / "files.sqlite")
    assert read_changed_files(place, BASE, index, now, most=1) is None
    assert read_changed_files(place, BASE, index, now) is not None


@pytest.mark.slow
def test_the_text_beside_a_large_store_is_written_again_after_many_changes(place: Path, tmp_path: Path) -> None:
    sizes = StoreSizes(in_memory=0, changes=8)
    draw = random.Random(1)  # noqa: S311 - a choice of edits, no secret
    open_workspace(place, BASE, sizes)
    for number in range(6):
        (place / "s5.yaml").write_text(record(draw, 5).replace("    leans on", "    #"), encoding="utf-8")
        graph = open_workspace(place, BASE, sizes)
        same_as_read_anew(graph, place, tmp_path / f"{number}.sqlite")
    assert graph.generation is not None
    assert not list((graph.generation / "store").glob("added.nq"))


def test_a_file_that_changes_while_it_is_read_is_not_taken_for_the_one_that_was_hashed(place: Path) -> None:
    before = open_graph(place, "as one file").generation
    assert before is not None
    (place / "s0.yaml").write_text("source: s0\nclaims:\n  c0: {says: first}\n", encoding="utf-8")
    hashed = digests(take_fingerprints(place, place / ".kg"))
    (place / "s0.yaml").write_text("source: s0\nclaims:\n  c0: {says: second}\n", encoding="utf-8")
    assert read_changed_files(place, BASE, FileIndex(before / "files.sqlite"), hashed) is None


OPENING: Final = (
    "from pathlib import Path; from kg.cache.store_files import StoreSizes; "
    "from kg.cache.workspace_cache import open_workspace; from kg.workspace.config import Config\n"
    "found = open_workspace(Path(sys.argv[2]).parent, Config().base, StoreSizes(in_memory=int(sys.argv[4])))\n"
    "print(*sorted(row[0] for row in found.store.query('SELECT ?v { ?f schema:value ?v }').rows))"
)


@pytest.mark.slow
@pytest.mark.parametrize("most", some_at_once(["0", "100000"], ["0"]), ids=["on disk", "as one file"])
@pytest.mark.parametrize("sample", [2, pytest.param(1_000, marks=pytest.mark.slow)])
def test_whatever_moment_an_update_is_killed_at_the_next_command_reads_the_files_as_they_are(
    place: Path, tmp_path: Path, most: str, sample: int
) -> None:
    assert run_until(0, signal.SIGKILL, place / ".kg", OPENING, most).stdout.split() == ["1200", "2200", "3200", "4200"]
    changed = "source: s0\nclaims:\n  c0: {says: x, figure: '7000 cases'}\n"
    (place / "s0.yaml").write_text(changed, encoding="utf-8")
    copies = [shutil.copytree(place, tmp_path / "counted")]
    moments = moments_of(copies[0] / ".kg", OPENING, most)
    assert moments > 20
    for moment in sampled(moments, sample):
        copy = shutil.copytree(place, tmp_path / str(moment))
        run_until(moment, signal.SIGKILL, copy / ".kg", OPENING, most)
        after = run_until(0, signal.SIGKILL, copy / ".kg", OPENING, most)
        assert (after.stdout.split(), after.stderr) == (["2200", "3200", "4200", "7000"], "")
        shutil.rmtree(copy)
