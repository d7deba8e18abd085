"""Demo pages: help site, login, mailbox."""
