"""What people bring with them, and what else a message is about: learned tags and closed forms."""
