"""Details in a message: addresses, codes, user names."""
