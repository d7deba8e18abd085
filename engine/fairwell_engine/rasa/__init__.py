"""Subclasses and patches of Rasa's own classes."""
