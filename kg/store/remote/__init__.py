"""A SPARQL 1.1 endpoint as a store."""
