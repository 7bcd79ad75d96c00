"""The carrier of an order: the stages of every price run over the lines of its items, and share what they change.

What a stage adds or takes off is one line of the order with its steps; for later stages it is shares of that line, each
with the tags of the line it is shared to and those of the stage.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import floor
from typing import Final

from configurator.money import ONE, ZERO
from configurator.pricing import tags
from configurator.pricing.amounts import Case
from configurator.pricing.cadence import Cadence
from configurator.pricing.carrier import AnyLine, Calculating, Figure, IncludedTax, StageBound
from configurator.pricing.charge import Charge
from configurator.pricing.exact.charge_lines import charge_lines
from configurator.pricing.exact.exact_carrier import rounded_shares
from configurator.pricing.exact.stage_figures import ExactStages
from configurator.pricing.exact.stage_lines import StageSteps, included_lines, stage_line
from configurator.pricing.model import Stage, StageKind
from configurator.pricing.operations import Operation, summed, summed_by
from configurator.pricing.orders.missed_thresholds import MissedThreshold, missed_cases, missed_condition
from configurator.pricing.orders.model import Pieces, Spread, Voucher
from configurator.pricing.orders.order_lines import OrderLine
from configurator.pricing.orders.order_world import OrderContents, OrderWorld, measured_names
from configurator.pricing.orders.prepared_order import PreparedOrder
from configurator.pricing.orders.rounding_line import rounding_line
from configurator.pricing.orders.spreading import spread
from configurator.pricing.orders.taken_pieces import PricedPieces, cost_of_taken
from configurator.pricing.price_lines import OpenLine, Outcome, Unpriced
from configurator.pricing.rule_evaluation import ROOT_AT, Resolved, WithBase, resolve
from configurator.pricing.steps import Calculation, RoundedAt, Step
from configurator.source import Location

_CADENCES: Final = frozenset((*map(str, Cadence), tags.RECURRING))


@dataclass(frozen=True, slots=True)
class SharedLine:
    """What a rule adds to an order or takes off it: its line, and the shares of it by item and tags."""

    line: OpenLine
    spread: Spread
    shares: tuple[OrderLine, ...]


class OrderCarrier(ExactStages):
    """Prices one order by prepared rules; `shared` grows by what they change, `missed` by thresholds not reached.

    `unmet` are the codes whose minimum is not reached, each with it and with what its lines cost.
    """

    def __init__(self, prepared: PreparedOrder, contents: OrderContents) -> None:
        super().__init__(prepared.on, OrderWorld(contents, prepared.parameters))
        self.prepared, self.contents = prepared, contents
        self.shared: list[SharedLine] = []
        self.unpriced: list[Unpriced] = []
        self.missed: list[MissedThreshold] = []
        self.unmet: list[tuple[Voucher, Fraction, Fraction]] = []
        self._names = measured_names(prepared.book.categories, prepared.book.measures)
        self._lines: Sequence[OrderLine] = ()
        self._rated: tuple[Step, ...] = ()
        self._wholes: dict[tuple[int, Cadence], Fraction] | None = None

    def begin(self, rule: str, location: Location, lines: Sequence[OrderLine] = ()) -> None:
        self._lines, self._wholes = lines, None
        self.world = OrderWorld(self.contents, self.prepared.parameters, lines)

    def tried(self, ask: Callable[[], tuple[Fraction, bool]]) -> tuple[Fraction, bool]:
        known = len(self.shared), len(self.missed), len(self.unmet)
        answer = super().tried(ask)
        for noted, number in zip((self.shared, self.missed, self.unmet), known, strict=True):
            del noted[number:]  # type: ignore[attr-defined]  # each is a list
        return answer

    # ── queries ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def applies(self, stage: Stage, base: Callable[[], Fraction]) -> bool:
        cost = base()
        if not self._has_lines(stage) or not self._minimum_is_met(stage, cost):
            return False
        if super().applies(stage, lambda: cost):
            return True
        if stage.when is not None and stage.kind is StageKind.DISCOUNT:
            self.missed += missed_condition(stage, stage.when, WithBase(self.world, cost), self._names)
        return False

    def _has_lines(self, stage: Stage) -> bool:
        """Return whether a stage selects any line: an order has no minimum for what is not in it."""
        if stage.on is None or any(line.tags in stage.on for line in self._lines):
            return True
        self.passed(f"stages.{stage.id}", stage.location, Outcome.NOTHING_TO_ACT_ON)
        return False

    def _minimum_is_met(self, stage: Stage, cost: Fraction) -> bool:
        voucher = self.prepared.codes.get(stage.id)
        if voucher is None or not voucher.minimum:
            return True
        least = resolve(voucher.minimum, self.on, WithBase(self.world, cost), ROOT_AT)
        if isinstance(least, Resolved) and cost < least.value:
            self.unmet.append((voucher, least.value, cost))
            return False
        return True

    def figures(
        self,
        stage: Stage,
        base: Fraction,
        where: bool,
        *,
        cadence: Cadence | None = None,
        line: AnyLine | None = None,
    ) -> tuple[Figure[Fraction, bool], ...]:
        charge = self.prepared.rules[stage.id].rate
        if charge is not None:
            return self._rates(stage, charge, base)
        if isinstance(line, OrderLine):
            base = self._with_shares(stage, line)
        results = super().figures(stage, base, where, cadence=cadence, line=line)
        if len(stage.percent or stage.amount) > 1:
            self.missed += missed_cases(stage, self.on, WithBase(self.world, base), self._names)
        return results

    def _with_shares(self, stage: Stage, line: OrderLine) -> Fraction:
        """Return what a line costs with its shares, which have one rate, for as many pieces as the stage counts for."""
        if self._wholes is None:
            selected = (each for each in self._lines if stage.on is None or each.tags in stage.on)
            self._wholes = summed_by(((each.origin, each.cadence), each.amount) for each in selected)
        whole = self._wholes.get((line.origin, line.cadence), line.amount)
        return whole / stage.counts.times(self.prepared.pieces)

    def _rates(self, stage: Stage, charge: Charge, base: Fraction) -> tuple[Figure[Fraction, bool], ...]:
        """Return the amount of a charge as the figure of its stage, and keep its steps for the line."""
        lines = charge_lines(self.prepared, WithBase(self.world, base), charge, "", ROOT_AT, self.trace, self.unpriced)
        steps = [step for line in lines for step in line.steps]
        self._rated = tuple(replace(step, stage=stage.id, rule=f"stages.{stage.id}") for step in steps)
        return tuple(Figure(line.exact, True, Case(line.exact, stage.location)) for line in lines)

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def amount(self, line: OrderLine) -> Fraction:
        return line.amount

    def total(self, lines: Sequence[OrderLine]) -> Fraction:
        return summed(line.amount for line in lines)

    def base(self, stage: Stage, lines: Sequence[OrderLine]) -> Fraction:
        rule = self.prepared.rules[stage.id]
        return self.total(lines) if rule.pieces is None else self._taken(rule.pieces, lines)

    def _taken(self, pieces: Pieces, lines: Sequence[OrderLine]) -> Fraction:
        world = WithBase(self.world, self.total(lines))
        number, of = (resolve(each, self.on, world, ROOT_AT) for each in (pieces.number, pieces.of))
        if not isinstance(number, Resolved) or (pieces.of and not isinstance(of, Resolved)):
            return ZERO
        group = floor(of.value) if isinstance(of, Resolved) else None
        return cost_of_taken(list(self._pieces(lines)), floor(number.value), pieces.take, group)

    def _pieces(self, lines: Sequence[OrderLine]) -> Iterator[PricedPieces]:
        amounts: dict[str, list[Fraction]] = {}
        for line in lines:
            amounts.setdefault(line.item, []).append(line.amount)
        for item, costs in amounts.items():
            count = self.contents.items[item].quantity
            yield PricedPieces(item, count, summed(costs) / count)

    def any_there(self, lines: Sequence[OrderLine]) -> bool:
        return bool(lines)

    def changed(
        self,
        stage: Stage,
        line: OrderLine,
        figures: Iterable[Figure[Fraction, bool]],
        bounds: Sequence[StageBound[Fraction, bool]],
        calculate: Calculating,
    ) -> OrderLine:
        raise TypeError(f"stages.{stage.id}: order rules change no line; they share")

    def own_line(
        self,
        stage: Stage,
        cadence: Cadence,
        lines: Sequence[OrderLine],
        base: Fraction,
        figures: Iterable[Figure[Fraction, bool]],
        bounds: Sequence[StageBound[Fraction, bool]],
        calculate: Calculating,
    ) -> Iterator[OrderLine]:
        steps = self.own_steps(self.prepared.rounding, stage, base, figures, bounds, calculate)
        if steps:
            steps = self._rated if self.prepared.rules[stage.id].rate else steps
            yield from self._share(stage, stage_line(stage, cadence, steps), lines)

    def taxed(
        self,
        stage: Stage,
        cadence: Cadence,
        lines: Sequence[OrderLine],
        steps: Iterable[tuple[Fraction, Figure[Fraction, bool]]],
    ) -> Iterable[OrderLine]:
        """Return the shares of a tax by line: what a line costs with its shares is taxed and rounded as one."""
        bases: dict[tuple[int, Fraction], list[Fraction]] = {}
        figures: dict[tuple[int, Fraction], Figure[Fraction, bool]] = {}
        for line, (base, figure) in zip(lines, steps, strict=True):
            key = (line.origin, figure.value)
            bases.setdefault(key, []).append(base)
            figures[key] = figure
        working, shares = StageSteps(self.prepared.rounding, stage), list[tuple[int, Fraction]]()
        for key in sorted(bases):
            before = working.amount
            working.take(Calculation(Operation.TAX_ON_LINE, summed(bases[key]), key[1]), figures[key])
            shares.append((key[0], working.amount - before))
        return self._taxes(stage, stage_line(stage, cadence, working.steps), shares) if working.steps else ()

    def _taxes(self, stage: Stage, line: OpenLine, shares: Iterable[tuple[int, Fraction]]) -> Iterable[OrderLine]:
        own = line.tags | stage.tags
        found = tuple(
            OrderLine(self.contents.lines[origin].item, line.cadence, own, share, origin)
            for origin, share in shares
            if share
        )
        self.record(SharedLine(line, self.prepared.rules[stage.id].spread, found))
        return found

    def record(self, shared: SharedLine) -> None:
        """Keep what a rule changes."""
        self.shared.append(shared)

    def included(
        self, stage: Stage, cadence: Cadence, steps: Iterable[IncludedTax[Fraction, bool]]
    ) -> Iterable[OrderLine]:
        for line in included_lines(self.prepared.rounding, stage, cadence, steps):
            self.record(SharedLine(line, self.prepared.rules[stage.id].spread, ()))
        return ()

    def untaxed(self, stage: Stage, lines: Sequence[OrderLine]) -> None:
        self.unpriced += (Unpriced(f"stages.{stage.id}", "", stage.location, line.item) for line in lines)

    # ── shares ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _share(self, stage: Stage, line: OpenLine, lines: Sequence[OrderLine]) -> Iterable[OrderLine]:
        """Return the shares of a line over those of its base; over all that its stage selects where it has none."""
        over = lines or [each for each in self._lines if stage.on is None or each.tags in stage.on]
        shares = tuple(self._shares(stage, line, over))
        self.record(SharedLine(line, self.prepared.rules[stage.id].spread, shares))
        return shares

    def _shares(self, stage: Stage, line: OpenLine, lines: Sequence[OrderLine]) -> Iterator[OrderLine]:
        costs = by_origin(lines)
        origins = [self.contents.lines[origin] for origin in costs]
        amounts = list(costs.values())
        rounding, how = self.prepared.rounding, self.prepared.rules[stage.id].spread
        unit = None if rounding.at is RoundedAt.TOTAL else rounding.step
        pieces = self._pieces_of(origins, amounts) if how is Spread.EQUAL or not any(amounts) else ()
        inherited = _inherited_tags(stage, line)
        for origin, share in zip(origins, spread(line.exact, amounts, pieces, how, unit), strict=True):
            if share:
                yield OrderLine(origin.item, line.cadence, inherited(origin.tags), share, origin.origin)

    def _pieces_of(self, origins: Sequence[OrderLine], amounts: Sequence[Fraction]) -> list[Fraction]:
        """Return for how many pieces each line stands: those of its item, shared over the lines of it."""
        parts: dict[str, list[Fraction]] = {}
        for line, amount in zip(origins, amounts, strict=True):
            parts.setdefault(line.item, []).append(max(ZERO, amount))
        for item, costs in parts.items():
            parts[item] = spread(Fraction(self.contents.items[item].quantity), costs, [ONE] * len(costs))
        left = {item: iter(shares) for item, shares in parts.items()}
        return [next(left[line.item]) for line in origins]

    def allocated(self, lines: Sequence[OrderLine], cadence: Cadence) -> Sequence[OrderLine]:
        """Round the total of a cadence, so that every item ends at a multiple of the step; earlier ids go first."""
        rounding, due = self.prepared.rounding, [line for line in lines if line.cadence is cadence]
        costs = by_origin(due)
        origins = [self.contents.lines[origin] for origin in costs]
        ends = rounded_shares(rounding, list(costs.values()))
        shares = [end - cost for end, cost in zip(ends, costs.values(), strict=True)]
        return [*lines, *self.rounded(cadence, origins, shares, self.prepared.book.location)]

    def rounded(
        self, cadence: Cadence, origins: Sequence[OrderLine], shares: Sequence[Fraction], location: Location
    ) -> Iterable[OrderLine]:
        """Return the shares of rounding a total, and record their line unless nothing changes."""
        if not any(shares):
            return ()
        line = rounding_line(cadence, summed(shares), location)
        found = tuple(
            OrderLine(origin.item, cadence, line.tags, share, origin.origin)
            for origin, share in zip(origins, shares, strict=True)
            if share
        )
        self.record(SharedLine(line, Spread.PROPORTIONAL, found))
        return found


def by_origin(lines: Iterable[OrderLine]) -> dict[int, Fraction]:
    """Return what each line costs with its shares, by its position, in their order."""
    amounts = summed_by((line.origin, line.amount) for line in lines)
    return {origin: amounts[origin] for origin in sorted(amounts)}


def _inherited_tags(stage: Stage, line: OpenLine) -> Callable[[frozenset[str]], frozenset[str]]:
    """Return the tags of a share by those of its line: these and the stage's; of a tax only its own."""
    own, taxed = line.tags | stage.tags, stage.kind is StageKind.TAX

    @cache
    def tags_of(inherited: frozenset[str]) -> frozenset[str]:
        return own if taxed else (inherited - _CADENCES) | own

    return tags_of
