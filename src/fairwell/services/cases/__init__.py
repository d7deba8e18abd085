"""Use cases around a case, one verb per module."""
