"""A list of quotes as JSON, the same over HTTP and on the command line."""

from typing_extensions import TypedDict

from configurator.canonical_json import moment_text
from configurator.response_types import AmountsByCadence, DayText, MomentText, amounts_response
from configurator.storage.storage_ports import QuoteSummary, StoragePage


class QuoteLineResponse(TypedDict):
    """A quote in a list."""

    id: str
    number: str | None
    revision: int
    created: MomentText
    on: DayText
    digest: str
    total: AmountsByCadence


class QuoteListResponse(TypedDict):
    """A page of quotes, newest first; `next` is the cursor of the page after it."""

    quotes: list[QuoteLineResponse]
    next: str | None


def quote_list(page: StoragePage[QuoteSummary]) -> QuoteListResponse:
    """Return a page of quotes as JSON."""
    return {"quotes": [_line(row) for row in page.rows], "next": page.next}


def _line(row: QuoteSummary) -> QuoteLineResponse:
    return {
        "id": row.id,
        "number": row.number,
        "revision": row.revision,
        "created": moment_text(row.created),
        "on": row.on.isoformat(),
        "digest": row.digest,
        "total": amounts_response(row.total.by_cadence),
    }
