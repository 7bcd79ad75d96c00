"""The whole document of order rules, part by part, in the order in which parts may name one another."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.model import ALWAYS, Catalog, Interval, Structure, Text
from configurator.language.types import Type
from configurator.money import Rounding
from configurator.pricing import codes, tags
from configurator.pricing.building.amount_reader import PERCENT, POSITIVE, read_amount
from configurator.pricing.building.book_context import BookContext, Selectors, as_selections, words_of
from configurator.pricing.building.charge_reader import read_charge
from configurator.pricing.building.head_reader import read_currency, read_parameters, read_rounding, read_time_zone
from configurator.pricing.building.stage_reader import read_stages
from configurator.pricing.charge import Charge
from configurator.pricing.model import Selection, Stage
from configurator.pricing.named_amounts import AMOUNTS
from configurator.pricing.orders.model import Credit, OrderRule, OrderRules, Pieces, Settlement, Spread, Take, Voucher
from configurator.pricing.orders.order_world import COUNTS, PAYMENT_DAYS, names_of
from configurator.pricing.orders.shape import (
    CreditShape,
    OrderRulesShape,
    OrderStageShape,
    PiecesShape,
    VoucherShape,
)
from configurator.pricing.shape import RoundToShape
from configurator.pricing.steps import RoundedAt, RoundingRule
from configurator.reading.files import Files
from configurator.reading.shape import Word
from configurator.source import Location
from configurator.units import STANDARD_UNITS

OF_ITEMS: Final = ("catalog", "book", "item", "product")
"""Selectors of all lines of items: by catalog, book, id in the order, or product code."""

OF_LINES: Final = ("prices", "charges", "group", "component", "feature", "option", "category")
"""Selectors of lines by what books call them."""


class OrderSelectors(Selectors):
    """The selectors of order rules: those of books, which are not at hand, and those of items."""

    def tags_of(self, word: str) -> frozenset[str]:
        """Return the tags of a selector; none if it is unknown. The document's own categories come first."""
        prefix, _, name = word.partition(".")
        own = self.categories.get(name if prefix == "category" else word)
        if own is not None:
            return own
        if prefix in (*OF_ITEMS, *OF_LINES) and name:
            return frozenset((word,))
        return frozenset((word,)) if word in tags.WORDS or word in self.known else frozenset()


def build_order_rules(shape: OrderRulesShape, files: Files, entry: str, report: BuildReport) -> OrderRules | None:
    """Build order rules; None if their errors leave nothing usable."""
    currency = read_currency(shape, report)
    if currency is None:
        return None
    nothing = _no_catalog(shape.location)
    parameters = read_parameters(shape.parameters, nothing, report)
    units = STANDARD_UNITS.with_base(currency)
    types: dict[str, Type] = {name: parameter.type for name, parameter in parameters.items()}
    types |= names_of([*map(str, shape.categories)], [*map(str, shape.measures)], units[currency].dimension)
    series = frozenset(name for name, parameter in parameters.items() if parameter.series)
    context = BuildContext(report, files, tuple(map(str, shape.locales)) or ("en",), units)
    book = BookContext(context, nothing, currency, units, types, series)
    book.check_id(shape.order_rules, "order_rules")
    _check_names(book, shape)
    selectors = _categories(book, shape)
    rules, tables = _rules(book, shape, selectors)
    kept = files.only((entry, *tables))
    return OrderRules(
        str(shape.order_rules),
        book.text(shape.title, "title", shape.location, default=shape.order_rules),
        currency,
        read_time_zone(shape, report),
        kept.digest,
        rules,
        parameters,
        as_selections(selectors),
        read_rounding(shape, currency, report),
        _vouchers(book, shape, selectors),
        int(shape.vouchers.per_order) if shape.vouchers else 0,
        _settlement(book, shape),
        kept,
        shape.location,
        _effective(book, shape),
        shape.illustrative,
        None if shape.source is None else book.text(shape.source, "source", shape.location),
        {str(name): str(unit) for name, unit in shape.measures.items()},
    )


