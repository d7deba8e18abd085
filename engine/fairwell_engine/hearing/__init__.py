"""What a message says: language, intents, details."""
