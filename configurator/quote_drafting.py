"""From the evaluation of an item to the draft of what is quoted: offering and quoting meet here."""

from configurator.documents import LoadedBook
from configurator.errors import InvalidRequest, Undecided
from configurator.offering.evaluation import Evaluation
from configurator.offering.requests import QuoteItemRequest
from configurator.pricing.json_form import to_json
from configurator.pricing.price import price_prepared
from configurator.quoting.quotation import QuoteItemDraft
from configurator.quoting.quote_model import PinnedDocument
from configurator.quoting.verification import totals_of


def drafted_item(item: QuoteItemRequest, evaluation: Evaluation, entry: str, book: LoadedBook | None) -> QuoteItemDraft:
    """Return an evaluated item as it is quoted; `entry` is the file that its catalog is read from first.

    Raises InvalidRequest, whose `field` is the item, where there is no price: without a book, or of choices that
    conflict; Undecided where the configuration was not completed in time.
    """
    priced, configuration, prepared = evaluation.priced, evaluation.configuration, evaluation.prepared
    if not (evaluation.session.consistent and book and priced and configuration and prepared):
        raise _no_quote(evaluation, item)
    catalog = evaluation.session.compiled.catalog
    return QuoteItemDraft(
        item.id,
        item.quantity,
        PinnedDocument(catalog.id, catalog.digest, entry),
        PinnedDocument(book.model.id, book.model.digest, book.entry),
        configuration,
        to_json(priced),
        totals_of(price_prepared(configuration, prepared.of_pieces(1))) if item.quantity > 1 else totals_of(priced),
        totals_of(priced),
        prepared.parameters,
    )


def _no_quote(evaluation: Evaluation, item: QuoteItemRequest) -> InvalidRequest | Undecided:
    if evaluation.prepared is None:
        why = f"catalog {item.request.catalog} has no price book, so it cannot be quoted"
    elif not evaluation.session.consistent:
        why = "the choices clash, so there is nothing to quote; evaluate them to see why"
    else:
        return Undecided(f"item {item.id}: the configuration was not completed in time; allow more time")
    return InvalidRequest(f"item {item.id}: {why}", field=item.id)
