"""Statements sent past the stores, as somebody with the password of the database would."""

from collections.abc import Mapping

import sqlalchemy as sa

from configurator.storage.sql.urls import database_url


def execute(url: str, statement: str, values: Mapping[str, object] | None = None) -> list[tuple[object, ...]]:
    """Run one statement on a connection of its own; return its rows, if it has any."""
    engine = sa.create_engine(database_url(url))
    try:
        with engine.begin() as connection:
            result = connection.execute(sa.text(statement), values or {})
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()
