"""Cases, accounts, ledger, codes, links and offers."""
