"""Tests of saved copies and of fetching, against a server of the tests' own."""
