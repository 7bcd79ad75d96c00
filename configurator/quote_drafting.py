"""From the evaluation of an item to the draft of what is quoted: offering and quoting meet here."""

from configurator.documents import LoadedBook
from configurator.errors import InvalidRequest
from configurator.offering.evaluation import Evaluation
from configurator.offering.requests import QuoteItemRequest
from configurator.pricing.json_form import to_json
from configurator.quoting.quotation import QuoteItemDraft
from configurator.quoting.quote_model import PinnedDocument
from configurator.quoting.verification import totals_of


def drafted_item(item: QuoteItemRequest, evaluation: Evaluation, entry: str, book: LoadedBook | None) -> QuoteItemDraft:
    """Return an evaluated item as it is quoted; `entry` is the file that its catalog is read from first.

    Raises InvalidRequest, whose `field` is the item, where there is no price: without a book, of choices that conflict,
    or of a configuration that was not completed in time.
    """
    priced, configuration, prepared = evaluation.priced, evaluation.configuration, evaluation.prepared
    if not (evaluation.session.consistent and book and priced and configuration and prepared):
        raise InvalidRequest(f"item {item.id}: {_why_no_quote(evaluation, item.request.catalog)}", field=item.id)
    catalog = evaluation.session.compiled.catalog
    return QuoteItemDraft(
        item.id,
        item.quantity,
        PinnedDocument(catalog.id, catalog.digest, entry),
        PinnedDocument(book.model.id, book.model.digest, book.entry),
        configuration,
        to_json(priced),
        totals_of(priced),
        prepared.parameters,
    )


def _why_no_quote(evaluation: Evaluation, catalog: str) -> str:
    if evaluation.prepared is None:
        return f"catalog {catalog} has no price book, so it cannot be quoted"
    if not evaluation.session.consistent:
        return "the choices clash, so there is nothing to quote; evaluate them to see why"
    return "the configuration was not completed in time; allow more time"
