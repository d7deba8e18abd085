"""What the live model understands: parsing a message, and scores on labelled ones."""
