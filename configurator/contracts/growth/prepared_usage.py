"""A usage charge in whole numbers: measure, allowance, commitment with its ratchet, bands, cap, bounds, by month."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from configurator.contracts.allowances import Settling
from configurator.contracts.growth.months import Month
from configurator.contracts.growth.prepared_balance import PreparedBalance
from configurator.contracts.growth.scales import LevelUnits, Scales, Share, share_of
from configurator.contracts.model import Level, LevelKind, Offer, OverRights, Usage
from configurator.contracts.ratchets import Decaying, Demand, NoRatchet, Permanent, Ratchet


@dataclass(frozen=True, slots=True)
class ScaledBand:
    """A band with its bound (in hundredths of a level where bounds are shares of one) and its price in each month."""

    bound: int | None
    prices: tuple[int, ...]
    flat: int


@dataclass(frozen=True, slots=True)
class Lookback:
    """A ratchet: the most of some months before, of what was measured or of what was invoiced, times `up / of`."""

    of_measured: bool
    periods: int
    up: int
    of: int


def _lookback(ratchet: Ratchet) -> Lookback | None:
    match ratchet:
        case NoRatchet():
            return None
        case Permanent():
            return Lookback(False, 1, 1, 1)  # what is invoiced never falls then, so the last month is the most
        case Decaying(shrink, periods):
            left = 1 - shrink
            return Lookback(False, periods, left.numerator, left.denominator)
        case Demand(share, periods):
            return Lookback(True, periods, share.numerator, share.denominator)
        case _:
            assert_never(ratchet)


@dataclass(slots=True)
class PreparedUsage:
    """A usage charge on the scale of a plan, and what it remembers of the months before."""

    charge: Usage
    scales: Scales
    rounded: Callable[[int], int]
    balance: PreparedBalance | None
    ours: bool
    weights: tuple[int, ...] | None
    bands: tuple[ScaledBand, ...]
    committed: tuple[int, ...]
    share: Share | None
    least: int
    rises_to: Share | None
    whole: Share | None
    cap: Share | None
    rights: str
    whole_from: Fraction | None
    on_demand: tuple[int, ...] | None
    included: int
    minimum: int | None
    maximum: int | None
    lookback: Lookback | None
    remembers: bool
    measured: list[int] = field(default_factory=list)
    invoiced: list[int] = field(default_factory=list)
    overs: list[int] = field(default_factory=list)

    @staticmethod
    def of(
        charge: Usage,
        offer: Offer,
        months: tuple[Month, ...],
        scales: Scales,
        rounded: Callable[[int], int],
        balance: PreparedBalance | None,
        resource: str,
    ) -> "PreparedUsage":
        """Put a charge on a scale."""
        days = [month.period.start for month in months]
        rule, terms = charge.measure, charge.commitment
        quantity = None if terms is None else terms.quantity
        least = 0 if terms is None else scales.units(terms.minimum)
        lookback = _lookback(charge.ratchet)
        return PreparedUsage(
            charge,
            scales,
            rounded,
            balance,
            charge.of == resource,
            tuple(month.weight(rule, offer.time_zone) for month in months) if isinstance(rule, OverRights) else None,
            tuple(
                ScaledBand(
                    None if band.up_to is None else scales.units(band.up_to),
                    tuple(scales.per_unit(band.price.on(day)) for day in days),
                    scales.money(band.flat),
                )
                for band in charge.bands
            ),
            tuple(max(least, 0 if quantity is None else scales.units(quantity.on(day))) for day in days),
            None if terms is None or terms.of is None else share_of(terms.of, terms.percent / 100),
            least,
            None if charge.rises_to is None else share_of(charge.rises_to),
            None if charge.bands_of is None else share_of(charge.bands_of),
            None if charge.cap is None else share_of(charge.cap.of, charge.cap.percent / 100),
            str(Level(charge.of, LevelKind.RIGHTS)),
            rule.whole_from if isinstance(rule, OverRights) else None,
            None if charge.on_demand is None else tuple(scales.per_unit(charge.on_demand.on(day)) for day in days),
            0 if charge.allowance is None else scales.units(charge.allowance.included),
            None if charge.minimum is None else scales.money(charge.minimum),
            None if charge.maximum is None else scales.money(charge.maximum),
            lookback,
            lookback is not None or charge.allowance is not None or charge.rises_to is not None,
        )

    def begin(self) -> None:
        """Forget the months before."""
        self.measured, self.invoiced, self.overs = [], [], []

    def due(self, number: int, units: int, levels: LevelUnits) -> int:
        """Return what is due for a month, in steps of the rounding; what a balance pays is not."""
        measured = self._measured(number, units, levels)
        quantity = measured if self.charge.allowance is None else self._over(measured)
        floor = self._floor(number, levels, measured)
        if self.remembers:
            self.measured.append(measured)
            self.invoiced.append(max(quantity, floor))
        if self.balance is not None and not self.balance.money:
            return self.balance.drawn(number, max(quantity, floor))
        amount = self._amount(number, quantity, floor, levels)
        if self.balance is not None:
            return self.balance.drawn(number, amount)
        return self.rounded(amount)

    def _measured(self, number: int, units: int, levels: LevelUnits) -> int:
        if not self.ours:
            return 0
        if self.weights is None:
            return units
        return self._counted(max(0, units - levels[self.rights])) * self.weights[number]

    def _counted(self, excess: int) -> int:
        """Return the units that count of those over the rights; see `capacity.counted`."""
        if self.whole_from is None:
            return excess
        one = self.scales.quantity
        units, part = divmod(excess, one)
        full = part > 0 and part * self.whole_from.denominator >= one * self.whole_from.numerator
        return (units + full) * one

    def _over(self, measured: int) -> int:
        allowance = self.charge.allowance
        if allowance is None:
            return measured
        granted, periods, before = self.included * allowance.periods, allowance.periods, self.measured
        if allowance.settling is Settling.CONSECUTIVE:
            window = before[len(before) - len(before) % periods :]
            return max(0, measured - max(0, granted - sum(window)))
        since = next((at + 1 for at in range(len(self.overs) - 1, -1, -1) if self.overs[at]), 0)
        full = len(before) + 1 - since >= periods
        exceeded = max(0, measured + sum(before[len(before) + 1 - periods :]) - granted) if full else 0
        self.overs.append(exceeded)
        return exceeded

    def _floor(self, number: int, levels: LevelUnits, measured: int) -> int:
        agreed = self.committed[number] if self.share is None else max(self.least, self.share.units(levels))
        if not self.remembers:
            return agreed
        if self.rises_to is not None and max(measured, *self.measured, 0) > agreed:
            agreed = max(agreed, self.rises_to.units(levels))
        if self.lookback is None:
            return agreed
        history = self.measured if self.lookback.of_measured else self.invoiced
        return max(agreed, max(history[-self.lookback.periods :], default=0) * self.lookback.up // self.lookback.of)

    def _amount(self, number: int, quantity: int, floor: int, levels: LevelUnits) -> int:
        billed = floor if self.on_demand is not None else max(quantity, floor)
        amount = self._priced(number, billed, levels)
        if self.on_demand is not None:
            amount += max(0, quantity - floor) * self.on_demand[number]
        if self.cap is not None:
            amount = min(amount, self._priced(number, self.cap.units(levels), levels))
        if self.minimum is not None:
            amount = max(amount, self.minimum)
        return amount if self.maximum is None else min(amount, self.maximum)

    def _priced(self, number: int, quantity: int, levels: LevelUnits) -> int:
        if len(self.bands) == 1:
            return quantity * self.bands[0].prices[number] + (self.bands[0].flat if quantity else 0)
        amount, low = 0, 0
        whole = None if self.whole is None else self.whole.units(levels)
        for band in self.bands:
            if quantity <= low:
                break
            bound = band.bound
            if bound is not None and whole is not None:
                bound = bound * whole // (100 * self.scales.quantity)
            top = quantity if bound is None else min(quantity, bound)
            amount += (top - low) * band.prices[number] + band.flat
            low = top if bound is None else bound
        return amount
