"""Rasa custom actions: each turns slots into a service call and its result into events."""
