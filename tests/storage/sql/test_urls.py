"""The URL of a database, in every spelling people use."""

import pytest

from configurator.errors import InvalidRequest
from configurator.storage.sql.urls import database_url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sqlite:///quotes.db", "sqlite+pysqlite:///quotes.db"),
        ("sqlite:////var/lib/quotes.db", "sqlite+pysqlite:////var/lib/quotes.db"),
        ("postgres://me:secret@db/quotes", "postgresql+psycopg://me:secret@db/quotes"),
        ("postgresql://me@db:5433/quotes?sslmode=require", "postgresql+psycopg://me@db:5433/quotes?sslmode=require"),
        ("postgresql+psycopg://db/quotes", "postgresql+psycopg://db/quotes"),
    ],
)
def test_known_spellings_name_their_driver(text: str, expected: str) -> None:
    assert expected == database_url(text).render_as_string(hide_password=False)


@pytest.mark.parametrize("text", ["mysql://me:secret@db/quotes", "quotes.db", "", "postgresql+asyncpg://db/quotes"])
def test_another_kind_of_database_is_refused_and_the_right_form_shown(text: str) -> None:
    with pytest.raises(InvalidRequest, match=r"sqlite:///quotes\.db or postgresql://") as caught:
        database_url(text)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:quotes?mode=memory&uri=true"])
def test_a_database_in_memory_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest, match="in memory forgets every quote"):
        database_url(text)
