"""Pages that a link in a mail opens."""
