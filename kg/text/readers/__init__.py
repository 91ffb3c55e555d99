"""A reader for each format of documents: HTML, Markdown, plain text, PDF, DOCX and TEI."""
