"""What an answer means in its conversation: decisions without I/O."""
