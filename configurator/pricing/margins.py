"""What a price leaves beyond what things cost the seller: line by line, for those who may see it.

Costs are priced by the stages of every price, with the book's `costs` in the place of its list prices and charges. They
are no part of a price: nothing here is in its JSON, its digest, or any text for buyers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from typing_extensions import TypedDict

from configurator.canonical_json import exact_text
from configurator.configuration import Configuration
from configurator.money import ZERO
from configurator.pricing import tags
from configurator.pricing.cadence import Cadence
from configurator.pricing.operations import PERCENT, summed
from configurator.pricing.prepare import Prepared, with_costs_as_prices
from configurator.pricing.price import price_prepared
from configurator.pricing.price_lines import Line, LineKind, Priced


@dataclass(frozen=True, slots=True)
class Margin:
    """An amount without taxes, what it costs the seller, and what is left; no cost is known where that is None."""

    amount: Fraction
    cost: Fraction | None

    @property
    def left(self) -> Fraction | None:
        """The amount less the cost."""
        return None if self.cost is None else self.amount - self.cost

    @property
    def percent(self) -> Fraction | None:
        """What is left, in percent of the amount, exactly; None where there is no amount."""
        return None if self.left is None or not self.amount else self.left / self.amount / PERCENT


@dataclass(frozen=True, slots=True)
class Margins:
    """The margins of a price: of each line but taxes, by its id, and of the total of each cadence.

    A cost without a line in the price has a line of its own, of amount 0. `unknown` are the items sold that have no
    cost: the margin of a total that holds one is not known. Where prices are by choice and costs by the bill of
    materials, or the other way round, only totals can be compared.
    """

    currency: str
    lines: Mapping[str, Margin]
    totals: Mapping[Cadence, Margin]
    unknown: tuple[str, ...]


def margins(priced: Priced, configuration: Configuration, prepared: Prepared) -> Margins | None:
    """Return the margins of a price, by the book and pieces it was priced with; None if the book has no costs."""
    ready = with_costs_as_prices(prepared)
    if ready is None:
        return None
    costed = price_prepared(configuration, ready)
    lines = [line for line in priced.lines if line.kind is not LineKind.TAX]
    costs = {line.id: line for line in costed.lines}
    known = {line.id: Margin(line.exact, _cost(line, costs)) for line in lines}
    alone = {id: Margin(ZERO, line.exact) for id, line in costs.items() if id not in known}
    unknown = [each.subject for each in costed.unpriced]
    if ready.book.prices.sales is prepared.book.prices.sales:
        unknown += [line.id for line in lines if known[line.id].cost is None]
    return Margins(
        priced.currency,
        {**known, **alone},
        {cadence: _total(cadence, lines, costed.lines, not unknown) for cadence in _cadences(priced, costed)},
        tuple(dict.fromkeys(unknown)),
    )


def _cadences(priced: Priced, costed: Priced) -> list[Cadence]:
    return [each for each in Cadence if each in priced.totals.by_cadence or each in costed.totals.by_cadence]


def _cost(line: Line, costs: Mapping[str, Line]) -> Fraction | None:
    """Return the cost of a line: 0 for what a stage adds or takes off, None for something sold without a cost."""
    if line.id in costs:
        return costs[line.id].exact
    return ZERO if tags.STAGES in line.tags else None


def _total(cadence: Cadence, lines: Iterable[Line], costs: Iterable[Line], is_known: bool) -> Margin:
    amount, cost = (summed(line.exact for line in each if line.cadence is cadence) for each in (lines, costs))
    return Margin(amount, cost if is_known else None)


class MarginResponse(TypedDict):
    """An amount without taxes, its cost, and what is left: exact numbers as texts."""

    amount: str
    cost: str | None
    margin: str | None


class LineMarginResponse(MarginResponse):
    """The margin of the line of an id."""

    line: str


class MarginsResponse(TypedDict):
    """The margins of the lines and totals of a price, and the items without a cost."""

    currency: str
    lines: list[LineMarginResponse]
    totals: dict[str, MarginResponse]
    unknown: list[str]


def margins_to_json(margins: Margins) -> MarginsResponse:
    """Return margins as a JSON object; exact numbers are texts."""
    return {
        "currency": margins.currency,
        "lines": [{"line": id, **_margin(each)} for id, each in margins.lines.items()],
        "totals": {cadence: _margin(each) for cadence, each in margins.totals.items()},
        "unknown": list(margins.unknown),
    }


def _margin(margin: Margin) -> MarginResponse:
    return {
        "amount": exact_text(margin.amount),
        "cost": None if margin.cost is None else exact_text(margin.cost),
        "margin": None if margin.left is None else exact_text(margin.left),
    }
