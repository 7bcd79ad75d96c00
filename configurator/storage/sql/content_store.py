"""Sets of files in SQL, by the digest of their bytes."""

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

from configurator.errors import InvalidRequest, NotFound
from configurator.quoting.quote_model import StoredContent
from configurator.reading.files import digest_of
from configurator.storage.sql.database import SqlStore, insert_unless_there
from configurator.storage.sql.seller_store import require_seller
from configurator.storage.sql.sql_tables import content_files, contents


class SqlContents(SqlStore):
    """Implements `storage_ports.ContentStore`."""

    def put(self, seller: str, content: StoredContent) -> None:
        check_digest(content)
        with self._database.writing() as connection:
            require_seller(connection, seller)
            put_contents(connection, seller, (content,))

    def get(self, seller: str, digest: str) -> StoredContent:
        with self._database.reading() as connection:
            return read_content(connection, seller, digest)

    def has(self, seller: str, digest: str) -> bool:
        with self._database.reading() as connection:
            return has_content(connection, seller, digest)


def check_digest(content: StoredContent) -> None:
    """Raise `InvalidRequest` unless the digest is that of the bytes."""
    text = digest_of(content.files)
    if text != content.digest:
        raise InvalidRequest(f"the content named {content.digest} has the digest {text}: its bytes were changed")


def put_contents(connection: Connection, seller: str, given: Iterable[StoredContent]) -> None:
    """Insert those that are not there yet, in the order of their digests, so that writers never wait in a circle."""
    for content in sorted(given, key=lambda content: content.digest):
        key = {"seller": seller, "digest": content.digest}
        if insert_unless_there(connection, contents, key) and content.files:
            rows = [{**key, "path": path, "bytes": data} for path, data in sorted(content.files.items())]
            connection.execute(insert(content_files), rows)


def has_content(connection: Connection, seller: str, digest: str) -> bool:
    """Return whether a content is stored."""
    result = select(contents.c.digest).where(contents.c.seller == seller, contents.c.digest == digest)
    return connection.execute(result).first() is not None


def read_content(connection: Connection, seller: str, digest: str) -> StoredContent:
    """Return a content as stored. Raises `NotFound`."""
    if not has_content(connection, seller, digest):
        raise NotFound(f"there is no stored content {digest}")
    files = (
        select(content_files.c.path, content_files.c.bytes)
        .where(content_files.c.seller == seller, content_files.c.digest == digest)
        .order_by(content_files.c.path)
    )
    return StoredContent(digest, {row.path: bytes(row.bytes) for row in connection.execute(files)})
