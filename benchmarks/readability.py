"""How hard the words shown to people are to read: Flesch–Kincaid grades of labels, patterns, rule texts, help and errors.

    python -m benchmarks.readability

Formula: Kincaid et al. 1975, 0.39 × words per sentence + 11.8 × syllables per word − 15.59. Syllables are counted as groups of
vowels, so single words are rough; the median over many texts is what counts (aim: 9 or lower).
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

import click

import kg
from kg.commands import COMMANDS, cli
from kg.rdf.labels import definition, label
from kg.rules.registry import built_in
from kg.vocabulary import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

# Calls whose text is shown to whoever made a mistake.
_ERRORS = {"UsageError", "NotFoundError", "QueryError", "ValueError", "Problem", "problem", "LineError"}


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; at least one."""
    found = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and found > 1
    return max(1, found - silent)


def grade(text: str) -> float:
    """The Flesch–Kincaid grade of a text; slots and numbers are left out."""
    words = re.findall(r"[a-z]+(?:['’][a-z]+)?", re.sub(r"\{\w+\}", "it", text.lower()))
    sentences = max(1, len(re.findall(r"[.!?:;](?:\s|$)", text.strip() + " ")))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / max(1, len(words)) - 15.59


def texts() -> dict[str, list[str]]:
    """Everything that is measured, by kind."""
    rules = built_in()
    return {
        "rule titles": [rule.title for rule in rules],
        "rule messages": [rule.message for rule in rules],
        "rule explanations": [text for rule in rules for text in (rule.flags, rule.why, rule.example, rule.fix)],
        "definitions": [definition(scheme, word) for scheme, words in SCHEMES.items() for word in words],
        "labels": [label(scheme, word) for scheme, words in SCHEMES.items() if scheme != "sentence" for word in words],
        "sentence patterns": [label("sentence", word) for word in SCHEMES["sentence"]],
        "help": list(helps()),
        "errors": [text for path in sorted(Path(kg.__file__).parent.rglob("*.py")) for text in errors(path)],
    }


def helps() -> Iterator[str]:
    """The help of every command and of each of its options, without examples."""
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        if command is None:
            continue
        yield from (part for part in (command.help or "").split("\n\n") if not part.strip().startswith(("\b", "kg ")))
        yield from (text for option in command.params if (text := getattr(option, "help", None)))


def errors(path: Path) -> Iterator[str]:
    """The texts of the errors that a module raises or notes, a slot for each value; single words are left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _called(node.func) in _ERRORS:
            found = " ".join(text for argument in node.args if (text := _text(argument)))
            if len(found.split()) > 2:
                yield found


def _called(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def _text(node: ast.expr) -> str:
    """The text of a literal or an f-string."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "{it}" for v in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def main() -> None:
    """Print the median and the ninth decile of each kind, and of all."""
    kinds = texts()
    for kind, found in {**kinds, "all": [text for several in kinds.values() for text in several]}.items():
        grades = [grade(text) for text in found]
        print(
            f"{kind:18} {len(grades):5} texts   median {median(grades):5.1f}   nine in ten below {quantiles(grades, n=10)[-1]:5.1f}"
        )


if __name__ == "__main__":
    main()
