"""Rules of identity tokens."""
