"""How much the room `storage` takes on before it refuses, stops or reports that it stopped."""

from typing import Final

MOST_PAGE_ROWS: Final = 200
"""Rows of one page of a list; a request for more is refused."""

LONGEST_SECRET: Final = 200
"""Characters of an API key that are looked at; a longer one is unknown."""

BUSY_SECONDS: Final = 60
"""Seconds a writer to SQLite waits for the writers before it; after them the storage is unavailable."""

ANSWER_SECONDS: Final = 2.0
"""Seconds a PostgreSQL server may take to a statement, or wait for a lock; after them the storage is unavailable."""

LISTENING_SECONDS: Final = 0.1
"""Seconds that are listened to a PostgreSQL server at a time; those in which it says nothing are counted."""

CONNECT_SECONDS: Final = 2
"""Seconds a PostgreSQL server may take to answer a connection; after them the storage is unavailable."""

FREE_CONNECTION_SECONDS: Final = 2.5
"""Seconds to wait for one of 20 connections to PostgreSQL to be free; after them the storage is unavailable."""

LONGEST_PATH: Final = 300
"""Characters of a database file's path shown in a message; the rest is cut off."""
