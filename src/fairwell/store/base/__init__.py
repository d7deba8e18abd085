"""Database engine, tables, migrations and transactions."""
