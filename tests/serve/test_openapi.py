"""The JSON API against requests made up from its description, good and bad."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import httpx

if os.environ.get("CI") != "true":
    pytest.importorskip("schemathesis")

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

pytestmark = pytest.mark.end_to_end


@pytest.mark.parametrize("path", ["/api/trace", "/api/check", "/api/search"])
@pytest.mark.parametrize("bad", [False, True])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_request_made_from_the_description_gets_an_answer_that_breaks_it(
    site: httpx.Client, path: str, bad: bool
) -> None:
    address = str(site.base_url).rstrip("/")
    schema = schemathesis.openapi.from_url(f"{address}/api/openapi.json")
    mode = schemathesis.GenerationMode.NEGATIVE if bad else schemathesis.GenerationMode.POSITIVE
    operation: Any = schema[path]["GET"]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=20, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    def one(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(base_url=address)

    one()
