"""Parts that the public and the internal server share."""
