"""Everything that is named has a price: options of a feature, waived parts; and every row of a table can apply.

Where one option has a list price, all have: a free one says 0. A waiver of a part without a price has no effect.
"""

from collections.abc import Iterator

from configurator.catalog.model import Catalog
from configurator.language.checked import CheckedExpression
from configurator.language.types import BooleanType, OptionType
from configurator.pricing.charge import Charge
from configurator.pricing.charge_models import Matrix, MatrixRow
from configurator.pricing.codes import MISSING_PRICE, NOTHING_TO_WAIVE, UNREACHABLE_ROW
from configurator.pricing.model import PriceBook, Sales
from configurator.pricing.sellables import Sellable, sold_by_bill, sold_by_choice
from configurator.problems import Problem
from configurator.reading.message_parts import did_you_mean, some_of


def every_option_has_a_price(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for every feature that has options with and without a price.

    Prices in several cadences count alike: a monthly fee is a price too.
    """
    if book.prices.sales is Sales.BILL:
        return
    by_feature: dict[str, list[Sellable]] = {}
    for each in sold_by_choice(catalog):
        if isinstance(each.value, str):
            by_feature.setdefault(each.path, []).append(each)
    for path, options in by_feature.items():
        missing = [each for each in options if not any(item in book.prices.items for item in each.items)]
        if missing and len(missing) < len(options):
            yield _problem(book, path, missing)


def _problem(book: PriceBook, path: str, missing: list[Sellable]) -> Problem:
    names = some_of(str(each.value) for each in missing)
    hint = f"add `{missing[0].items[0]}: 0` if it costs nothing"
    message = f"the feature `{path}` has options with a price, but none for {names}"
    return Problem(MISSING_PRICE, book.prices.location, "prices", message, "a price for every option", hint)


_PARTS = ("feature.", "option.", "component.", "group.")


def every_waived_part_has_a_price(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning for every part that a waiver names and no list price is for."""
    if not book.waivers:
        return
    priced: set[str] = set()
    for each in sold_by_bill(catalog) if book.prices.sales is Sales.BILL else sold_by_choice(catalog):
        if any(item in book.prices.items for item in each.items):
            priced |= each.tags
    charged = {charge.id for charge in book.charges}
    for waiver in book.waivers:
        names = {tag.partition(".")[2] for tag in waiver.parts.tags if tag in priced or not tag.startswith(_PARTS)}
        for tag in sorted(waiver.parts.tags):
            name = tag.partition(".")[2]
            if tag.startswith(_PARTS) and tag not in priced and name not in names and name not in charged:
                message, hint = f"`{name}` has no price to waive", "give it a list price, or take it out"
                yield Problem(NOTHING_TO_WAIVE, waiver.location, f"waivers.{waiver.id}", message, hint=hint)


def every_row_can_apply(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield an error for each row of a table with a value that is not there."""
    for charge in book.charges:
        if isinstance(charge.model, Matrix):
            yield from _unreachable(charge, charge.model, [_values(each) for each in charge.metering.attributes])


def _values(expression: CheckedExpression) -> tuple[str, ...] | None:
    """Return all values an attribute can have, where they are listed somewhere."""
    match expression.type:
        case OptionType(options):
            return tuple(options)
        case BooleanType():
            return ("true", "false")
        case _:
            return None


def _unreachable(charge: Charge, model: Matrix, domains: list[tuple[str, ...] | None]) -> Iterator[Problem]:
    for mask, rows in zip(model.masks, model.rows, strict=True):
        for key, group in rows.items():
            for position, value in zip(mask, key, strict=True):
                known = domains[position]
                if known is not None and value not in known:
                    yield _never(charge, model.columns[position], value, known, group[0])


def _never(charge: Charge, column: str, value: str, known: tuple[str, ...], row: MatrixRow) -> Problem:
    message = f"no `{column}` is `{value}`, so the row never applies"
    where = f"charges.{charge.id}.table"
    return Problem(UNREACHABLE_ROW, row.location, where, message, some_of(known), did_you_mean(value, known))
