"""Cursors: where a page of a list ended, so that the next one begins there whatever was added meanwhile."""

import base64
import binascii

from configurator.errors import InvalidRequest
from configurator.storage.limits import MOST_PAGE_ROWS


def cursor_after(created: str, id: str) -> str:
    """Return an opaque text that names the last row of a page."""
    return base64.urlsafe_b64encode(f"{created} {id}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[str, str]:
    """Return the instant and id a cursor holds. Raises `InvalidRequest` for any other text."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise _unreadable() from error
    created, space, id = text.partition(" ")
    if not (created and space and id) or not text.isprintable():
        raise _unreadable()
    return created, id


def page_size(limit: int) -> int:
    """Return the limit. Raises `InvalidRequest` unless it is from 1 to 200."""
    if not 1 <= limit <= MOST_PAGE_ROWS:
        raise InvalidRequest(f"a page of {limit} rows was asked for; expected 1 to {MOST_PAGE_ROWS}", field="limit")
    return limit


def _unreadable() -> InvalidRequest:
    return InvalidRequest(
        "the cursor cannot be read; expected the `next` of a page, or none for the first page", field="after"
    )
