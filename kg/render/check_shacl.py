"""The findings of a check in the vocabulary of SHACL validation reports, as Turtle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.render.check_text import ordered
from kg.render.safe import plain_text
from kg.vocabulary import HW, SEVERITIES

if TYPE_CHECKING:
    from kg.results.check import CheckReport
    from kg.rules.engine import Finding

_SEVERITY: Final = dict(zip(SEVERITIES, ("Violation", "Warning", "Info"), strict=True))
_UNFIT: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_HEAD: Final = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""


def render_shacl(report: CheckReport) -> str:
    """A `sh:ValidationReport` with a result for every finding; it conforms where there is none.

    The source shape of a result is the IRI of its rule; a link that it comes about by is its value.
    """
    findings = [finding for _, group in ordered(report) for finding in group]
    names = [f"_:r{number}" for number in range(1, len(findings) + 1)]
    results = f" ;\n    sh:result {', '.join(names)}" if names else ""
    conforms = "false" if findings else "true"
    parts = [
        f'[] a sh:ValidationReport ;\n    sh:conforms {conforms} ;\n    dcterms:title "{_text(report.graph_name)}"{results} .'
    ]
    parts += [_result(name, finding) for name, finding in zip(names, findings, strict=True)]
    return _HEAD + "\n\n".join(parts) + "\n"


def _result(name: str, finding: Finding) -> str:
    lines = [
        f"{name} a sh:ValidationResult",
        f"sh:resultSeverity sh:{_SEVERITY[finding.severity]}",
        f"sh:focusNode {_iri(finding.node)}",
        f"sh:sourceShape <{HW}rule-{finding.code}>",
        "sh:sourceConstraintComponent sh:SPARQLConstraintComponent",
        f'sh:resultMessage "{_text(finding.message)}"',
        f'dcterms:identifier "{finding.fingerprint}"',
    ]
    lines += [f"sh:value {_iri(step)}" for step in finding.path[1:2]]
    return " ;\n    ".join(lines) + " ."


def _iri(node: str) -> str:
    """A node that can be read back, whatever stands in its IRI."""
    return f"<{_UNFIT.sub(lambda match: f'%{ord(match[0]):02X}', node)}>"


def _text(text: str) -> str:
    return plain_text(text).replace("\\", "\\\\").replace('"', '\\"')
