"""Processes of the product: supervisor, servers, doctor, model."""
