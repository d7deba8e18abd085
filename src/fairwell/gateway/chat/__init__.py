"""Chat: customer turns, their transcript and its live push."""
