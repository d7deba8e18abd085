"""Reads of all cases for the desk: lists, search, and one case's records."""
