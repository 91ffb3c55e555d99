"""Records drafted from a document, for a person to review, and their acceptance."""
