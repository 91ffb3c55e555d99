"""Outputs of each version as it made them, and whether this one still keeps its promises to their readers."""
