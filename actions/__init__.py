"""Rasa's custom actions: each turns slots into one service call and its result into events."""
