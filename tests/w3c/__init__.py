"""The W3C's own tests of SPARQL."""
