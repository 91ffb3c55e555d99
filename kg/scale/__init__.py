"""Whole graphs as arrays."""
