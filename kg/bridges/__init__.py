"""Doors to other libraries' formats, one module each; nothing else imports those libraries."""
