"""The graph over HTTP: a SPARQL 1.1 endpoint, a page for every node, and a JSON API. Reads only, fetches nothing."""
