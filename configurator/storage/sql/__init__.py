"""The ports over SQLAlchemy: the same tables and the same promises on SQLite and on PostgreSQL."""
