"""Mails that wait to be sent, and those that were."""
