"""Conversations, transcripts and deliveries."""
