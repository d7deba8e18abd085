"""Helpers shared by actions: responses, labels and the page before the last click."""
