"""The embedded or PostgreSQL store: tables, engine, and the services' ports implemented on them."""
