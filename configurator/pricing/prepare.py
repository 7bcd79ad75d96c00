"""A book prepared for one day and one set of parameters, so that pricing many configurations repeats no work."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from configurator.canonical_json import exact_text
from configurator.catalog.model import Catalog
from configurator.catalog.world import ConfigurationWorld, Members
from configurator.configuration import Configuration
from configurator.errors import InvalidRequest
from configurator.garbage_collection import collection_paused
from configurator.language.checked import Value
from configurator.language.types import BooleanType, NumberType, OptionType, Type
from configurator.money import ONE
from configurator.pricing import tags
from configurator.pricing.charge import NO_METERING, Charge, CountsFor
from configurator.pricing.charge_models import Flat, PerUnit
from configurator.pricing.charge_models.usage import Reading
from configurator.pricing.grandfathering import for_customer
from configurator.pricing.incremental_pricing import NO_READS, Piece, Reads, in_amount, in_charge, in_stage, reads_of
from configurator.pricing.limits import MOST_QUANTITY
from configurator.pricing.model import (
    ListPrice,
    ListPrices,
    Parameter,
    PriceBook,
    Sales,
    Selection,
    Stage,
    StageKind,
    Waiver,
)
from configurator.pricing.modifiers import PartOfPeriod
from configurator.pricing.named_amounts import selections_of
from configurator.pricing.price_lines import Considered, Outcome, Unpriced
from configurator.pricing.reading_series import read_series, write_series
from configurator.pricing.rule_evaluation import QUANTITY
from configurator.pricing.sellables import Sellable, sold_by_bill, sold_by_choice
from configurator.pricing.steps import RoundingRule
from configurator.reading.message_parts import did_you_mean, quoted
from configurator.short_repr import short_repr
from configurator.source import Location

ParameterValue = Value | int | Sequence[int | Fraction | Reading]
"""Accepted parameter values: a series also as its readings, a number or a boolean also as text."""

_NUMBER: Final = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Listed:
    """The list prices of a value: those in force, one per cadence; `location` is that of the first of all."""

    prices: tuple[ListPrice, ...]
    tags: frozenset[str]
    sellable: Sellable
    item: str
    location: Location
    reads: Reads = NO_READS
    pieces: dict[tuple[str, Fraction], Piece] = field(default_factory=dict, compare=False, repr=False)
    """The lines by path and quantity, if nothing else is read; the exact carrier fills and bounds it."""

    def unpriced(self, path: str) -> Unpriced:
        """Return that what a path sells has no price."""
        return Unpriced(self.item, path, self.location)


@short_repr
@dataclass(frozen=True, slots=True)
class Prepared:
    """A book on a day, with all its parameters. Rules not in force are in `out_of_date`.

    `listed` maps the id path and value of a feature or structure to its list prices; value None prices one unit of a
    quantity. `parts` does so for parts of the bill of materials.
    """

    book: PriceBook
    catalog: Catalog
    on: date
    parameters: Mapping[str, Value]
    listed: Mapping[tuple[str, str | bool | None], Listed]
    parts: Mapping[str, Listed]
    charges: tuple[Charge, ...]
    waivers: tuple[Waiver, ...]
    adjustments: tuple[Stage, ...]
    taxes: tuple[Stage, ...]
    out_of_date: tuple[Considered, ...]
    series: Mapping[str, tuple[Reading, ...]]
    reads: Mapping[str, Reads]
    """The inputs of each rule, by its name: `charges.base`, `waivers.premium`, `stages.trade`."""
    members: Members
    rounding: RoundingRule
    """How amounts of all pieces are rounded."""
    values: Mapping[str, Value]
    """What expressions see beside the configuration: the parameters, and the quantity of the item."""
    part: PartOfPeriod = PartOfPeriod.WHOLE
    pieces: Fraction = ONE
    named: Mapping[str, Selection] = field(default_factory=dict)
    """The lines whose amounts expressions of stages may name."""
    reading_amounts: Mapping[str, CountsFor] = field(default_factory=dict)
    """The rules that read such amounts, by their name, with whether these are of one piece."""

    @property
    def compare_over(self) -> int | None:
        """The horizon in months of the number that ranks."""
        return self.book.compare_over

    @property
    def quantity(self) -> int:
        """How many pieces of a configuration are priced together."""
        return self.pieces.numerator

    def untaxed(self) -> "Prepared":
        """Return the same book without its taxes, for items of an order whose rules tax the whole."""
        return replace(self, taxes=()) if self.taxes else self

    def of_pieces(self, number: int) -> "Prepared":
        """Return the same book ready for another number of pieces; raises InvalidRequest as `prepare` does."""
        check_quantity(number)
        if number == self.quantity:
            return self
        return replace(
            self,
            listed={key: replace(each, pieces={}) for key, each in self.listed.items()},
            parts={key: replace(each, pieces={}) for key, each in self.parts.items()},
            rounding=self.book.rounding.of_pieces(number),
            values={QUANTITY: Fraction(number), **self.parameters},
            pieces=ONE if number == 1 else Fraction(number),
        )

    def world(self, configuration: Configuration) -> ConfigurationWorld:
        """Return a configuration as the expressions of the book see it."""
        return ConfigurationWorld(self.catalog, configuration, self.values, self.members)


def prepare(
    book: PriceBook,
    catalog: Catalog,
    on: date | datetime,
    parameters: Mapping[str, ParameterValue] | None = None,
    *,
    part: PartOfPeriod = PartOfPeriod.WHOLE,
    quantity: int = 1,
) -> Prepared:
    """Make a book ready for so many pieces of a configuration.

    A moment in time counts as the day it is in the book's time zone. Raises InvalidRequest where the book is of another
    catalog, not in force on the day, or a parameter or the quantity is missing, unknown, or of the wrong kind.
    """
    check_quantity(quantity)
    day = day_in(book.time_zone, on)
    if book.catalog != catalog.id:
        raise InvalidRequest(f"book {book.id} prices the catalog {book.catalog}, not {catalog.id}", field="book")
    if day not in book.effective:
        raise InvalidRequest(f"book {book.id} is not in force on {day}; it is {book.effective}", field="on")
    complete = _complete(book, parameters or {})
    book = for_customer(book, complete)
    stages = tuple(stage for stage in book.stages if day in stage.interval)
    listed, parts = _list_prices(book, catalog, day)
    charges = tuple(charge for charge in book.charges if day in charge.interval)
    waivers = tuple(waiver for waiver in book.waivers if day in waiver.interval)
    inputs = _inputs(charges, waivers, stages)
    return Prepared(
        book,
        catalog,
        day,
        complete,
        listed,
        parts,
        charges,
        waivers,
        tuple(stage for stage in stages if stage.kind is not StageKind.TAX),
        tuple(stage for stage in stages if stage.kind is StageKind.TAX),
        tuple(_out_of_date(book, day)),
        {name: read_series(str(complete[name]), name) for name, each in book.parameters.items() if each.series},
        inputs,
        Members.of(catalog.root),
        book.rounding.of_pieces(quantity),
        {QUANTITY: Fraction(quantity), **complete},
        part,
        ONE if quantity == 1 else Fraction(quantity),
        selections_of(book),
        {f"stages.{stage.id}": stage.counts for stage in stages if inputs[f"stages.{stage.id}"].amounts},
    )


def check_quantity(quantity: int) -> None:
    """Raise InvalidRequest unless a number of pieces is one that an item can have."""
    if type(quantity) is not int or not 1 <= quantity <= MOST_QUANTITY:
        message = f"quantity: found {quantity!r}; expected an integer from 1 to {MOST_QUANTITY}"
        raise InvalidRequest(message, field="quantity")


def _inputs(charges: Iterable[Charge], waivers: Iterable[Waiver], stages: Iterable[Stage]) -> dict[str, Reads]:
    return {
        **{f"charges.{charge.id}": reads_of(in_charge(charge)) for charge in charges},
        **{f"waivers.{waiver.id}": reads_of((waiver.when,)) for waiver in waivers},
        **{f"stages.{stage.id}": reads_of(in_stage(stage)) for stage in stages},
    }


def with_costs_as_prices(prepared: Prepared) -> Prepared | None:
    """Return the book with what things cost the seller in the place of list prices and charges; None without costs."""
    book, costs = prepared.book, prepared.book.costs
    if costs is None:
        return None
    charges = tuple(_cost(each, costs) for each in prepared.charges if f"charges.{each.id}" in costs.items)
    costed = replace(book, prices=costs, charges=charges, waivers=(), stages=(), costs=None)
    listed, parts = _list_prices(costed, prepared.catalog, prepared.on)
    return replace(
        prepared,
        book=costed,
        listed=listed,
        parts=parts,
        charges=charges,
        waivers=(),
        adjustments=(),
        taxes=(),
        out_of_date=(),
        reads=_inputs(charges, (), ()),
        named={},
        reading_amounts={},
    )


def _cost(charge: Charge, costs: ListPrices) -> Charge:
    """Return what a charge costs: one figure, or one for each unit of its quantity."""
    amount = tuple(case for price in costs.items[f"charges.{charge.id}"] for case in price.amount)
    model = Flat(amount) if charge.quantity is None else PerUnit(amount)
    return replace(charge, model=model, metering=NO_METERING, modifiers=())


def day_in(time_zone: str, on: date | datetime) -> date:
    """Return the day that a moment is in a time zone; a day stays itself."""
    if not isinstance(on, datetime):
        return on
    if on.tzinfo is None:
        raise InvalidRequest(f"{on.isoformat()} has no time zone, so its day is not certain; give a day", field="on")
    try:
        return on.astimezone(ZoneInfo(time_zone)).date()
    except OverflowError:
        raise InvalidRequest(f"{on.isoformat()} is no day in {time_zone}; give another one", field="on") from None


# ── parameters ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _complete(book: PriceBook, given: Mapping[str, ParameterValue]) -> Mapping[str, Value]:
    complete, faults = completed(book.parameters, given, f"book {book.id}")
    for fault in faults:
        raise fault
    return complete


def completed(
    declared: Mapping[str, Parameter], given: Mapping[str, ParameterValue], asking: str
) -> tuple[dict[str, Value], list[InvalidRequest]]:
    """Return all parameters that are declared, and what is wrong with those given; `asking` is what declares them."""
    complete: dict[str, Value] = {}
    faults = [_unknown(name, declared, asking) for name in given if name not in declared]
    for name, parameter in declared.items():
        if name in given:
            try:
                complete[name] = _typed(name, parameter, given[name])
            except InvalidRequest as fault:
                faults.append(fault)
        elif parameter.default is not None:
            complete[name] = parameter.default
        else:
            faults.append(InvalidRequest(f"{asking} needs the parameter {quoted(name)}: {parameter.type}", field=name))
    return complete, faults


def _unknown(name: str, declared: Mapping[str, Parameter], asking: str) -> InvalidRequest:
    message, hint = f"{asking} asks for no parameter {quoted(name)}", did_you_mean(name, declared)
    return InvalidRequest(f"{message}; {hint}" if hint else message, field=name)


def _typed(name: str, parameter: Parameter, value: ParameterValue) -> Value:
    """Return a parameter as expressions see it; a number may be an int, a Fraction or its text, never a float."""
    wanted: Type = parameter.type
    if parameter.series:
        return write_series(read_series(value if isinstance(value, Sequence) else [value], name))
    if isinstance(value, Sequence) and not isinstance(value, str):
        raise InvalidRequest(f"parameter {quoted(name)} is a series; expected {wanted}", field=name)
    match wanted:
        case BooleanType() if isinstance(value, bool):
            return value
        case NumberType() if isinstance(value, int | Fraction) and not isinstance(value, bool):
            return Fraction(value)
        case NumberType() if isinstance(value, str) and _NUMBER.fullmatch(value):
            return Fraction(value)
        case BooleanType() if value in ("true", "false"):
            return value == "true"
        case OptionType(options) if value in options and isinstance(value, str):
            return value
        case OptionType() | BooleanType() | NumberType():
            raise InvalidRequest(f"parameter {quoted(name)} is {_written(value)}; expected {wanted}", field=name)
        case _ if isinstance(value, str):
            return value
    raise InvalidRequest(f"parameter {quoted(name)} is {_written(value)}; expected {wanted}", field=name)


def _written(value: Value | int) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return quoted(value)
        case _:
            return exact_text(Fraction(value))


# ── list prices ──────────────────────────────────────────────────────────────────────────────────────────────────────


@collection_paused()
def _list_prices(
    book: PriceBook, catalog: Catalog, day: date
) -> tuple[dict[tuple[str, str | bool | None], Listed], dict[str, Listed]]:
    listed: dict[tuple[str, str | bool | None], Listed] = {}
    parts: dict[str, Listed] = {}
    for each in sold_by_bill(catalog) if book.prices.sales is Sales.BILL else sold_by_choice(catalog):
        item = next((key for key in each.items if key in book.prices.items), None)
        if item is None:
            continue
        result = _listed(book.prices, item, each, day)
        if each.part:
            parts[each.part] = result
        else:
            listed[each.path, each.value] = result
    return listed, parts


def _listed(book: ListPrices, item: str, sellable: Sellable, day: date) -> Listed:
    prices = book.items[item]
    in_force = tuple(_in_force(price, day) for price in prices)
    read = [each for price in in_force for each in in_amount(price.amount)]
    reads = reads_of((*read, book.quantities.get(sellable.path)))
    results = frozenset((tags.ALL, tags.LIST, f"prices.{item}")) | sellable.tags
    applicable = tuple(price for price in in_force if price.amount)
    return Listed(applicable, results, sellable, item, prices[0].location, reads)


def _in_force(price: ListPrice, day: date) -> ListPrice:
    amount = tuple(case for case in price.amount if day in case.interval)
    return price if len(amount) == len(price.amount) else replace(price, amount=amount)


# ── rules not in force ───────────────────────────────────────────────────────────────────────────────────────────────


def _out_of_date(book: PriceBook, day: date) -> Iterator[Considered]:
    groups: tuple[tuple[str, Iterable[Charge | Waiver | Stage]], ...] = (
        ("charges", book.charges),
        ("waivers", book.waivers),
        ("stages", book.stages),
    )
    for group, rules in groups:
        for rule in rules:
            if day not in rule.interval:
                yield Considered(f"{group}.{rule.id}", rule.location, Outcome.OUT_OF_DATE, interval=rule.interval)
