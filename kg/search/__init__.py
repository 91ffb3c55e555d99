"""Finding claims by a headline."""
