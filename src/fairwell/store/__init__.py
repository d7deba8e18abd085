"""The store on SQLite or PostgreSQL: tables, engine, and the services' ports on top of them."""
