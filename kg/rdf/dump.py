"""A whole graph as files that any RDF tool loads: N-Quads, Turtle and a description; the same bytes for the same graph."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from glob import escape
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import UsageError, cannot_read, count
from kg.rdf.dataset import Download, dataset_document
from kg.text_files import make_folder, replace_durably
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.rdf.dataset import Counts

QUADS, TRIPLES, DESCRIPTION, SUMS, POLICY = "graph.nq", "graph.ttl", "void.ttl", "SHA256SUMS", "README.md"
# Where addresses of files are relative to, for as long as it takes to write them.
_HERE: Final = "https://here.invalid/"
_POLICY: Final = """# {title}

{triples} in {graphs}, derived facts included. Made by Headwater {version}.

| file | what it holds |
|---|---|
| `{quads}` | every statement with its named graph, in N-Quads |
| `{turtle}` | the union of all graphs, in Turtle |
| `{description}` | VoID and DCAT description; addresses are relative to it |
| `{sums}` | SHA-256 of the files: `sha256sum -c {sums}` |

All IRIs are absolute. The records of this graph have IRIs under `{base}`, which is a name and not a promise that something is found
there; everything else keeps the IRI that it has elsewhere. There are no blank nodes, so loading a file twice adds nothing. Minted terms
are under `https://w3id.org/headwater/ns#`. Derived facts are in the graph `{facts}`, and which file each other graph was
read from is in `{catalogue}`. To get the answers that Headwater gives, load `{quads}` and ask the union of all graphs, or load `{turtle}`;
in a union a statement of two graphs is counted twice, so ask with DISTINCT. Documents under examination are the `dcterms:subject` of
`{base}`, in a graph of that name: of claims that fit a headline equally, `kg trace` takes theirs.
"""


def dump(store: ox.Store, folder: Path, title: str, base: str, counts: Counts, **about: str) -> list[str]:
    """Write the files into a new folder, whole or not at all, and return their names.

    Raises UsageError where the folder exists already or cannot be written.
    """
    with new_folder(folder) as stage:
        return _written(store, stage, title, base, counts, about)


@contextmanager
def new_folder(folder: Path, empty: bool = False) -> Iterator[Path]:
    """A place to fill, which takes the name of a new folder once it is filled, or is removed.

    Raises UsageError where the folder exists already, unless it may be `empty` and is, or cannot be written.
    """
    if folder.exists() and not (empty and _is_replaceable(folder)):
        raise UsageError(f"{folder} exists already; name a folder that does not")
    stage = folder.with_name(f".{folder.name}.{os.getpid()}")
    _remove_unfinished(folder)
    try:
        make_folder(stage)
        yield stage
        if folder.exists():
            folder.rmdir()
        replace_durably(stage, folder)
    except OSError as error:
        raise cannot_read(folder, error) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _is_replaceable(folder: Path) -> bool:
    """Whether a folder is empty, and not the one that a shell stands in, which would stay in the one that is removed."""
    return folder.is_dir() and not any(folder.iterdir()) and not folder.samefile(os.curdir)


def _remove_unfinished(folder: Path) -> None:
    """Remove what killed processes left of the same dump."""
    for left in folder.parent.glob(f".{escape(folder.name)}.*"):
        number = left.name.rpartition(".")[2]
        if number.isdecimal() and not _is_running(int(number)):
            shutil.rmtree(left, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # of another user
        return True
    return True


def _written(store: ox.Store, stage: Path, title: str, base: str, counts: Counts, about: dict[str, str]) -> list[str]:
    quads = sorted(store.quads_for_pattern(None, None, None), key=str)
    with (stage / QUADS).open("wb") as file:
        ox.serialize(quads, file, ox.RdfFormat.N_QUADS)
    with (stage / TRIPLES).open("wb") as file:
        triples = sorted({quad.triple for quad in quads}, key=str)
        ox.serialize(triples, file, ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    downloads = [_download(stage / QUADS, "application/n-quads"), _download(stage / TRIPLES, "text/turtle")]
    described = dataset_document(base, title, base, counts, ox.RdfFormat.TURTLE, downloads=downloads, base=_HERE)
    (stage / DESCRIPTION).write_bytes(described.replace(f"<{_HERE}".encode(), b"<"))
    policy = _POLICY.format(
        title=title,
        triples=count(counts.triples, "triple"),
        graphs=count(len(counts.graphs), "named graph"),
        base=base,
        quads=QUADS,
        turtle=TRIPLES,
        description=DESCRIPTION,
        sums=SUMS,
        **about,
    )
    (stage / POLICY).write_text(policy, encoding="utf-8")
    files = [QUADS, TRIPLES, DESCRIPTION, POLICY]
    sums = "".join(f"{sha256((stage / name).read_bytes()).hexdigest()}  {name}\n" for name in files)
    (stage / SUMS).write_text(sums, encoding="ascii")
    return [*files, SUMS]


def _download(path: Path, media: str) -> Download:
    content = path.read_bytes()
    return Download(path.name, media, len(content), sha256(content).hexdigest())
