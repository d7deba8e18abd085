"""What a message does: intents, several at once, and the wishes that it refuses."""
