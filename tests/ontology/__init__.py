"""Tests of the ontology."""
