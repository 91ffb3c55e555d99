"""Refusals of the desk that a page answers in a way of their own."""

from __future__ import annotations

from kg.errors import UsageError


class ConflictError(UsageError):
    """A record or file is not as it was when the page was shown; nothing was written."""


class QuotationError(UsageError):
    """A quotation that is not in the kept copy of its document; it can be saved all the same."""
