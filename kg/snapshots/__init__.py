"""Kept copies of documents as WARC files, and the careful fetching of pages."""
