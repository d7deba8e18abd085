"""Cases at the desk."""
