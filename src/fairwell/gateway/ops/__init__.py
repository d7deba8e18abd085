"""Health, metrics and limits."""
