"""Functions over an opened graph: open, find, trace, survey, check, query."""
