"""Desk users, sessions and audit."""
