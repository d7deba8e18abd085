"""Receipts of declarations: one content, rendered as text, PDF, mail and page."""
