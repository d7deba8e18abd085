"""Texts of the desk's pages that depend on data."""
