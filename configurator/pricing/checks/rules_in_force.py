"""Rules that never take effect: out of force on every day, ruled out by a bound, or for unknown existing customers."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from configurator.canonical_json import exact_text
from configurator.catalog.model import Catalog, Interval
from configurator.pricing.amounts import NO_AMOUNT, Amount, both
from configurator.pricing.charge import Charge
from configurator.pricing.checks.unconditional import NotPlain, cases_in, value_on
from configurator.pricing.codes import BAD_EXISTING, CROSSED_BOUNDS, NEVER_IN_FORCE
from configurator.pricing.model import PriceBook, Stage, Waiver
from configurator.pricing.modifiers import MaximumSpend, MinimumSpend
from configurator.problems import Problem


def every_rule_is_in_force_some_day(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning for every charge, waiver and stage whose days are outside those of the book."""
    rules = (*_named("charges", book.charges), *_named("waivers", book.waivers), *_named("stages", book.stages))
    for where, rule in rules:
        shared = both(book.effective, rule.interval)
        if shared.start is not None and shared.end is not None and shared.start >= shared.end:
            message = f"it holds {_shown(rule.interval)}, and the book {_shown(book.effective)}"
            yield Problem(NEVER_IN_FORCE, rule.location, where, message, "days on which the book is in force")


Rule = Charge | Waiver | Stage


def _named(section: str, rules: Iterable[Rule]) -> Iterator[tuple[str, Rule]]:
    return ((f"{section}.{rule.id}", rule) for rule in rules)


def _shown(interval: Interval) -> str:
    start = f"from {interval.start}" if interval.start else ""
    end = f"until {interval.end}" if interval.end else ""
    return " ".join(part for part in (start, end) if part) or "always"


def minimum_and_maximum_leave_room(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem where a minimum of a charge is more than its maximum: one of them never holds."""
    for charge in book.charges:
        least, most = _spends(charge, MinimumSpend), _spends(charge, MaximumSpend)
        for low, _ in least:
            for high, number in most:
                if low > high:
                    where = f"charges.{charge.id}.modifiers[{number}]"
                    message = f"the maximum of {exact_text(high)} is less than the minimum of {exact_text(low)}"
                    location = charge.modifiers[number - 1].location
                    yield Problem(CROSSED_BOUNDS, location, where, message, "a maximum of the minimum or more")
        floor, ceiling = (_plain(getattr(charge.model, key, NO_AMOUNT)) for key in ("least", "most"))
        if floor is not None and ceiling is not None and floor > ceiling:
            message = f"`most` of {exact_text(ceiling)} is less than `least` of {exact_text(floor)}"
            where = f"charges.{charge.id}.most"
            yield Problem(CROSSED_BOUNDS, charge.location, where, message, "a maximum of the minimum or more")


def _plain(amount: Amount) -> Fraction | None:
    """Return the one number that an amount is; None where there is none, or it depends on something."""
    try:
        return value_on(amount, date.max) if amount else None
    except NotPlain:
        return None


def _spends(charge: Charge, kind: type[MinimumSpend] | type[MaximumSpend]) -> list[tuple[Fraction, int]]:
    results = []
    for number, placed in enumerate(charge.modifiers, start=1):
        amount = _plain(placed.modifier.amount) if isinstance(placed.modifier, kind) else None
        if amount is not None:
            results.append((amount, number))
    return results


def existing_customers_can_be_told(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield every figure with `existing` in a book without `existing_since`."""
    if book.existing_since:
        return
    for case in cases_in((book.prices, book.charges, book.stages)):
        if case.existing is not None:
            message, expected = "nothing tells who had the product before", "`existing_since` in the head of the book"
            yield Problem(BAD_EXISTING, case.location, "existing", message, expected)
