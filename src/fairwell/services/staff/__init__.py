"""Use cases of desk users: login, links, replies, presence, audit."""
