"""Chat API: one customer turn, its transcript and its live push."""
