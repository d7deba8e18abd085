"""Use cases of handing a conversation to a person and back."""
