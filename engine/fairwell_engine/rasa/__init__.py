"""What subclasses or patches Rasa."""
