"""Words and patterns by which details are heard, apart from the code that reads them."""
