"""The tables of the documentation that are made from the code; `python -m tests.docs.tables` writes them anew."""

from __future__ import annotations

import re
import shlex
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from click.testing import CliRunner

import kg
from kg.commands import COMMANDS, cli
from kg.commands.init import HEADLINE
from kg.formats.registry import FORMATS as RECORD_FORMATS
from kg.model.words import Relation, Role
from kg.rdf.foreign_terms import ALSO, DIRECT, INVERSE
from kg.rdf.syntax import FORMATS
from kg.rdf.table import RELATION_IRI
from kg.render.check_formats import FORMATS as CHECK_FORMS
from kg.render.verdict_sentences import verdict_text
from kg.resources import seeds
from kg.rules.registry import built_in
from kg.serve import answer_cache, auth, http_limits, updates
from kg.serve.openapi import MAX_HITS, MAX_WORDS, description
from kg.serve.page_routes import NODE_FORMS
from kg.serve.server import SHUTDOWN_SECONDS
from kg.serve.settings import Settings
from kg.sparql.guard import MOST_CHARACTERS
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.rules.rule import Rule

ROOT: Final = Path(__file__).resolve().parents[2]
_ROLES: Final = {
    Role.EVIDENCE: "evidence",
    Role.SUPPORT: "support",
    Role.CHALLENGE: "challenge",
    Role.REPLY: "reply",
    Role.TAKES_BACK: "takes back",
    Role.STANDING: "supersedes",
    Role.FINDING: "finding",
}
FAMILIES: Final = {
    "P": "provenance",
    "O": "opacity",
    "S": "statistics",
    "D": "drift",
    "C": "circularity and independence",
    "X": "challenges",
    "R": "reliance of recommendations",
    "Q": "quotations",
}


def short(iri: str) -> str:
    """An IRI with its prefix, the longest that fits."""
    name, base = max(((n, b) for n, b in PREFIXES.items() if iri.startswith(b)), key=lambda pair: len(pair[1]))
    return f"`{name}:{iri.removeprefix(base)}`"


def _table(*rows: tuple[str, ...]) -> str:
    head, *rest = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rest))


def relations() -> str:
    """Each relation with its property, what else is read as it, and the inverses."""
    rows = []
    for relation in Relation:
        own = RELATION_IRI[relation]
        also = [short(term) for term, other in DIRECT.items() if other is relation and term != own]
        terms = {term for term, other in DIRECT.items() if other is relation}
        back = [short(term) for term, of in INVERSE.items() if of in terms]
        rows.append((f"`{relation}`", _ROLES[relation.role], short(own), " ".join(also), " ".join(back)))
    return _table(("relation", "role", "property", "also read as it", "from the other end"), *rows)


def properties() -> str:
    """Our properties with what others use for the same."""
    rows = [(short(ours), " ".join(map(short, others))) for ours, others in ALSO.items()]
    return _table(("property", "where it is missing, the first of"), *rows)


def syntaxes() -> str:
    """The RDF syntaxes by their file endings."""
    names = {form.name: [end for end, other in FORMATS.items() if other == form] for form in FORMATS.values()}
    rows = [(name, " ".join(f"`.{end}`" for end in ends)) for name, ends in names.items()]
    rows += [(form.title, " ".join(f"`{end}`" for end in form.endings)) for form in RECORD_FORMATS if form.in_place]
    return _table(("format", "file names end in"), *rows)


def record_formats() -> str:
    """The formats of records, with what can be done with each."""
    rows = [
        (
            f"`{form.name}`",
            form.title,
            *("yes" if way else "" for way in (form.in_place, form.imported, form.writes)),
            "; ".join(form.loses),
        )
        for form in RECORD_FORMATS
    ]
    return _table(("name", "format", "as it stands", "`kg import`", "`kg export`", "does not hold"), *rows)


def rules() -> str:
    """The rules with their severity."""
    return _table(
        ("code", "severity", "what it flags"), *((rule.code, rule.severity, rule.flags) for rule in built_in())
    )


def families() -> str:
    """The families with how many rules each has."""
    rows = [
        (letter, name, str(sum(rule.code[0] == letter for rule in built_in()))) for letter, name in FAMILIES.items()
    ]
    return _table(("family", "what it looks at", "rules"), *rows)


def reference() -> str:
    """What the header of each rule says, family by family."""
    parts = []
    for letter, name in FAMILIES.items():
        parts.append(f"## {letter}: {name}")
        parts += [_explained(rule) for rule in built_in() if rule.code[0] == letter]
    return "\n\n".join(parts)