def _no_catalog(location: Location) -> Catalog:
    """Return a catalog of nothing, as order rules name no features."""
    nothing = Text({"en": ""}, "en")
    root = Structure("", nothing, 1, 1, "", {}, (), location)
    return Catalog("", nothing, "", root, {}, {}, (), (), (), None, ("en",), {}, location)


def _effective(book: BookContext, shape: OrderRulesShape) -> Interval:
    given = shape.effective
    return ALWAYS if given is None else book.interval(given.from_, given.until, "effective", given.location)


def _check_names(book: BookContext, shape: OrderRulesShape) -> None:
    """Report names that expressions would take for something else."""
    taken = {*AMOUNTS, *COUNTS, PAYMENT_DAYS}
    for name in shape.measures:
        book.check_id(name, f"measures.{name}")
        if name in taken:
            message = f"`{name}` has a meaning in every order"
            book.report.add(codes.BAD_PARAMETER, name.location, f"measures.{name}", message, "another name")
    for name in shape.parameters:
        if name.partition(".")[0] in (*taken, *shape.measures):
            message = f"`{name}` would be taken for what an order costs, counts or measures"
            book.report.add(codes.BAD_PARAMETER, name.location, f"parameters.{name}", message, "another name")


def _categories(book: BookContext, shape: OrderRulesShape) -> Selectors:
    categories: dict[str, frozenset[str]] = {}
    for name, words in shape.categories.items():
        where = f"categories.{name}"
        book.check_id(name, where)
        if name in tags.WORDS:
            book.report.add(codes.BAD_ID, name.location, where, f"`{name}` has a meaning everywhere", "another name")
        selectors = OrderSelectors(frozenset(), categories)
        categories = {**categories, str(name): selectors.read(book, words, where)}
    return OrderSelectors(frozenset(), categories)


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_OF_STAGES: Final = ("title", "when", "from", "until", "recurring", "each", "due", "because")
"""Keys that a rate does not have, as its stage has them."""


def _rules(
    book: BookContext, shape: OrderRulesShape, selectors: Selectors
) -> tuple[tuple[OrderRule, ...], tuple[str, ...]]:
    """Read the rules in order; also return the tables that were read."""
    tables: list[str] = []
    stages = {stage.id: stage for stage in read_stages(book, shape.stages, selectors, tables)}
    rules = [
        _rule(book, each, stages[each.id], f"stages[{number}]", tables)
        for number, each in enumerate(shape.stages, start=1)
        if each.id in stages
    ]
    return tuple(rules), tuple(tables)


def _rule(book: BookContext, shape: OrderStageShape, stage: Stage, where: str, tables: list[str]) -> OrderRule:
    _check_rule(book, shape, where)
    pieces = None if shape.pieces is None else _pieces(book, shape.pieces, f"{where}.pieces")
    rate = None if shape.rate is None else _rate(book, shape, f"{where}.rate", tables)
    return OrderRule(stage, Spread(shape.spread), pieces, rate, shape.vouchers)


def _check_rule(book: BookContext, shape: OrderStageShape, where: str) -> None:
    """Report keys that do not go together."""
    amounts = shape.sizes
    wrong = [
        (key, f"`{key}` is given beside `{amounts[0]}`")
        for key in amounts[1:]
        if "vouchers" in amounts or key == "rate"
    ]
    if shape.rate is not None and shape.kind != "surcharge":
        wrong.append(("rate", f"a {shape.kind} has no use for `rate`"))
    if shape.rate is not None:
        wrong += [
            (key, f"`{key}` stands in the `modifiers` of a rate") for key in ("at_least", "at_most") if shape.has(key)
        ]
    if shape.vouchers and shape.kind != "discount":
        wrong.append(("vouchers", f"a {shape.kind} has no use for `vouchers`"))
    if shape.pieces is not None and (shape.percent is None or shape.kind == "tax"):
        wrong.append(("pieces", "`pieces` go with the `percent` of a discount or surcharge"))
    if shape.at == "line" and shape.kind != "tax":
        wrong.append(("at", "what an order changes is shared over its lines by `spread`"))
    if shape.has("per"):
        wrong.append(("per", "the rules of an order are about all pieces of its items"))
    for key, message in wrong:
        book.report.add(codes.STAGE_KEYS, shape.key_location(key), f"{where}.{key}", message)


