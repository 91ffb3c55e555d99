"""A rule that was changed is noticed by its cases."""

from __future__ import annotations

import pytest

from kg.rules.registry import built_in
from kg.rules.rule import Rule
from tests.rules.mutants import survivors


@pytest.mark.slow
@pytest.mark.parametrize("rule", built_in(), ids=lambda rule: rule.code)
def test_no_mutant_of_a_rule_passes_its_cases(rule: Rule) -> None:
    counted, alive = survivors(rule)
    assert counted >= 1
    assert alive == []
