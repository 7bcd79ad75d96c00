"""The carrier of stages: abstract amounts, presence and lines.

The stages of a price are written once, in `stages`. The *exact* carrier runs them for one configuration: amounts are
fractions, presence is a boolean, and lines record their steps and the trace. The *symbolic* one runs them for all
configurations at once: amounts are numbers over a program within bounds, presence is a pair of formulas.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Generic, NamedTuple, Protocol, TypeVar

from configurator.language.checked import CheckedExpression
from configurator.pricing.amounts import Amount, Case
from configurator.pricing.cadence import Cadence
from configurator.pricing.charge import Charge
from configurator.pricing.model import ListPrice, Stage, Waiver
from configurator.pricing.operations import Arithmetic
from configurator.pricing.prepare import Listed, Prepared
from configurator.pricing.price_lines import Outcome
from configurator.pricing.steps import Calculation, RoundingRule
from configurator.source import Location

A = TypeVar("A")
"""Amounts."""
P = TypeVar("P")
"""Presence: where something is so."""


class AnyLine(Protocol):
    """The interface of a line for stages: its cadence and tags, its path, and its item."""

    @property
    def id(self) -> str: ...
    @property
    def cadence(self) -> Cadence: ...
    @property
    def tags(self) -> frozenset[str]: ...
    @property
    def path(self) -> str: ...
    @property
    def part(self) -> str: ...


L = TypeVar("L", bound=AnyLine)

At = Mapping[str, str]
"""Where names are looked up: a structure's id path to the path of the instance at hand; "" is the root."""


class Figure(NamedTuple, Generic[A, P]):
    """A case of an amount: where it is the one that applies, and its value there."""

    value: A
    where: P
    case: Case


class IncludedTax(NamedTuple, Generic[A, P]):
    """An amount that includes a tax: the percentage of what is left without taxes, and the sum of all included."""

    base: A
    percent: A
    within: A
    figure: Figure[A, P]


class StageBound(NamedTuple, Generic[A, P]):
    """A signed bound of a stage's change, whether it is the upper one, where it applies, and its location."""

    amount: A
    ceiling: bool
    where: P
    location: Location


class Sold(NamedTuple, Generic[A, P]):
    """An item sold at list price: its path (a feature or a line of the bill), its quantity, its scope. `key` is the id
    path for quantities in the book, `part` names the item.
    """

    listed: Listed
    path: str
    quantity: A
    where: P
    at: At
    key: str = ""
    part: str = ""
    settled: bool = False
    """Whether the quantity is 0 wherever nothing is sold."""


class Working(Protocol[A, P]):
    """A line in the making: it takes calculations, each with the figure that it is by."""

    def take(self, calculation: Calculation[A], figure: Figure[A, P]) -> None:
        """Take a calculation where the figure applies."""

    def bound(self, calculation: Calculation[A], bound: StageBound[A, P]) -> None:
        """Keep the line within a bound; where it is within, that is no step."""


class PreparedRules(Protocol):
    """A book or the rules of an order on a day: all that stages read of them besides lines."""

    @property
    def rounding(self) -> RoundingRule:
        """How the amounts of all pieces are rounded."""

    @property
    def pieces(self) -> Fraction:
        """How many pieces lines hold the amounts of, where rules are about one; ONE for an order."""

    @property
    def compare_over(self) -> int | None:
        """The horizon in months of the number that ranks; None if what is due once ranks alone."""

    @property
    def adjustments(self) -> Sequence[Stage]: ...
    @property
    def taxes(self) -> Sequence[Stage]: ...


class Calculating(Protocol):
    """The effect of a stage on its base, over any carrier."""

    def __call__(
        self,
        carrier: "Carrier[A, P]",
        working: Working[A, P],
        base: A,
        figure: Figure[A, P],
        bounds: Sequence[StageBound[A, P]],
    ) -> None: ...


class Carrier(Arithmetic[A], Protocol[A, P]):
    """Amounts and presence."""

    def every(self, *parts: P) -> P:
        """Return where all of the conditions hold."""

    def either(self, parts: Iterable[P]) -> P:
        """Return where one of the conditions holds."""

    def gated(self, amount: A, where: P) -> A:
        """Return an amount where a condition holds, else 0."""

    def never(self, where: P) -> bool:
        """Return whether a condition holds nowhere, as far as is known."""

    def everywhere(self) -> P:
        """Return the condition that always holds."""

    def exceeds(self, left: A, right: A) -> P:
        """Return where one amount is more than another."""

    def differs(self, amount: A) -> P:
        """Return where an amount is not 0."""

    def dearest(self, due: Sequence[P], costs: Sequence[A]) -> list[P]:
        """Return where each of several costs that are due is the highest; of equally high ones, the first."""