def _pieces(book: BookContext, shape: PiecesShape, where: str) -> Pieces:
    reader = book.reader(base=True)
    number = read_amount(book, shape.number, f"{where}.number", reader, POSITIVE)
    of = read_amount(book, shape.of, f"{where}.of", reader, POSITIVE)
    return Pieces(number, Take(shape.take), shape.location, of)


def _rate(book: BookContext, shape: OrderStageShape, where: str, tables: list[str]) -> Charge | None:
    if shape.rate is None:
        return None
    for key in _OF_STAGES:
        if shape.rate.has(key):
            message, hint = f"a rate has no `{key}`", "say it of the stage"
            book.report.add(codes.STAGE_KEYS, shape.rate.key_location(key), f"{where}.{key}", message, hint=hint)
    return read_charge(book, shape.id, shape.rate, where, tables)


# ── vouchers and settlement ──────────────────────────────────────────────────────────────────────────────────────────


def _vouchers(book: BookContext, shape: OrderRulesShape, selectors: Selectors) -> Mapping[str, Voucher]:
    given = shape.vouchers.codes if shape.vouchers else {}
    used = any(each.vouchers for each in shape.stages)
    if shape.vouchers is not None and not used:
        message, hint = "no stage takes the codes off", "add a discount with `vouchers: true`"
        book.report.add(codes.STAGE_KEYS, shape.vouchers.location, "vouchers", message, hint=hint)
    return {str(code): _voucher(book, code, each, selectors) for code, each in given.items()}


def _voucher(book: BookContext, code: Word, shape: VoucherShape, selectors: Selectors) -> Voucher:
    where, reader = f"vouchers.codes.{code}", book.reader(base=True)
    if (shape.percent is None) == (shape.amount is None):
        message, expected = "a code takes off one thing", "`percent` or `amount`"
        book.report.add(codes.STAGE_KEYS, shape.location, where, message, expected)
    on = None if shape.on is None else Selection(selectors.read(book, words_of(shape.on), f"{where}.on"))
    return Voucher(
        str(code),
        code.location,
        read_amount(book, shape.percent, f"{where}.percent", reader, PERCENT),
        read_amount(book, shape.amount, f"{where}.amount", reader, POSITIVE),
        read_amount(book, shape.minimum, f"{where}.minimum", reader, POSITIVE),
        on,
        book.interval(shape.from_, shape.until, where, shape.location),
        book.reason(shape.because, where, shape.location),
    )


def _settlement(book: BookContext, shape: OrderRulesShape) -> Settlement:
    given = shape.settlement
    if given is None:
        return Settlement(shape.location)
    credits = (_credit(book, name, each) for name, each in given.credits.items())
    return Settlement(given.location_of("round_to"), _round_to(given.round_to), tuple(credits))


def _round_to(given: Fraction | RoundToShape | None) -> RoundingRule | None:
    if isinstance(given, RoundToShape):
        return RoundingRule(Rounding(given.mode), Fraction(given.step), RoundedAt.TOTAL)
    return None if given is None else RoundingRule(Rounding.HALF_UP, Fraction(given), RoundedAt.TOTAL)


def _credit(book: BookContext, name: Word, shape: CreditShape) -> Credit:
    where = f"settlement.credits.{name}"
    book.check_id(name, where)
    return Credit(
        str(name),
        book.text(shape.title, f"{where}.title", name.location, default=name),
        read_amount(book, shape.amount, f"{where}.amount", book.reader(), POSITIVE),
        book.text(shape.because, f"{where}.because", shape.location),
        name.location,
        book.interval(shape.from_, shape.until, where, shape.location),
    )
