"""A graph as the texts that two states of it are compared by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.lineage.analysis import document_backing
from kg.lineage.answer import figure_answer, word
from kg.lineage.differences import State
from kg.lineage.ends import kinds_reached
from kg.lineage.names import cited
from kg.lineage.standing import standing
from kg.model.figure import Figure
from kg.model.figure_words import figure_words
from kg.rdf.labels import label
from kg.workspace.rulebook import rules_of
from kg.workspace.whole_graph import load_facts, run_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.lineage.analysis import Analysis
    from kg.lineage.differences import Texts
    from kg.lineage.evidence import Evidence
    from kg.model.frozen import Frozen
    from kg.workspace.opened import Opened


def state_of(graph: Opened) -> State:
    """Everything that two states of a graph are compared by, under short ids."""
    judged = graph.whole()
    analysis = judged.analysis
    evidence = analysis.graph
    name = graph.name_of
    records = {
        "source": {name(node): _texts(source, evidence, name) for node, source in evidence.sources.items()},
        "claim": {name(node): _texts(claim, evidence, name) for node, claim in evidence.claims.items()},
        "link": {name(link.id): _texts(link, evidence, name) for link in evidence.links},
    }
    findings: dict[str, set[str]] = {}
    load_facts(judged)
    for finding in run_rules(judged, rules_of(graph).rules, name, {}, []):
        if not finding.undecided:
            findings.setdefault(finding.node, set()).add(finding.code)
    kinds = kinds_reached(evidence, analysis.ends)
    judgements = {
        name(node): {
            **_judged(analysis, node),
            "ends": ", ".join(sorted(kinds[node])),
            "findings": ", ".join(sorted(findings.get(node, ()))),
        }
        for node in evidence.claims
    }
    titles = {rule.code: rule.title for rule in rules_of(graph).rules}
    return State(records, judgements, _names(evidence, name), titles)


def _names(evidence: Evidence, name: Callable[[str], str]) -> dict[str, str]:
    """Outlet and date of every source and claim, and of both ends of every link, by short id."""
    heads = {node: head for node in (*evidence.sources, *evidence.claims) if (head := cited(evidence, node))}
    ends = {
        link.id: f"{heads.get(link.source, name(link.source))} {label('relation', link.relation)} "
        f"{heads.get(link.target, name(link.target))}"
        for link in evidence.links
    }
    return {name(node): head for node, head in {**heads, **ends}.items()}


def _judged(analysis: Analysis, node: str) -> Texts:
    answer, shown = figure_answer(analysis, node), document_backing(analysis, node)
    limit = answer.limited_by
    return {
        "the figure": answer.shown,
        "the figure could reach": answer.could_reach or "",
        "this document": word(*shown) if analysis.graph.states_figure(node) else answer.shown,
        "because": limit.why if limit else "",
        "standing": ", ".join(standing(analysis.graph, analysis.standings, node, node in analysis.on_withdrawn)),
    }


def _texts(record: Frozen, evidence: Evidence, name: Any) -> Texts:  # noqa: ANN401 - the function that shortens an IRI
    """The fields of a record as texts; what is left out or has its default is silent."""
    texts: Texts = {}
    for field in type(record).model_fields:
        value = getattr(record, field, None)
        if field == "id" or value in (None, (), "") or not str(value):
            continue
        if isinstance(value, Figure):
            texts[field] = figure_words(value, evidence.areas)
        elif isinstance(value, tuple):
            texts[field] = ", ".join(name(str(item)) for item in value)
        else:
            texts[field] = name(str(value))
    return texts
