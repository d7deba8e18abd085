"""Receipts: what was declared, for customers to keep; one content, as text, PDF, mail and page."""
