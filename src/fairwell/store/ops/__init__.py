"""What the running parts report about themselves."""
