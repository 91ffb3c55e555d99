"""How hard the words shown to people are to read: Flesch–Kincaid grades of labels, rule texts and sentence patterns.

    python -m benchmarks.readability

Formula: Kincaid et al. 1975, 0.39 × words per sentence + 11.8 × syllables per word − 15.59. Syllables are counted as groups of
vowels, so single words are rough; the median over many texts is what counts (aim: 9 or lower).
"""

from __future__ import annotations

import re
from statistics import median, quantiles

from kg.rdf.labels import definition
from kg.rules.registry import built_in
from kg.vocabulary import SCHEMES


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
    }


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
