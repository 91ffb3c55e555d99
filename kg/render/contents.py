"""What was recognised in files, in words: how many of each kind of record, and links by relation."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.errors import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model.records import Records

_KINDS: Final = (
    ("source", "sources"),
    ("claim", "claims"),
    ("inquiry", "inquiries"),
    ("recommendation", "recommendations"),
    ("agent", "agents"),
    ("area", "areas"),
    ("variable", "variables"),
    ("waiver", "waivers"),
)


def recognised_words(parts: Iterable[Records]) -> str:
    """`2 sources, 3 claims (2 with a figure), 2 links (1 cites, 1 names)`; an empty text where there is no record.

    A record that several parts hold, such as an agent, counts once.
    """
    found = list(parts)
    listed = []
    for kind, kinds in _KINDS:
        nodes = {node.id: node for part in found for node in getattr(part, kinds)}
        if nodes:
            words = count(len(nodes), kind, kinds)
            figures = sum(getattr(node, "figure", None) is not None for node in nodes.values())
            listed.append(f"{words} ({figures:,} with a figure)" if kind == "claim" and figures else words)
    links = {link.id: link.relation for part in found for link in part.links}
    if links:
        relations = Counter(str(relation) for relation in links.values())
        by_relation = ", ".join(f"{number:,} {relation}" for relation, number in sorted(relations.items()))
        listed.insert(2 if len(listed) > 1 else len(listed), f"{count(len(links), 'link')} ({by_relation})")
    return ", ".join(listed)
