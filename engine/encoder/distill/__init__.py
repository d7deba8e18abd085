"""Builds the sentence encoder from a dictionary, a teacher and our own examples."""
