"""Pure rules of handing a conversation to a person and back: no store, no network, no settings."""