def _explained(rule: Rule) -> str:
    return (
        f"### {rule.code} {rule.title}\n\n*{rule.severity}*. {rule.flags}\n\n"
        f"Why: {rule.why}\n\nExample: {rule.example}\n\nTo put it right: {rule.fix}\n\n"
        f"References: {'; '.join(rule.references)}."
    )


def forms() -> str:
    """The forms that a check can be given out in."""
    return _table(("form", "what it is for"), *((f"`{form.name}`", form.purpose) for form in CHECK_FORMS))


def api() -> str:
    """The parameters of the JSON API, as its OpenAPI description has them."""
    rows = [
        (f"`{path}`", f"`{given['name']}`", given["description"], _values(given))
        for path, methods in description()["paths"].items()
        for given in methods["get"]["parameters"]
    ]
    return _table(("address", "parameter", "what it is", "values"), *rows)


def _values(given: dict[str, Any]) -> str:
    schema = given["schema"]
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "maximum" in schema:
        return f"{schema['minimum']} to {schema['maximum']}; {schema['default']} by default"
    if "maxLength" in schema:
        return f"at most {schema['maxLength']} characters; required"
    return "`2014-08-21`, `2014-08` or `2014`"


def node_forms() -> str:
    """The representations of a node, by what a client accepts and by name."""
    return _table(("`Accept`", "`?format=`"), *((f"`{media}`", f"`{form}`") for media, form in NODE_FORMS.items()))


def limits() -> str:
    """The limits of the server, and what happens beyond each."""
    default = Settings()
    rows = (
        ("address and headers", _size(http_limits.MAX_HEAD_BYTES), "431, or 400 by the server library"),
        ("media ranges in `Accept`", f"{http_limits.MAX_MEDIA_RANGES:,}", "400"),
        ("parameters", f"{http_limits.MAX_PARAMETERS:,}", "400"),
        ("a query or update", f"{MOST_CHARACTERS:,} characters", "413"),
        ("a body", f"{http_limits.MAX_BODY_BYTES:,} bytes; a form {http_limits.MAX_FORM_BYTES:,}", "413"),
        ("time for a body to come", f"{http_limits.BODY_SECONDS:g} seconds", "408"),
        ("all bodies being read or answered", _size(http_limits.MAX_BODIES_BYTES), "503 with `Retry-After`"),
        (
            f"answers over {_size(http_limits.LARGE_ANSWER_BYTES)} that clients have not read yet",
            f"{_size(http_limits.MAX_ANSWERS_BYTES)} in all",
            "503 with `Retry-After`",
        ),
        ("connections", f"{default.connections:,}", "503"),
        ("a connection without a request", f"{http_limits.KEEP_ALIVE_SECONDS} seconds after an answer", "closed"),
        ("queries at once, `--workers`", f"{default.workers}", "wait"),
        ("queries that wait, `--queue`", f"{default.queue}", "503 with `Retry-After`, at once"),
        (
            "time of a query, `--timeout`",
            f"{default.seconds:g} seconds",
            "504; 503 if it waited for a worker for more than half of it",
        ),
        ("an answer, `--max-size`", _size(default.max_answer_bytes), "400"),
        ("memory of a query", f"{_size(default.worker_memory)} beside the graph", "503"),
        ("a cached answer with its query", _size(answer_cache.MAX_ANSWER_BYTES), "not cached"),
        ("all cached answers", _size(answer_cache.MAX_CACHE_BYTES), "the least recently used is dropped"),
        ("updates that wait", f"{updates.MAX_WAITING_UPDATES}", "503 with `Retry-After`"),
        ("memory of an update", _size(updates.UPDATE_MEMORY), "503"),
        ("words to search for", f"{MAX_WORDS} characters", "400; cut off on a page"),
        ("hits of a search", f"{MAX_HITS}", "400"),
        ("a token", f"at least {auth.MIN_LENGTH} characters", "the server does not start"),
        ("what is being answered when the server stops", f"{SHUTDOWN_SECONDS} seconds more", "503 with `Retry-After`"),
    )
    return _table(("what", "limit", "beyond it"), *rows)


def _size(size: int) -> str:
    for unit, name in ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")):
        if size >= unit:
            return f"{size // unit} {name}"
    return f"{size} bytes"


