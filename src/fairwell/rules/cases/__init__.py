"""Rules of a case: states, matching, references, verification, ledger."""
