"""Sellers in SQL."""

from datetime import datetime

from sqlalchemy import Connection, select

from configurator.errors import InvalidRequest, NotFound
from configurator.quoting.strict_json import instant_to_text
from configurator.storage.sql.database import SqlStore, insert_unless_there
from configurator.storage.sql.sql_tables import sellers
from configurator.storage.sql.stored_times import stored_instant
from configurator.storage.storage_ports import Seller


class SqlSellers(SqlStore):
    """Implements `storage_ports.SellerStore`."""

    def ensure(self, id: str, *, name: str = "", at: datetime) -> Seller:
        if not (id and id.isprintable()):
            raise InvalidRequest(f"{id!r} cannot be the id of a seller; expected printable text", field="seller")
        with self._database.reading() as connection:
            known = _find(connection, id)
        if known is not None:
            return known
        with self._database.writing() as connection:
            insert_unless_there(connection, sellers, {"id": id, "name": name or id, "created": instant_to_text(at)})
            return require_seller(connection, id)

    def get(self, id: str) -> Seller:
        with self._database.reading() as connection:
            return require_seller(connection, id)

    def list(self) -> tuple[Seller, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(select(sellers).order_by(sellers.c.id)).all()
        return tuple(Seller(row.id, row.name, stored_instant(row.created)) for row in rows)


def require_seller(connection: Connection, id: str) -> Seller:
    """Return a seller. Raises `NotFound`."""
    seller = _find(connection, id)
    if seller is None:
        raise NotFound(f"there is no seller {id!r}")
    return seller


def _find(connection: Connection, id: str) -> Seller | None:
    row = connection.execute(select(sellers).where(sellers.c.id == id)).one_or_none()
    return None if row is None else Seller(row.id, row.name, stored_instant(row.created))
