"""Quads at rest; the only place that sends SPARQL to data."""
