"""Asks the rules of a store that holds a graph with its derived facts."""

from __future__ import annotations

import re
from collections import defaultdict
from hashlib import sha256
from string import Formatter
from time import perf_counter
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from msgspec import Struct, field
from msgspec.structs import replace

from kg.errors import RuleError
from kg.rdf.labels import label
from kg.vocabulary import SCHEMES, concept, iri, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Iterator

    from kg.rules.rule import Rule

FAILS: Final = "fails"
CANNOT_TELL: Final = "cannot tell"

# Of several findings of a rule at one node, the message names at most so many beside the first.
_ALSO: Final = 3
# Whose reading a query asks for; that something is on record needs none.
_ASKED: Final = re.compile(r"\?(\w+) hw:readingStatus")
_NOT_READ: Final = frozenset(concept("reading", word) for word in ("reported", "recorded", "unread"))
_STATUS: Final = ox.NamedNode(iri("hw:readingStatus"))
_CITING: Final = ox.NamedNode(iri("cito:hasCitingEntity"))
_A_CLAIM: Final = (ox.NamedNode(iri("rdf:type")), ox.NamedNode(iri("hw:Claim")))
# Counts that a message names; the same finding with another count is still the same finding.
_COUNTS: Final = frozenset({"count", "many"})
# A rule that selects one of these says by which link, and to what, its finding comes about.
_STEPS: Final = ("link", "target")
_VERDICTS: Final = frozenset(SCHEMES["verdict"])


class Finding(Struct, frozen=True):
    """What one rule says of one node.

    `path` starts at the node and goes on over the link and target that the rule selects; identifiers are IRIs. Where a rule
    finds several things at a node, the message is about the first, `count` says how many there are, and `also` holds the messages
    about the next few. It is `provisional` where a claim or link on the path was not read here. The `fingerprint` stays the
    same whatever the wording of the message, the severity and the place of the record.
    """

    code: str
    severity: str
    node: str
    verdict: str
    message: str
    path: tuple[str, ...]
    fingerprint: str = ""
    count: int = 1
    also: tuple[str, ...] = ()
    provisional: bool = False

    @property
    def undecided(self) -> bool:
        """Whether what is recorded is not enough to judge; such findings are counted apart."""
        return self.verdict == CANNOT_TELL


class Asked(Struct):
    """The store that rules are asked of, and what several of them ask about the same nodes.

    `name` gives the name under which a message mentions an IRI.
    """

    store: ox.Store
    name: Callable[[str], str] = str
    _stated: set[str] = field(default_factory=set)
    _shown: dict[str, str] = field(default_factory=dict)
    _not_read: dict[str, bool] = field(default_factory=dict)

    def shown(self, node: str) -> str:
        """The label of a concept, or the name of another node."""
        if node not in self._shown:
            self._shown[node] = _labelled(node) or self.name(node)
        return self._shown[node]

    def not_read(self, step: str) -> bool:
        """Whether a claim or link was not read here, neither in its original nor in a copy."""
        if step not in self._not_read:
            self._not_read[step] = _not_read(step, self.store)
        return self._not_read[step]

    def refuse_unstated(self, rule: Rule, node: object) -> None:
        """Raise RuleError for what no finding can be at: a literal, or an IRI that stands nowhere in the graph."""
        if isinstance(node, ox.NamedNode):
            if node.value in self._stated:
                return
            places = self.store.quads_for_pattern(node, None, None), self.store.quads_for_pattern(None, None, node)
            if any(next(place, None) is not None for place in places):
                self._stated.add(node.value)
                return
        raise RuleError(f"{rule.path}: ?node is to be a node of the graph, and {node} is none")


def run(
    rules: Iterable[Rule],
    store: ox.Store | Asked,
    name: Callable[[str], str] = str,
    seconds: dict[str, float] | None = None,
    faults: list[str] | None = None,
    about: Container[str] | None = None,
) -> tuple[Finding, ...]:
    """The findings of the rules over the union of the store's graphs, by code and node; with `about`, of these nodes only.

    A rule gives one finding a node and verdict at most: what may be as many as there are pairs of claims is counted.

    `name` gives the name under which a message mentions an IRI; `seconds`, when given, is filled with the time of each
    rule. Raises RuleError for a query that cannot be run, unless there are `faults` to note it in. Rules that are run one after the
    other over a large store are given what was `Asked` of it before.
    """
    found: set[Finding] = set()
    asked = store if isinstance(store, Asked) else Asked(store, name)
    for rule in rules:
        begun = perf_counter()
        try:
            found.update(_together(rule, _findings(rule, asked, about), asked))
        except RuleError as error:
            if faults is None:
                raise
            faults.append(str(error))
        if seconds is not None:
            seconds[rule.code] = perf_counter() - begun
    return in_order(found)


