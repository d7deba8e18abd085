"""Webhook channel: signed messages in, signed callbacks out."""
