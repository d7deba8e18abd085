"""Use cases of a case, one verb a module."""
