"""Answers already given, in SQL."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from configurator.errors import Conflicting
from configurator.quoting.strict_json import instant_to_text
from configurator.storage.sql.database import SqlStore, insert_unless_there
from configurator.storage.sql.seller_store import require_seller
from configurator.storage.sql.sql_tables import idempotency
from configurator.storage.storage_ports import AnswerRecord, IdempotentRequest, IdempotentResponse, RecordedResponse


class SqlIdempotency(SqlStore):
    """Implements `storage_ports.IdempotencyStore`."""

    def recall(self, seller: str, request: IdempotentRequest) -> RecordedResponse | None:
        with self._database.reading() as connection:
            return find_response(connection, seller, request)

    def remember(self, seller: str, answer: AnswerRecord) -> IdempotentResponse:
        with self._database.writing() as connection:
            require_seller(connection, seller)
            return answer_once(connection, seller, answer)

    def forget(self, *, before: datetime) -> int:
        with self._database.writing() as connection:
            return connection.execute(
                delete(idempotency).where(idempotency.c.created < instant_to_text(before))
            ).rowcount


def answer_once(connection: Connection, seller: str, answer: AnswerRecord) -> IdempotentResponse:
    """Claim the key with this response, or return the response of the first claimer.

    The claim comes before the work it stands for: on PostgreSQL a second claimer waits here until the first one's
    transaction is kept or dropped, on SQLite its transaction has not begun yet.
    """
    response = answer.response
    row = {
        "seller": seller,
        "key": answer.request.key,
        "request_digest": answer.request.digest,
        "status": response.status,
        "resource": response.resource,
        "created": instant_to_text(answer.at),
    }
    if insert_unless_there(connection, idempotency, row):
        return IdempotentResponse(response, replayed=False)
    earlier = find_response(connection, seller, answer.request)
    if earlier is None:  # Forgotten in the very moment between: the claim is free again.
        return answer_once(connection, seller, answer)
    return IdempotentResponse(earlier, replayed=True)


def find_response(connection: Connection, seller: str, request: IdempotentRequest) -> RecordedResponse | None:
    """Return the response kept under the request's key. Raises `Conflicting` if that was another request."""
    result = select(idempotency).where(idempotency.c.seller == seller, idempotency.c.key == request.key)
    row = connection.execute(result).one_or_none()
    if row is None:
        return None
    if row.request_digest != request.digest:
        raise Conflicting(
            f"the idempotency key {request.key!r} was used for another request; "
            "send the same request again, or a new key for a new one"
        )
    return RecordedResponse(row.status, row.resource)
