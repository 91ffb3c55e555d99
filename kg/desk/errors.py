"""Refusals of the desk that a page answers in a way of their own."""

from __future__ import annotations

from kg.errors import UsageError


class ConflictError(UsageError):
    """A record or file is not as it was when the page was shown; nothing was written."""


class FieldError(UsageError):
    """A value that the records would not read; `field` is the key of the field of the form, empty where several are at fault."""

    def __init__(self, message: str, field: str) -> None:
        self.field = field
        super().__init__(message)


class QuotationError(FieldError):
    """A quotation that is not in the saved copy of its document; it can be saved all the same."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "quote")
