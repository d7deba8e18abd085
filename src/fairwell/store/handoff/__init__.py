"""Handoffs, notes, mentions and canned replies."""
