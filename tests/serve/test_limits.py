"""Each row of the table of limits in `docs/serve.md` is a limit that a test goes beyond."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tests.docs.tables import limits

HERE: Final = Path(__file__).parent
# The tests by the beginning of the row: their file, and their names.
TESTS: Final = {
    "address and headers": ("http_limits", "a_head_over_32_kb_is_refused"),
    "media ranges": ("content_negotiation", "more_than_a_hundred_media_ranges_are_refused"),
    "parameters": ("sparql_endpoint", "more_than_a_thousand_parameters_or_a_hundred_media_ranges_are_refused"),
    "a query or update": ("sparql_endpoint", "what_the_protocol_does_not_allow_is_refused_in_a_line"),
    "a body": ("sparql_endpoint", "what_the_headers_alone_rule_out_is_refused_before_the_body_comes"),
    "time for a body": ("http_limits", "a_body_that_does_not_come_in_time_is_408"),
    "all bodies": ("http_limits", "all_bodies_together_are_bounded_and_give_back_what_they_took"),
    "answers over": ("dispatch", "large_answers_that_are_not_read_are_bounded_and_small_ones_are_always_sent"),
    "connections": ("http_limits", "more_connections_than_allowed_are_refused"),
    "a connection without": ("http_limits", "an_idle_connection_is_closed"),
    "queries at once": ("worker_pool", "each_worker_has_one_job_and_a_free_one_takes_the_next"),
    "queries that wait": ("app", "when_all_workers_are_busy_and_the_queue_is_full_a_request_is_refused_at_once"),
    "time of a query": ("server", "a_query_that_takes_too_long_is_stopped"),
    "an answer": ("server", "a_query_that_takes_too_much_memory_or_gives_too_much_costs_only_itself"),
    "memory of a query": ("server", "a_query_that_takes_too_much_memory_or_gives_too_much_costs_only_itself"),
    "a cached answer": ("answer_cache", "an_answer_that_is_large_with_its_query_is_not_cached"),
    "all cached": ("answer_cache", "the_bytes_of_the_cache_are_bounded_and_the_least_recently_used_answer_goes_first"),
    "updates that wait": ("updates", "a_bounded_number_of_updates_wait"),
    "memory of an update": ("updates", "an_update_that_takes_too_long_or_too_much_is_stopped_and_nothing_of_it_is_written"),
    "words to search": ("api", "what_cannot_be_answered_says_why"),
    "hits of a search": ("api", "what_cannot_be_answered_says_why"),
    "a token": ("auth", "a_token_that_is_missing_or_could_be_guessed_is_refused"),
    "what is being answered": ("server", "a_query_that_is_cut_off_by_the_end_is_told_so"),
}  # fmt: skip


def test_each_limit_has_a_test_that_goes_beyond_it() -> None:
    rows = [line.split("|")[1].strip() for line in limits().splitlines()[2:] if line.startswith("|")]
    assert len(rows) == len(TESTS)
    for row, (beginning, (module, name)) in zip(rows, TESTS.items(), strict=True):
        assert row.startswith(beginning)
        text = (HERE / f"test_{module}.py").read_text(encoding="utf-8")
        assert re.search(rf"^(?:async )?def test_{name}\(", text, re.MULTILINE), row
