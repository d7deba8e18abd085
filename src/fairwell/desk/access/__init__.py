"""Desk users: login, profile, users."""
