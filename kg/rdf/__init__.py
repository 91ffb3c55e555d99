"""The model as RDF and back: identity, one table of terms, and the syntaxes."""
