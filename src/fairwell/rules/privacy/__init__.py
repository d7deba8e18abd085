"""Masking of secrets, names and addresses."""
