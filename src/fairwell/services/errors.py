"""What can go wrong in a use case and must be told to a person."""


class StoreUnavailable(RuntimeError):
    """The database cannot be written or read now; nothing was changed."""
