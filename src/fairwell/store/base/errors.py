"""What the store raises whatever was asked of it."""


class StoreUnavailable(RuntimeError):
    """The database cannot be written or read now; nothing was changed."""
