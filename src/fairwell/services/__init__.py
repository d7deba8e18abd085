"""Use cases, one verb a function, each owning one transaction."""
