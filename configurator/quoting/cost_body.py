"""What the items of a quote cost the seller, sealed apart: a body and a digest of its own, bound to those of the quote.

No reader of the quote sees it: it is stored beside the quote and served to those who may see costs.
"""

from collections.abc import Sequence

from typing_extensions import TypedDict

from configurator import canonical_json
from configurator.pricing.margins import MarginsResponse
from configurator.quoting.quotation import QuoteItemDraft
from configurator.quoting.quote_body import body_digest
from configurator.quoting.quote_model import SealedCosts, SealedQuote


class ItemCostsResponse(TypedDict):
    """The margins of an item; None where its book has no costs."""

    id: str
    margins: MarginsResponse | None


class QuoteCostsResponse(TypedDict):
    """What the items of a quote cost the seller; `quote_digest` is that of the quote's body."""

    format: int
    quote: str
    quote_digest: str
    items: list[ItemCostsResponse]


def seal_costs(sealed: SealedQuote, drafts: Sequence[QuoteItemDraft]) -> SealedCosts | None:
    """Return the costs of a quote's items with their digest; None where no book has any."""
    if all(draft.margins is None for draft in drafts):
        return None
    written: QuoteCostsResponse = {
        "format": 1,
        "quote": sealed.quote.id,
        "quote_digest": sealed.digest,
        "items": [{"id": draft.id, "margins": draft.margins} for draft in drafts],
    }
    body = canonical_json.dumps(written)
    return SealedCosts(body, body_digest(body))
