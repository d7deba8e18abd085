"""Who may work at the desk: roles, passwords, sessions, lockout. Nothing here opens a store."""
