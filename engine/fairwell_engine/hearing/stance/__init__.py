"""How an answer stands to the open question: yes, no, not yet, something else, a question."""
