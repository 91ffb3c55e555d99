"""What is known, as frozen values: no RDF, no input or output."""