class ChangingCarrier(Carrier[A, P], Protocol[A, P, L]):
    """Amounts, presence, and lines that are there: all that adjustments, taxes and the rounded total need."""

    @property
    def prepared(self) -> PreparedRules:
        """The rules on their day."""

    def begin(self, rule: str, location: Location, lines: Sequence[L] = ()) -> None:
        """Note which rule is at work, and the lines of earlier steps, which its expressions may read."""

    def passed(self, rule: str, location: Location, outcome: Outcome, subject: str = "") -> None:
        """Note that a rule was considered and did not apply."""

    # ── queries ────────────────────────────────────────────────────────────────────────────────────────────

    def applies(self, stage: Stage, base: Callable[[], A]) -> P:
        """Return where a stage applies; its condition may read the sum behind the gate."""

    def figures(
        self, stage: Stage, base: A, where: P, *, cadence: Cadence | None = None, line: L | None = None
    ) -> Iterable[Figure[A, P]]:
        """Return the figures of a stage for a cadence or a line, where they apply; `base` is its base there."""

    def limits(self, stage: Stage, amount: Amount, base: A) -> Iterable[Figure[A, P]]:
        """Return the cases of a bound that a stage sets itself, where they apply."""

    # ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def amount(self, line: L) -> A:
        """Return the amount of a line so far."""

    def total(self, lines: Sequence[L]) -> A:
        """Return the sum of lines."""

    def base(self, stage: Stage, lines: Sequence[L]) -> A:
        """Return what a stage that acts on lines has as its base: their sum, unless it takes pieces of them."""

    def any_there(self, lines: Sequence[L]) -> P:
        """Return where one of the lines is there."""

    def changed(
        self,
        stage: Stage,
        line: L,
        figures: Iterable[Figure[A, P]],
        bounds: Sequence[StageBound[A, P]],
        calculate: Calculating,
    ) -> L:
        """Return a line with the effect of a stage."""

    def tried(self, ask: Callable[[], tuple[A, P]]) -> tuple[A, P]:
        """Return an answer, noting nothing that is considered on the way."""

    def not_chosen(self, stage: Stage, compared: Sequence[tuple[Stage, A]]) -> None:
        """Note that a stage was compared with others by the changes they lead to, and not chosen."""

    def own_line(
        self,
        stage: Stage,
        cadence: Cadence,
        lines: Sequence[L],
        base: A,
        figures: Iterable[Figure[A, P]],
        bounds: Sequence[StageBound[A, P]],
        calculate: Calculating,
    ) -> Iterable[L]:
        """Yield what a stage adds for its base, which is that of some lines: a line, or a share for each of them."""

    def taxed(
        self, stage: Stage, cadence: Cadence, lines: Sequence[L], steps: Iterable[tuple[A, Figure[A, P]]]
    ) -> Iterable[L]:
        """Yield what a tax adds that is reckoned and rounded line by line: each line's part of the base, with the rate.

        Parts and lines correspond.
        """

    def included(self, stage: Stage, cadence: Cadence, steps: Iterable[IncludedTax[A, P]]) -> Iterable[L]:
        """Yield the line that shows the tax that amounts include; carriers that only sum ask for none."""

    def untaxed(self, stage: Stage, lines: Sequence[L]) -> None:
        """Note that a tax has no rate for lines."""

    def allocated(self, lines: Sequence[L], cadence: Cadence) -> Sequence[L]:
        """Return the lines of all cadences, those of one sharing out their rounded total."""


class WaivingCarrier(ChangingCarrier[A, P, L], Protocol[A, P, L]):
    """Amounts, presence, and lines of a configuration: all that the stages after the opening ones need."""

    @property
    def prepared(self) -> Prepared:
        """The book on its day."""

    def instances_of(self, each: str) -> Iterable[tuple[str, At, P]]:
        """Return every instance of a structure that can be: its path, where names are looked up, where it is."""

    def holds(self, rule: str, condition: CheckedExpression | None, at: At, instance: str, present: P) -> P:
        """Return where the condition of a rule holds for an instance that is present."""

    def unpaid(self, waiver: Waiver, lines: Sequence[L], positions: Sequence[int]) -> Sequence[int]:
        """Return those of some lines that a waiver may still take off."""

    def due(self, lines: Sequence[L], cost: A) -> P:
        """Return where something is to be paid for a part that costs so much."""

    def cost(self, lines: Sequence[L], months: int | None) -> A:
        """Return the cost of a part where it is due, over so many months; None counts only what is due once."""

    def waived(self, waiver: Waiver, line: L, where: P) -> L:
        """Return a line that costs nothing where a waiver takes it off."""

    def without_waived(self, lines: Sequence[L]) -> Sequence[L]:
        """Return the lines after all waivers."""


class SellingCarrier(WaivingCarrier[A, P, L], Protocol[A, P, L]):
    """The same, and what opens the lines of an item at list prices."""

    def number(self, expression: CheckedExpression, at: At) -> tuple[A, P]:
        """Return a number, 0 where it is absent, and where it is present."""

    def listed_figures(self, price: ListPrice, sold: Sold[A, P]) -> Iterable[Figure[A, P]]:
        """Return the cases of a list price where they apply."""

    def listed(self, sold: Sold[A, P], make: Callable[[Sold[A, P]], Iterable[L]]) -> Iterable[L]:
        """Return the lines of the sold items, new or cached."""

    def item(
        self, sold: Sold[A, P], price: ListPrice, steps: Iterable[tuple[Calculation[A], Figure[A, P]]]
    ) -> Iterable[L]:
        """Yield the line of an item sold at list price."""


class StageCarrier(SellingCarrier[A, P, L], Protocol[A, P, L]):
    """Amounts, presence and lines, and what opens these: everything sold, and charges."""

    def sold(self) -> Iterable[Sold[A, P]]:
        """Return everything that can be sold at list prices."""

    def charged(
        self, charge: Charge, instance: str, at: At, present: P, make: Callable[[Charge, str, At, P], Iterable[L]]
    ) -> Iterable[L]:
        """Return the lines of a charge, made now or known already."""

    def charge_line(self, charge: Charge, instance: str, at: At, where: P) -> Iterable[L]:
        """Yield the line of a charge: usage read, rated by the model, and modified."""
