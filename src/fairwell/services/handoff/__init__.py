"""Use cases of the handoff from the bot to an agent and back."""