def _output(*arguments: str) -> str:
    """What a command prints on the bundled seeds, as a block."""
    printed = CliRunner().invoke(cli, [*arguments, "--graph", str(seeds())]).stdout
    return f"```\n$ kg {shlex.join(arguments)} --graph bundled:seeds\n{printed}```"


def commands() -> str:
    """The help of every command, as it prints itself."""
    parts = []
    for name in COMMANDS:
        printed = CliRunner().invoke(cli, [name, "--help"], prog_name="kg", terminal_width=100).stdout.rstrip()
        parts.append(f"### kg {name}\n\n```\n{printed}\n```")
    return "\n\n".join(parts)


def readme_answer() -> str:
    """The trace of the example that `kg init` writes."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "facts"
        CliRunner().invoke(cli, ["init", str(place)])
        printed = CliRunner().invoke(cli, ["trace", HEADLINE, "--graph", str(place)]).stdout
    return f"```\n$ kg trace {shlex.quote(HEADLINE)}\n{printed}```"


# What the seeds answer: the claims that are traced and the documents that are checked in the documentation.
TRACED: Final = (
    ("seed-article/rotherham", "Traced to its origin, and not shown to readers"),
    ("guardian-2018/identified-1400", "An estimate that became a count"),
    ("c4-2011/majority", "A minority that became a majority"),
    ("daily-mail-2018/victims-in-one-town", "“Up to” that was left out"),
    ("hansard-2019-05-14/250000", "A figure scaled up from others"),
    ("quilliam-2017/asian-84", "A figure that its own makers worked out"),
    ("gbn-beacon/incorrectly-closed-236", "A number of something else"),
    ("guardian-2025-gmp/asian-21", "A city's share given as that of its county"),
)
CHECKED: Final = (
    ("seed-article", "The article under examination"),
    ("guardian-2018", "A news report"),
)


def verdicts() -> str:
    """The verdict of every trace of the examples."""
    graph = kg.open(str(seeds()))
    claims = ("seed-article/three-forces", "adv-2016/children-exploited", *(claim for claim, _ in TRACED))
    rows = [(f"`{claim}`", verdict_text(graph.trace(claim)).text.replace("|", "\\|")) for claim in claims]
    return _table(("claim", "verdict"), *rows)


def traced() -> str:
    """The traces of the examples as the command prints them, each under its heading."""
    return "\n\n".join(f"### {heading}\n\n{_output('trace', claim)}" for claim, heading in TRACED)


def checked() -> str:
    """The checks of documents as the command prints them, each under its heading."""
    return "\n\n".join(
        f"### {heading}\n\n{_output('check', '--document', document, '--exit-zero')}" for document, heading in CHECKED
    )


TABLES: Final[tuple[tuple[str, str, Callable[[], str]], ...]] = (
    ("README.md", "readme-answer", readme_answer),
    ("docs/commands.md", "commands", commands),
    ("docs/rdf.md", "relations", relations),
    ("docs/rdf.md", "properties", properties),
    ("docs/rdf.md", "syntaxes", syntaxes),
    ("docs/import.md", "record-formats", record_formats),
    ("docs/rules.md", "families", families),
    ("docs/rules.md", "rules", rules),
    ("docs/rules.md", "reference", reference),
    ("docs/ci.md", "forms", forms),
    ("docs/serve.md", "api", api),
    ("docs/serve.md", "node-forms", node_forms),
    ("docs/serve.md", "limits", limits),
    ("docs/examples.md", "one-origin", partial(_output, "trace", "seed-article/three-forces")),
    ("docs/examples.md", "hedge-reversed", partial(_output, "trace", "adv-2016/children-exploited")),
    ("docs/examples.md", "verdicts", verdicts),
    ("docs/examples.md", "traced", traced),
    ("docs/examples.md", "checked", checked),
    ("docs/examples.md", "impact", partial(_output, "impact", "jay-2014")),
)


def written(path: str, name: str) -> str:
    """The table as it stands in a file, between its two marks."""
    found = _between(name).search((ROOT / path).read_text(encoding="utf-8"))
    return found[2].strip() if found else ""


def _between(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name} -->\n)(.*?)(<!-- /{name} -->)", re.DOTALL)


def write() -> None:
    """Put every table in its place."""
    for path, name, made in TABLES:
        text = (ROOT / path).read_text(encoding="utf-8")
        table = made()
        (ROOT / path).write_text(_between(name).sub(lambda m, t=table: f"{m[1]}{t}\n{m[3]}", text), encoding="utf-8")  # type: ignore[misc]


if __name__ == "__main__":
    write()
