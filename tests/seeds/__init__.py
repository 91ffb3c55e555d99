"""Tests of the seed graph."""
