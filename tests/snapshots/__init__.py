"""Tests of kept copies and of fetching, against a server of the tests' own."""
