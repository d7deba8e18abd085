"""Use cases, one verb per function, each owning one transaction."""
