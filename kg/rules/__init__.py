"""Rules over a graph and its derived facts: each is one query, and what it finds is one kind of weakness."""