def _together(rule: Rule, found: Iterable[Finding], asked: Asked) -> Iterator[Finding]:
    """The findings of one rule with those at one node taken together, the first of them named."""
    read = set(_ASKED.findall(rule.query)) | ({"node", "target"} if "hw:driftFrom" in rule.query else set())
    compares, both = bool(read), bool(read - {"node"})
    by_node: dict[tuple[str, str], set[Finding]] = defaultdict(set)
    for finding in found:
        by_node[finding.node, finding.verdict].add(finding)
    for (_, verdict), several in by_node.items():
        first, *rest = several if len(several) == 1 else sorted(several, key=lambda f: (f.path, f.message))
        if rest:
            prints = "|".join(sorted(finding.fingerprint for finding in several))
            first = replace(first, count=len(several), fingerprint=sha256(prints.encode()).hexdigest()[:32])
        if verdict == FAILS:
            steps = {step for finding in several for step in (finding.path if both else finding.path[:1])}
            first = _told(first, rest, compares and any(map(asked.not_read, steps)))
        yield first


def _told(first: Finding, rest: list[Finding], provisional: bool) -> Finding:
    """The first of several things found at one node, saying how many more there are and whether any was not read here."""
    more = (f"; and {len(rest)} more" if rest else "") + (" (provisional)" if provisional else "")
    if not more:
        return first
    also = tuple(dict.fromkeys(finding.message for finding in rest))[:_ALSO]
    return replace(first, message=f"{first.message.removesuffix('.')}{more}.", also=also, provisional=provisional)


def _not_read(step: str, store: ox.Store) -> bool:
    """Whether a claim or link was not read here, neither in its original nor in a copy."""
    node = ox.NamedNode(step)
    if next(store.quads_for_pattern(node, *_A_CLAIM), None) is None and (
        next(store.quads_for_pattern(node, _CITING, None), None) is None
    ):
        return False
    return any(getattr(quad.object, "value", "") in _NOT_READ for quad in store.quads_for_pattern(node, _STATUS, None))


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by code and node, what fails before what nobody can tell."""
    return tuple(sorted(found, key=lambda f: (f.code, f.node, f.verdict != FAILS, f.path, f.message)))


def solutions_of(rule: Rule, store: ox.Store) -> ox.QuerySolutions:
    """What the query of a rule finds in a store. Raises RuleError for a query that cannot be parsed or run."""
    try:
        solutions = store.query(rule.query, use_default_graph_as_union=True)
    except SyntaxError as error:
        from kg.sparql.syntax_errors import explain_syntax_error

        raise RuleError(f"{rule.path}: {explain_syntax_error(rule.query, str(error), _parsing)}") from error
    except (ValueError, RuntimeError, OSError) as error:
        raise RuleError(f"{rule.path}: the query cannot be run: {error}") from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise RuleError(f"{rule.path}: the query selects nothing")
    return solutions


def _parsing(text: str) -> str | None:
    """Why a text is not a valid query; None if it is one."""
    try:
        ox.Store().query(text)
    except SyntaxError as error:
        return str(error)
    return None


def _findings(rule: Rule, asked: Asked, about: Container[str] | None) -> list[Finding]:
    """What a rule finds, all of it or, where one thing found is unsuitable, a RuleError."""
    fields = {field for _, field, _, _ in Formatter().parse(rule.message) if field}
    named = [variable for variable in sorted(rule.variables) if variable != "verdict" and variable not in _COUNTS]
    found = []
    try:
        for solution in solutions_of(rule, asked.store):
            if about is not None and getattr(solution["node"], "value", None) not in about:
                continue
            found.append(_finding(rule, solution, asked, fields, named))
            asked.refuse_unstated(rule, solution["node"])
    except (ValueError, RuntimeError, OSError) as error:
        raise RuleError(f"{rule.path}: the query cannot be run: {error}") from error
    return found


def _finding(
    rule: Rule, solution: ox.QuerySolution, asked: Asked, fields: Collection[str], named: Iterable[str]
) -> Finding:
    terms = {variable: term for variable in rule.variables if (term := solution[variable]) is not None}
    values: dict[str, str] = {
        variable: term.value for variable, term in terms.items() if not isinstance(term, ox.Triple)
    }
    verdict = values.get("verdict")
    if verdict not in _VERDICTS or "node" not in values:
        raise RuleError(
            f"{rule.path}: a solution binds ?node, and ?verdict to “fails” or “cannot tell”; got “{verdict}”"
        )
    if verdict == FAILS:
        message = rule.message.format_map({field: _shown(terms.get(field), asked) for field in fields})
    else:
        message = f"{label('verdict', verdict)}: {rule.title}"
    path = (values["node"], *(values[step] for step in _STEPS if isinstance(terms.get(step), ox.NamedNode)))
    print_of = "|".join([rule.code, *(f"{variable}={values[variable]}" for variable in named if variable in values)])
    return Finding(
        rule.code, rule.severity, values["node"], verdict, message, path, sha256(print_of.encode()).hexdigest()[:32]
    )


def _shown(term: object, asked: Asked) -> str:
    """A bound term as people read it: the label of a concept, the name of a node, the text of a literal."""
    if isinstance(term, ox.NamedNode):
        return asked.shown(term.value)
    return term.value if isinstance(term, ox.Literal) else ""


def _labelled(iri: str) -> str | None:
    """The label of a concept; None for any other node."""
    scheme = iri.rpartition("#")[2].partition("-")[0]
    word = words(scheme).get(iri) if scheme in SCHEMES else None
    return label(scheme, word) if word else None
