"""Access of desk users: login, profile, users."""
