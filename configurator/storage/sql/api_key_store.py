"""API keys in SQL: the secret itself is never written, only its hash.

A secret holds 256 random bits, so one round of SHA-256 keeps it safe; slow hashes are for passwords of people.
"""

import hashlib
import re
import secrets
from datetime import datetime

from sqlalchemy import Row, func, insert, select, update

from configurator.errors import InvalidRequest, NotFound
from configurator.quoting.strict_json import instant_from_text, instant_to_text
from configurator.storage.limits import LONGEST_SECRET
from configurator.storage.sql.database import SqlStore
from configurator.storage.sql.seller_store import require_seller
from configurator.storage.sql.sql_tables import api_keys
from configurator.storage.sql.stored_times import stored_instant
from configurator.storage.storage_ports import ApiKey, IssuedKey

_SCOPE = re.compile(r"[a-z_]+:[a-z_]+", re.ASCII)
_PREFIX = "ck_"


class SqlApiKeys(SqlStore):
    """Implements `storage_ports.ApiKeyStore`."""

    def issue(self, seller: str, *, label: str, scopes: frozenset[str], at: datetime) -> IssuedKey:
        _check_scopes(scopes)
        secret = _PREFIX + secrets.token_urlsafe(32)
        key = ApiKey("key_" + secrets.token_hex(8), seller, label, scopes, _to_the_microsecond(at))
        row = {
            "id": key.id,
            "seller": seller,
            "label": label,
            "secret_hash": _hash(secret),
            "scopes": " ".join(sorted(scopes)),
            "created": instant_to_text(at),
        }
        with self._database.writing() as connection:
            require_seller(connection, seller)
            connection.execute(insert(api_keys).values(row))
        return IssuedKey(key, secret)

    def authenticate(self, secret: str) -> ApiKey | None:
        if not secret.startswith(_PREFIX) or len(secret) > LONGEST_SECRET:
            return None
        result = select(api_keys).where(api_keys.c.secret_hash == _hash(secret), api_keys.c.revoked.is_(None))
        with self._database.reading() as connection:
            row = connection.execute(result).one_or_none()
        return None if row is None else _key(row)

    def revoke(self, seller: str, id: str, *, at: datetime) -> None:
        mine = (api_keys.c.seller == seller, api_keys.c.id == id)
        ended = func.coalesce(api_keys.c.revoked, instant_to_text(at))
        with self._database.writing() as connection:
            if connection.execute(update(api_keys).where(*mine).values(revoked=ended)).rowcount == 0:
                raise NotFound(f"there is no API key {id!r}")

    def list(self, seller: str) -> tuple[ApiKey, ...]:
        mine = select(api_keys).where(api_keys.c.seller == seller).order_by(api_keys.c.created, api_keys.c.id)
        with self._database.reading() as connection:
            return tuple(_key(row) for row in connection.execute(mine))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _to_the_microsecond(at: datetime) -> datetime:
    return instant_from_text(instant_to_text(at))


def _check_scopes(scopes: frozenset[str]) -> None:
    wrong = sorted(scope for scope in scopes if not _SCOPE.fullmatch(scope))
    if wrong or not scopes:
        text = ", ".join(map(repr, wrong)) or "no scope"
        raise InvalidRequest(f"found {text}; expected scopes such as quotes:write", field="scopes")


def _key(row: Row[tuple[object, ...]]) -> ApiKey:
    revoked = None if row.revoked is None else stored_instant(row.revoked)
    scopes = frozenset(row.scopes.split())
    return ApiKey(row.id, row.seller, row.label, scopes, stored_instant(row.created), revoked)
