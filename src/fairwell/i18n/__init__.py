"""German and English: gettext catalogues, and dates, times, money and lists by Babel."""
