"""The tables of matrices against what the catalog can sell: combinations without a price, and rows that never apply."""

from collections.abc import Iterator, Mapping
from itertools import islice, product
from math import prod

from configurator.catalog.model import Catalog
from configurator.language.checked import CheckedExpression
from configurator.language.types import BooleanType, OptionType
from configurator.pricing.charge import Charge
from configurator.pricing.charge_models import Matrix, MatrixRow
from configurator.pricing.charge_models.matrix import row_of
from configurator.pricing.codes import GAP_IN_TABLE, UNREACHABLE_ROW
from configurator.pricing.limits import MATRIX_LOOKUPS
from configurator.pricing.model import PriceBook
from configurator.problems import Problem
from configurator.reading.wording import did_you_mean, some_of


def every_combination_has_one_row(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning for a table that lacks a combination, an error for each row with a value that is not there."""
    for charge in book.charges:
        if isinstance(charge.model, Matrix):
            domains = [_values(each) for each in charge.metering.attributes]
            wrong = list(_unreachable(charge, charge.model, domains))
            yield from wrong
            if not wrong:
                yield from _gaps(charge, charge.model, domains)


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
        for key, row in rows.items():
            for position, value in zip(mask, key, strict=True):
                known = domains[position]
                if known is not None and value not in known:
                    yield _never(charge, model.columns[position], value, known, row)


def _never(charge: Charge, column: str, value: str, known: tuple[str, ...], row: MatrixRow) -> Problem:
    message = f"no `{column}` is `{value}`, so the row never applies"
    where = f"charges.{charge.id}.table"
    return Problem(UNREACHABLE_ROW, row.location, where, message, some_of(known), did_you_mean(value, known))


def _gaps(charge: Charge, model: Matrix, domains: list[tuple[str, ...] | None]) -> Iterator[Problem]:
    known = [domain for domain in domains if domain is not None]
    if len(known) < len(domains) or not known:
        return
    result = islice(product(*known), MATRIX_LOOKUPS)
    missing = list(islice((each for each in result if row_of(model, each) is None), 2))
    if missing:
        shown: Mapping[str, str] = dict(zip(model.columns, missing[0], strict=True))
        first = ", ".join(f"{column} `{value}`" for column, value in shown.items())
        others = " and for others" if len(missing) > 1 else ""
        expected = f"a row for each of the {prod(map(len, known)):,} combinations"
        message = f"the table has no price for {first}{others}"
        hint = "leave a cell empty where an attribute is of no account"
        yield Problem(GAP_IN_TABLE, charge.location, f"charges.{charge.id}.table", message, expected, hint)
