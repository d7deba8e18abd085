"""Languages: catalogues, and dates, times, money and lists as Babel writes them."""
