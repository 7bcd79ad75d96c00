"""Small quotes for the tests of storage: real bodies over two files, drawn up without a catalog to be read."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from configurator.configuration import Configuration, Provenance
from configurator.money import money
from configurator.quoting.body import seal
from configurator.quoting.drawing import Draft, draw_up
from configurator.quoting.model import Content, Pinned, SealedQuote, Totals
from configurator.reading.files import digest_of
from configurator.storage.ports import Answer, Request, Response

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = date(2026, 1, 1)
CATALOG_FILES: Mapping[str, bytes] = {"catalog.yaml": b"catalog: chairs\n", "tables/arms.csv": b"arm\nnone\n"}
BOOK_FILES: Mapping[str, bytes] = {"chairs_eu.yaml": b"book: chairs_eu\n"}


def content(files: Mapping[str, bytes]) -> Content:
    """Return files under their own digest."""
    return Content(digest_of(files), files)


CATALOG = content(CATALOG_FILES)
BOOK = content(BOOK_FILES)
CONTENTS = (CATALOG, BOOK)


def quote(
    id: str = "q1",
    *,
    seller: str = "acme",
    minutes: int = 0,
    number: str | None = None,
    revision: int = 1,
    revises: str | None = None,
    price: str = "12.50",
) -> SealedQuote:
    """Return a sealed quote of two chairs, made some minutes after noon."""
    unit = Totals({"one_time": money(price, "EUR"), "monthly": money("1.005", "EUR")})
    draft = Draft(
        id="1",
        quantity=2,
        catalog=Pinned("chairs", CATALOG.digest, "catalog.yaml"),
        book=Pinned("chairs_eu", BOOK.digest, "chairs_eu.yaml"),
        configuration=Configuration("chairs", CATALOG.digest, {"arm": "none"}, {"arm": Provenance.CHOSEN}, {}),
        priced={"lines": []},
        unit=unit,
    )
    return seal(
        draw_up(
            [draft],
            id=id,
            seller=seller,
            created=NOON + timedelta(minutes=minutes),
            on=DAY,
            number=number,
            revision=revision,
            revises=revises,
        )
    )


def answer(key: str, resource: str, *, digest: str = "asked") -> Answer:
    """Return the answer to a request with an idempotency key."""
    return Answer(Request(key, digest), Response(201, f'{{"quote":"{resource}"}}', resource), NOON)
