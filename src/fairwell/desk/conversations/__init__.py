"""Queue, conversation, closed conversations and search pages."""
