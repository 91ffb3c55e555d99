"""The store and what can be found in it."""
