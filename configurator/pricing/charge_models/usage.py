"""The interface of charge models: usage in, one explained step out. All figures are exact.

Searches, checks and growth plans know a model by its `Curve` and its `Sections`, which its registry entry gives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from configurator.errors import InvalidRequest
from configurator.money import ZERO
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.limits import MOST_BENDS
from configurator.source import Location

ValueOf = Callable[[Amount], Fraction]
"""Gives the value of an amount that applies now; an amount that was not written down is 0."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One of several quantities: that of a window, a group, an event, or a change of a level.

    `weight` is for how long a level held, or the prorated part of a change; `key` names the window or group.
    """

    quantity: Fraction
    key: str = ""
    weight: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """The usage to price: a quantity, and further inputs of some models.

    `prorated` is the quantity that prices apply to, if it differs from the one that selects the tier. `changes` are
    level changes in chronological order. `events` are amounts of single events and `number` their number. `units` are
    the quantities of several units. `attributes` are the lookup keys of a matrix.
    """

    quantity: Fraction
    prorated: Fraction | None = None
    changes: tuple[Reading, ...] = ()
    events: tuple[Fraction, ...] = ()
    number: Fraction | None = None
    units: Mapping[str, Fraction] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()

    @property
    def applied(self) -> Fraction:
        """The quantity that prices apply to."""
        return self.quantity if self.prorated is None else self.prorated


@dataclass(frozen=True, slots=True)
class ChargeModel:
    """The base of all charge models: a frozen dataclass whose fields are keys of the book."""

    @property
    def unit_price(self) -> Amount:
        """The price of one unit, where it is the same for all; no amount otherwise."""
        return NO_AMOUNT


@dataclass(frozen=True, slots=True)
class Near:
    """A straight line that a model stays near: `slope · quantity + start`, off by `off` at most, and why."""

    slope: Fraction
    start: Fraction
    off: Fraction
    reason: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The multiplicity of each amount of a model, by quantity: straight except at `bends`, where it bends or jumps.

    The price of a model with a curve is the sum of its amounts, each times its multiplicity. `near` replaces the curve
    if there are too many bends; `endless` marks bends that continue beyond every quantity. A model without a curve is
    searched by enumeration.
    """

    bends: tuple[Fraction, ...] = ()
    near: Near | None = None
    endless: bool = False


def straight(model: object, most: Fraction) -> Curve:
    """Return the curve of a model that is straight everywhere."""
    return Curve()


def no_curve(model: object, most: Fraction) -> None:
    """Return None: the model is not a sum of its amounts, or its curve is unknown."""


@dataclass(frozen=True, slots=True)
class Section:
    """A tier or band, by the most that it holds of each unit; "" is the quantity itself. Without limits it is open."""

    limits: Mapping[str, Fraction]
    location: Location

    @property
    def up_to(self) -> Fraction | None:
        """The quantity it ends at; None where it is open or other units have limits."""
        return self.limits[""] if set(self.limits) == {""} else None


@dataclass(frozen=True, slots=True)
class Sections:
    """The tiers or bands of a model, in rising order, listed under `key` in the book.

    `sloped`: within one the price follows the quantity. `in_blocks`: the next one begins a little above its bound.
    `whole_jumps`: the whole quantity moves from one to the next, where the model graduated would price each part.
    """

    key: str = ""
    sections: tuple[Section, ...] = ()
    sloped: bool = False
    in_blocks: bool = False
    whole_jumps: bool = False


def no_sections(model: object) -> Sections:
    """Return that a model has neither tiers nor bands."""
    return Sections()


def multiples(size: Fraction, most: Fraction) -> list[Fraction]:
    """Return the multiples of a size up to a quantity; if there are more than `MOST_BENDS`, just enough to exceed
    it."""
    number = max(ZERO, most) / size
    return [size * each for each in range(min(MOST_BENDS, int(number)) + 2)]


def plain_value(amount: Amount) -> Fraction:
    """Return an amount that depends on nothing. Raises InvalidRequest where it does."""
    if not amount:
        return ZERO
    first = amount[0]
    if first.when is None and isinstance(first.value, Fraction):
        return first.value
    raise InvalidRequest(f"the amount at {first.location} depends on the configuration, the day or parameters")
