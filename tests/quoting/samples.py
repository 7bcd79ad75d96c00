"""Small quotes, one by hand and any number by chance."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from configurator.canonical_json import Json
from configurator.configuration import Configuration, FeatureValue, Provenance
from configurator.language.checked import Value
from configurator.money import Money, money
from configurator.quoting.quotation import QuoteItemDraft, make_quote
from configurator.quoting.quote_model import PinnedDocument, Quote, QuoteTotals, StoredContent, times
from configurator.reading.files import digest_of

CREATED = datetime(2026, 3, 1, 12, 30, 0, 250, tzinfo=UTC)
ON = date(2026, 3, 1)
CATALOG_FILES: Mapping[str, bytes] = {"lamps/catalog.yaml": b"format: 1\n", "lamps/bulbs.csv": b"id,watts\n"}
BOOK_FILES: Mapping[str, bytes] = {"lamps_eu.yaml": b"format: 1\nbook: lamps_eu\n"}
CATALOG = StoredContent(digest_of(CATALOG_FILES), CATALOG_FILES)
BOOK = StoredContent(digest_of(BOOK_FILES), BOOK_FILES)


def totals(currency: str = "EUR", **amounts: str) -> QuoteTotals:
    """Return a vector of amounts by cadence."""
    return QuoteTotals({cadence: money(amount, currency) for cadence, amount in amounts.items()})


def line(id: str, cadence: str, amount: str, currency: str = "EUR") -> dict[str, Json]:
    """Return a priced line, as far as sums look at it."""
    return {"id": id, "cadence": cadence, "amount": {"amount": amount, "currency": currency}}


def draft(
    id: str = "1",
    quantity: int = 3,
    *,
    currency: str = "EUR",
    catalog: StoredContent = CATALOG,
    book: StoredContent = BOOK,
) -> QuoteItemDraft:
    """Return an item: a lamp at 12.50 once and 0.99 a month."""
    values: dict[str, FeatureValue] = {"shade": "glass", "dimmable": True, "bulbs": 2, "cable": Fraction(5, 2)}
    provenance = dict.fromkeys(values, Provenance.DEFAULT) | {"shade": Provenance.CHOSEN, "bulbs": Provenance.IMPLIED}
    return QuoteItemDraft(
        id=id,
        quantity=quantity,
        catalog=PinnedDocument("lamps", catalog.digest, "lamps/catalog.yaml"),
        book=PinnedDocument("lamps_eu", book.digest, "lamps_eu.yaml"),
        configuration=Configuration("lamps", catalog.digest, values, provenance, {"arms": ("a1", "a3")}),
        priced={
            "lines": [
                line("shade.glass", "one_time", str(quantity * Decimal("10.00")), currency),
                line("base", "one_time", str(quantity * Decimal("2.50")), currency),
                line("care", "monthly", str(quantity * Decimal("0.99")), currency),
            ]
        },
        unit=totals(currency, one_time="12.50", monthly="0.99"),
        total=times(totals(currency, one_time="12.50", monthly="0.99"), quantity),
        parameters={"customer.segment": "fleet", "discount": Fraction(1, 3), "new": False},
    )


def quote(
    id: str = "q_1",
    *,
    seller: str = "acme",
    created: datetime = CREATED,
    drafts: tuple[QuoteItemDraft, ...] = (),
    number: str | None = None,
    revision: int = 1,
    revises: str | None = None,
) -> Quote:
    """Return a quote of three lamps, or of other drafts."""
    return make_quote(
        drafts or (draft(),),
        id=id,
        seller=seller,
        created=created,
        on=ON,
        number=number,
        revision=revision,
        revises=revises,
    )


# ── any number by chance ─────────────────────────────────────────────────────────────────────────────────────────────

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,12}", fullmatch=True)
PATHS = st.from_regex(r"[a-z][a-z0-9_]{0,5}(\[[a-z]\d\])?(\.[a-z]{1,5})?", fullmatch=True)
NUMBERS = st.fractions(max_denominator=10**9)
VALUES: st.SearchStrategy[FeatureValue] = st.one_of(
    TEXTS, st.booleans(), st.integers(-(10**15), 10**15), NUMBERS.filter(lambda number: number.denominator > 1)
)
PARAMETERS: st.SearchStrategy[Value] = st.one_of(TEXTS, st.booleans(), NUMBERS)
AMOUNTS = st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False)
JSON: st.SearchStrategy[Json] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**18), 10**18), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)


@st.composite
def vectors(draw: st.DrawFn, currency: str) -> QuoteTotals:
    """Draw a total in some cadences."""
    cadences = draw(st.sets(st.sampled_from(("monthly", "quarterly", "yearly"))))
    amounts: dict[str, Decimal] = {cadence: draw(AMOUNTS) for cadence in ("one_time", *sorted(cadences))}
    return QuoteTotals({cadence: Money(amount, currency) for cadence, amount in amounts.items()})


@st.composite
def drafts(draw: st.DrawFn, id: str, currency: str) -> QuoteItemDraft:
    """Draw an item."""
    values = draw(st.dictionaries(PATHS, VALUES, max_size=6))
    known = draw(st.sets(st.sampled_from(sorted(values)))) if values else set()
    return QuoteItemDraft(
        id=id,
        quantity=draw(st.integers(1, 10**5)),
        catalog=PinnedDocument("lamps", CATALOG.digest, draw(TEXTS)),
        book=PinnedDocument("lamps_eu", BOOK.digest, draw(TEXTS)),
        configuration=Configuration(
            "lamps",
            CATALOG.digest,
            values,
            {path: draw(st.sampled_from(Provenance)) for path in sorted(known)},
            draw(st.dictionaries(PATHS, st.lists(IDS, max_size=3).map(tuple), max_size=3)),
        ),
        priced=draw(st.dictionaries(TEXTS, JSON, max_size=3)),
        unit=draw(vectors(currency)),
        total=draw(vectors(currency)),
        parameters=draw(st.dictionaries(TEXTS, PARAMETERS, max_size=3)),
    )


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    """Draw a quote of one to three items, with a number or without, first or revised."""
    currency = draw(st.sampled_from(("EUR", "USD", "JPY", "KWD")))
    ids = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    revision = draw(st.integers(1, 9))
    return make_quote(
        [draw(drafts(id, currency)) for id in ids],
        id=draw(IDS),
        seller=draw(IDS),
        created=draw(
            st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29), timezones=st.timezones())
        ),
        on=draw(st.dates()),
        number=draw(st.none() | IDS),
        revision=revision,
        revises=None if revision == 1 else draw(IDS),
    )
