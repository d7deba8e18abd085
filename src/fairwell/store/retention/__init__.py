"""Removal of what was kept long enough."""
