"""Outbox: mails are rows, written with the case, claimed with a lease, sent at least once."""
