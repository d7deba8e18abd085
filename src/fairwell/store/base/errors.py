"""Errors that any operation of the store may raise."""


class StoreUnavailable(RuntimeError):
    """The database cannot be written or read now; nothing was changed."""
