"""Tests of documents: reading them, their figures, references and quotations."""
