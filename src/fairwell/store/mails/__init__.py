"""Mails that leave with the commit of the transaction they were written in."""
