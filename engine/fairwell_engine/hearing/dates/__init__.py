"""Dates and other ends as customers write them: words, phrases, values, roles."""
