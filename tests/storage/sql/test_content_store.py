"""Sets of files are kept once under the digest of their paths and bytes."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configurator.errors import InvalidRequest, NotFound
from configurator.quoting.quote_model import StoredContent
from configurator.reading.files import digest_of
from configurator.storage.sql.sql_storage import SqlStorage
from tests.examples import share
from tests.quoting.samples import CATALOG

AT = datetime(2026, 3, 1, tzinfo=UTC)
PATHS = st.from_regex(r"[a-zäß ]{1,8}(/[a-z]{1,5}\.csv)?", fullmatch=True)


@settings(max_examples=share(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.dictionaries(PATHS, st.binary(max_size=200), max_size=4))
def test_any_bytes_come_back(store: SqlStorage, files: dict[str, bytes]) -> None:
    content = StoredContent(digest_of(files), files)
    store.contents.put("acme", content)
    assert content == store.contents.get("acme", content.digest)
    assert sorted(files) == list(store.contents.get("acme", content.digest).files)


def test_a_content_put_twice_is_kept_once(store: SqlStorage) -> None:
    for _ in range(2):
        store.contents.put("acme", CATALOG)
    assert store.contents.has("acme", CATALOG.digest)
    assert CATALOG == store.contents.get("acme", CATALOG.digest)


def test_a_content_under_another_digest_is_refused(store: SqlStorage) -> None:
    with pytest.raises(InvalidRequest, match="its bytes were changed"):
        store.contents.put("acme", StoredContent("0" * 64, CATALOG.files))
    assert not store.contents.has("acme", "0" * 64)


def test_an_unknown_content_is_not_found(store: SqlStorage) -> None:
    with pytest.raises(NotFound, match="no stored content"):
        store.contents.get("acme", CATALOG.digest)


def test_an_unknown_seller_keeps_nothing(store: SqlStorage) -> None:
    with pytest.raises(NotFound, match="no seller"):
        store.contents.put("nobody", CATALOG)
