"""Rules of desk access: roles, passwords, sessions, lockout."""
