"""Saved configurations in SQL, replaced only by clients that have seen the latest state."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Row, delete, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from configurator import canonical_json
from configurator.canonical_json import Json
from configurator.errors import Conflicting, InvalidRequest, NotFound
from configurator.quoting.strict_json import instant_to_text
from configurator.storage.paging import cursor_after, page_size, read_cursor
from configurator.storage.sql.database import SqlStore
from configurator.storage.sql.seller_store import require_seller
from configurator.storage.sql.sql_tables import configurations
from configurator.storage.sql.stored_times import stored_instant
from configurator.storage.storage_ports import SavedConfiguration, StoragePage, StorageUnavailable


class SqlConfigurations(SqlStore):
    """Implements `storage_ports.SavedConfigurationStore`."""

    def add(self, saved: SavedConfiguration) -> None:
        row = _row(saved)
        try:
            with self._database.writing() as connection:
                require_seller(connection, saved.seller)
                connection.execute(insert(configurations).values(row))
        except IntegrityError as error:
            raise Conflicting(f"a saved configuration {saved.id!r} exists already") from error

    def replace(self, saved: SavedConfiguration, *, expected: str) -> None:
        row = _row(saved)
        changed = {name: row[name] for name in ("catalog", "catalog_digest", "title", "digest", "body", "updated")}
        known = (*_key(saved.seller, saved.id), configurations.c.digest == expected)
        with self._database.writing() as connection:
            if connection.execute(update(configurations).where(*known).values(changed)).rowcount == 1:
                return
            there = connection.execute(select(configurations.c.id).where(*_key(saved.seller, saved.id))).first()
        if there is None:
            raise _unknown(saved.id)
        raise Conflicting(f"the saved configuration {saved.id!r} was changed meanwhile; read it again first")

    def get(self, seller: str, id: str) -> SavedConfiguration:
        with self._database.reading() as connection:
            row = connection.execute(select(configurations).where(*_key(seller, id))).one_or_none()
        if row is None:
            raise _unknown(id)
        return _saved(row)

    def delete(self, seller: str, id: str) -> None:
        with self._database.writing() as connection:
            if connection.execute(delete(configurations).where(*_key(seller, id))).rowcount == 0:
                raise _unknown(id)

    def list(self, seller: str, *, limit: int = 50, after: str | None = None) -> StoragePage[SavedConfiguration]:
        size = page_size(limit)
        order = tuple_(configurations.c.created, configurations.c.id)
        wanted = select(configurations).where(configurations.c.seller == seller)
        if after is not None:
            wanted = wanted.where(order < tuple_(*read_cursor(after)))
        newest = wanted.order_by(configurations.c.created.desc(), configurations.c.id.desc()).limit(size + 1)
        with self._database.reading() as connection:
            rows = connection.execute(newest).all()
        shown = tuple(_saved(row) for row in rows[:size])
        last = rows[size - 1] if len(rows) > size else None
        return StoragePage(shown, None if last is None else cursor_after(last.created, last.id))


def _key(seller: str, id: str) -> tuple[ColumnElement[bool], ...]:
    return configurations.c.seller == seller, configurations.c.id == id


def _unknown(id: str) -> NotFound:
    return NotFound(f"there is no saved configuration {id!r}")


def _row(saved: SavedConfiguration) -> dict[str, object]:
    body = canonical_json.dumps(saved.body)
    canonical_json.loads(body)  # Refuses now what could not be read again later: too large, too deep, too many digits.
    if canonical_json.digest_of(saved.body) != saved.digest:
        raise InvalidRequest("the digest of the saved configuration is not that of its body", field="digest")
    return {
        "seller": saved.seller,
        "id": saved.id,
        "catalog": saved.catalog,
        "catalog_digest": saved.catalog_digest,
        "title": saved.title,
        "digest": saved.digest,
        "body": body,
        "created": instant_to_text(saved.created),
        "updated": instant_to_text(saved.updated),
    }


def _saved(row: Row[tuple[object, ...]]) -> SavedConfiguration:
    return SavedConfiguration(
        id=row.id,
        seller=row.seller,
        catalog=row.catalog,
        catalog_digest=row.catalog_digest,
        title=row.title,
        body=_body(row.body),
        digest=row.digest,
        created=stored_instant(row.created),
        updated=stored_instant(row.updated),
    )


def _body(text: str) -> Mapping[str, Json]:
    body = canonical_json.as_json(canonical_json.loads(text))
    if not isinstance(body, dict):
        raise StorageUnavailable("a saved configuration holds no JSON object; restore the database from a backup")
    return body
