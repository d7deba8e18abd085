"""Transactional outbox: mails are committed together with the change that they confirm."""
