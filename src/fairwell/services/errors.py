"""What can go wrong in a use case and must be told to a person."""


class StoreUnavailable(RuntimeError):
    """The database cannot be written or read now; nothing was changed."""


class RecordedMeanwhile(RuntimeError):
    """Somebody else recorded the same wish in the same moment: look again, it is there now."""
