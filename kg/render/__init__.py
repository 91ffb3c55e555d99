"""Answers as terminal text, JSON and tables; a renderer never loads and never judges."""
