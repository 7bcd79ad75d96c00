"""Keys open doors as long as they are not revoked, and their secrets are nowhere to be read."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from configurator.errors import InvalidRequest, NotFound
from configurator.storage.sql.sql_storage import SqlStorage
from configurator.storage.sql.sql_tables import api_keys

AT = datetime(2026, 3, 1, tzinfo=UTC)
WRITING = frozenset({"quotes:write", "quotes:read"})


def test_a_new_key_is_known_by_its_secret(store: SqlStorage) -> None:
    issued = store.keys.issue("acme", label="the shop", scopes=WRITING, at=AT)
    assert issued.key == store.keys.authenticate(issued.secret)
    assert ("acme", "the shop", WRITING, None) == (
        issued.key.seller, issued.key.label, issued.key.scopes, issued.key.revoked
    )  # fmt: skip


def test_no_other_text_is_a_secret(store: SqlStorage) -> None:
    issued = store.keys.issue("acme", label="", scopes=WRITING, at=AT)
    for text in ("", "ck_", issued.secret[:-1], f"{issued.secret}x", issued.key.id, "ck_\0", "ck_\ud800", "x" * 10**6):
        assert store.keys.authenticate(text) is None


def test_the_secret_is_not_stored_and_not_shown(store: SqlStorage) -> None:
    issued = store.keys.issue("acme", label="", scopes=WRITING, at=AT)
    with store.database.reading() as connection:
        row = connection.execute(sa.select(api_keys)).one()
    assert not any(issued.secret in str(value) for value in row)
    assert issued.secret not in repr(issued)


def test_a_revoked_key_opens_nothing_and_keeps_its_first_end(store: SqlStorage) -> None:
    issued = store.keys.issue("acme", label="", scopes=WRITING, at=AT)
    store.keys.revoke("acme", issued.key.id, at=AT)
    store.keys.revoke("acme", issued.key.id, at=datetime(2030, 1, 1, tzinfo=UTC))
    assert store.keys.authenticate(issued.secret) is None
    assert [AT] == [key.revoked for key in store.keys.list("acme")]


def test_only_its_seller_revokes_a_key(store: SqlStorage) -> None:
    issued = store.keys.issue("acme", label="", scopes=WRITING, at=AT)
    with pytest.raises(NotFound, match="no API key"):
        store.keys.revoke("rival", issued.key.id, at=AT)
    assert store.keys.authenticate(issued.secret) is not None


def test_secrets_differ(store: SqlStorage) -> None:
    secrets = {store.keys.issue("acme", label="", scopes=WRITING, at=AT).secret for _ in range(5)}
    assert 5 == len(secrets)


@pytest.mark.parametrize("scope", ["", "quotes", "quotes:*", "quotes write"])
def test_a_scope_of_another_form_is_refused(store: SqlStorage, scope: str) -> None:
    with pytest.raises(InvalidRequest, match="expected scopes such as quotes:write"):
        store.keys.issue("acme", label="", scopes=frozenset({scope}), at=AT)


def test_a_key_for_nothing_is_refused(store: SqlStorage) -> None:
    with pytest.raises(InvalidRequest, match="found no scope"):
        store.keys.issue("acme", label="", scopes=frozenset(), at=AT)


def test_an_unknown_seller_gets_no_key(store: SqlStorage) -> None:
    with pytest.raises(NotFound):
        store.keys.issue("nobody", label="", scopes=WRITING, at=AT)
