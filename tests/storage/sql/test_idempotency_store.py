"""A request that arrives twice is answered the same."""

from datetime import UTC, datetime, timedelta

import pytest

from configurator.errors import Conflicting, NotFound
from configurator.storage.sql.sql_storage import SqlStorage
from configurator.storage.storage_ports import AnswerRecord, IdempotentRequest, IdempotentResponse, RecordedResponse

AT = datetime(2026, 3, 1, tzinfo=UTC)
REQUEST = IdempotentRequest("key", "digest")
FIRST = RecordedResponse(201, "q_1")
SECOND = RecordedResponse(201, "q_2")


def test_nothing_is_recalled_of_a_new_request(store: SqlStorage) -> None:
    assert store.idempotency.recall("acme", REQUEST) is None


def test_the_first_response_counts(store: SqlStorage) -> None:
    assert IdempotentResponse(FIRST, replayed=False) == store.idempotency.remember(
        "acme", AnswerRecord(REQUEST, FIRST, AT)
    )
    assert IdempotentResponse(FIRST, replayed=True) == store.idempotency.remember(
        "acme", AnswerRecord(REQUEST, SECOND, AT)
    )
    assert FIRST == store.idempotency.recall("acme", REQUEST)


def test_the_same_key_for_another_request_conflicts(store: SqlStorage) -> None:
    store.idempotency.remember("acme", AnswerRecord(REQUEST, FIRST, AT))
    with pytest.raises(Conflicting, match="'key' was used for another request; send the same request again, or a new"):
        store.idempotency.recall("acme", IdempotentRequest("key", "another digest"))
    with pytest.raises(Conflicting):
        store.idempotency.remember("acme", AnswerRecord(IdempotentRequest("key", "another digest"), SECOND, AT))


def test_sellers_do_not_share_keys(store: SqlStorage) -> None:
    store.idempotency.remember("acme", AnswerRecord(REQUEST, FIRST, AT))
    assert store.idempotency.recall("rival", REQUEST) is None
    assert not store.idempotency.remember("rival", AnswerRecord(REQUEST, SECOND, AT)).replayed


def test_an_unknown_seller_is_not_answered(store: SqlStorage) -> None:
    with pytest.raises(NotFound):
        store.idempotency.remember("nobody", AnswerRecord(REQUEST, FIRST, AT))


def test_old_answers_are_forgotten_and_later_ones_kept(store: SqlStorage) -> None:
    later = IdempotentRequest("later", "digest")
    store.idempotency.remember("acme", AnswerRecord(REQUEST, FIRST, AT))
    store.idempotency.remember("acme", AnswerRecord(later, SECOND, AT + timedelta(hours=1)))
    assert 1 == store.idempotency.forget(before=AT + timedelta(hours=1))
    assert store.idempotency.recall("acme", REQUEST) is None
    assert SECOND == store.idempotency.recall("acme", later)
