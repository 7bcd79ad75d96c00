"""The carrier of one configuration: it evaluates conditions and records calculations as steps."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Final

from configurator.catalog.addresses import id_path_of
from configurator.catalog.bill import bill_of_materials
from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration, FeatureValue
from configurator.language.checked import CheckedExpression
from configurator.money import ONE, ZERO
from configurator.pricing import tags
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.carrier import Calculating, Figure, IncludedTax, Sold, StageBound
from configurator.pricing.charge import Charge
from configurator.pricing.exact.charge_lines import charge_lines
from configurator.pricing.exact.stage_figures import ExactStages
from configurator.pricing.exact.stage_lines import StageSteps, included_lines, stage_line
from configurator.pricing.incremental_pricing import NO_EARLIER, NO_READS, Earlier, Piece
from configurator.pricing.limits import MOST_PIECES
from configurator.pricing.model import ListPrice, Sales, Stage, Waiver
from configurator.pricing.named_amounts import WithAmounts, is_amount, summed_lines
from configurator.pricing.operations import EXACT, Operation, summed
from configurator.pricing.prepare import Prepared
from configurator.pricing.price_lines import Considered, LineKind, OpenLine, Outcome, Unpriced
from configurator.pricing.rule_evaluation import ROOT_AT, At, Resolved, instances_of, number, resolve, truth
from configurator.pricing.steps import Calculation, RoundingRule, Step, take
from configurator.source import Location

LIST, WAIVERS, ROUNDING = "list", "waivers", "rounding"
"""The levels of the waterfall beside charges and the book's own stages."""

AT_ROOT: Final = (("", ROOT_AT, True),)
"""The single scope of a rule without `each`."""


class ExactCarrier(ExactStages):
    """Prices one configuration by a prepared book; `world` is the configuration as expressions see it.

    `earlier` are the pieces of an earlier price; unchanged ones are reused. `trace` holds considered rules that did not
    apply, `unpriced` items sold without a price in force.
    """

    def __init__(
        self,
        prepared: Prepared,
        configuration: Configuration,
        world: ConfigurationWorld,
        earlier: Earlier = NO_EARLIER,
    ) -> None:
        super().__init__(prepared.on, world)
        self._product = world
        self.prepared, self.configuration, self.earlier = prepared, configuration, earlier
        self.unpriced: list[Unpriced] = []
        self.pieces: dict[tuple[str, str], Piece] = {}

    def begin(self, rule: str, location: Location, lines: Sequence[OpenLine] = ()) -> None:
        """Let expressions read the amounts of earlier steps; steps and reasons name their rule themselves."""
        counts = self.prepared.reading_amounts.get(rule)
        if counts is not None:
            times = counts.times(self.prepared.pieces)
            self.world = WithAmounts(self._product, partial(self._named, lines, times))

    def _named(self, lines: Sequence[OpenLine], times: Fraction, name: str) -> Fraction | None:
        selections = self.prepared.named
        if name in self.prepared.values or not is_amount(name, selections):
            return None
        return self.total(summed_lines(name, selections, lines, lambda line: (line.cadence, line.tags))) / times

    # ── the book's queries ───────────────────────────────────────────────────────────────────────────────────────────

    def instances_of(self, each: str) -> Iterable[tuple[str, At, bool]]:
        return ((at[each], at, True) for at in instances_of(each, self.world)) if each else AT_ROOT

    def holds(self, rule: str, condition: CheckedExpression | None, at: At, instance: str, present: bool) -> bool:
        if condition is None:
            return True
        result = truth(condition, self.world, at)
        if result is not True:
            outcome = Outcome.NOT_ELIGIBLE if result is False else Outcome.ABSENT
            self.trace.append(Considered(rule, condition.location, outcome, instance, condition.text))
        return result is True

    def number(self, expression: CheckedExpression, at: At) -> tuple[Fraction, bool]:
        result = number(expression, self.world, at)
        return (result, True) if isinstance(result, Fraction) else (ZERO, False)

    def listed_figures(self, price: ListPrice, sold: Sold[Fraction, bool]) -> tuple[Figure[Fraction, bool], ...]:
        result = resolve(price.amount, self.prepared.on, self.world, sold.at)
        rule = f"prices.{price.item}"
        if isinstance(result, Resolved):
            if result.passed:
                self.pass_over(rule, result.passed, sold.path)
            return (Figure(result.value, True, result.case),)
        self.pass_over(rule, result.in_force, sold.path)
        return ()

    # ── list prices and charges ──────────────────────────────────────────────────────────────────────────────────────

    def sold(self) -> Iterator[Sold[Fraction, bool]]:
        """Yield the sold items: by choices (a quantity counts its value), or by the bill of materials."""
        return self._parts() if self.prepared.book.prices.sales is Sales.BILL else self._choices()

    def _choices(self) -> Iterator[Sold[Fraction, bool]]:
        for path, value in self.configuration.values.items():
            sold = sold_at(self.prepared, path, value)
            if sold is not None:
                yield sold

    def _parts(self) -> Iterator[Sold[Fraction, bool]]:
        parts = self.prepared.parts
        for item in bill_of_materials(self.prepared.catalog, self.configuration):
            if item.part in parts:
                path = f"{item.instance}.{item.line}" if item.instance else item.line
                yield Sold(parts[item.part], path, item.quantity, True, ROOT_AT)

    def listed(
        self, sold: Sold[Fraction, bool], make: Callable[[Sold[Fraction, bool]], Iterable[OpenLine]]
    ) -> tuple[OpenLine, ...]:
        """Return the lines of the sold items; those of a bill are recomputed, because they depend on the whole
        configuration."""
        key = (LIST, sold.path)
        piece = self.earlier.standing(key) if sold.key else None
        if piece is None:
            piece = self._listed(sold, make)
        return self._with(key, piece)

    def _listed(self, sold: Sold[Fraction, bool], make: Callable[[Sold[Fraction, bool]], Iterable[OpenLine]]) -> Piece:
        """Return the lines of a sold item, kept if they follow from its path and quantity alone."""
        reads, kept, key = sold.listed.reads, sold.listed.pieces, (sold.path, sold.quantity)
        piece = kept.get(key)
        if piece is None:
            piece = self._piece(partial(make, sold), reads.at(sold.at) | {sold.path}, reads.wide)
            if not piece.lines:
                piece = replace(piece, unpriced=(sold.listed.unpriced(sold.path),))
            if reads is NO_READS:
                if len(kept) >= MOST_PIECES:
                    kept.clear()
                kept[key] = piece
        return piece

    def charged(
        self,
        charge: Charge,
        instance: str,
        at: At,
        present: bool,
        make: Callable[[Charge, str, At, bool], Iterable[OpenLine]],
    ) -> tuple[OpenLine, ...]:
        key = (f"charges.{charge.id}", instance)
        piece = self.earlier.standing(key)
        if piece is None:
            reads = self.prepared.reads[key[0]]
            piece = self._piece(partial(make, charge, instance, at, present), reads.at(at), reads.wide)
        return self._with(key, piece)

    def _piece(
        self, make: Callable[[], Iterable[OpenLine]], read: frozenset[str], wide: frozenset[tuple[str, ...]]
    ) -> Piece:
        """Return the result, with the trace and what has no price as recorded meanwhile."""
        trace, self.trace, unpriced, self.unpriced = self.trace, [], self.unpriced, []
        piece = Piece(tuple(make()), tuple(self.trace), read, wide, tuple(self.unpriced))
        self.trace, self.unpriced = trace, unpriced
        return piece

    def _with(self, key: tuple[str, str], piece: Piece) -> tuple[OpenLine, ...]:
        self.pieces[key] = piece
        if piece.trace:
            self.trace += piece.trace
        if piece.unpriced:
            self.unpriced += piece.unpriced
        return piece.lines

    def item(
        self,
        sold: Sold[Fraction, bool],
        price: ListPrice,
        steps: Iterable[tuple[Calculation[Fraction], Figure[Fraction, bool]]],
    ) -> list[OpenLine]:
        open_lines = []
        for calculation, figure in steps:
            case = figure.case
            step = take(
                self.prepared.rounding,
                calculation,
                stage=LIST,
                rule=f"prices.{price.item}",
                location=case.location,
                interval=case.interval,
                because=case.because,
            )
            open_lines.append(_item_line(sold, price, step))
        return open_lines

    def charge_line(self, charge: Charge, instance: str, at: At, where: bool) -> tuple[OpenLine, ...]:
        return charge_lines(self.prepared, self.world, charge, instance, at, self.trace, self.unpriced)

    # ── stages and taxes ─────────────────────────────────────────────────────────────────────────────────────────────

    def amount(self, line: OpenLine) -> Fraction:
        return line.exact

    def total(self, lines: Sequence[OpenLine]) -> Fraction:
        return summed([line.steps[-1].after for line in lines])

    def base(self, stage: Stage, lines: Sequence[OpenLine]) -> Fraction:
        return self.total(lines)

    def any_there(self, lines: Sequence[OpenLine]) -> bool:
        return bool(lines)

    def changed(
        self,
        stage: Stage,
        line: OpenLine,
        figures: Iterable[Figure[Fraction, bool]],
        bounds: Sequence[StageBound[Fraction, bool]],
        calculate: Calculating,
    ) -> OpenLine:
        working = StageSteps(self.prepared.rounding, stage, line.exact)
        for figure in figures:
            calculate(EXACT, working, line.exact, figure, bounds)
        return replace(line, steps=(*line.steps, *working.steps)) if working.steps else line

    def own_line(
        self,
        stage: Stage,
        cadence: Cadence,
        lines: Sequence[OpenLine],
        base: Fraction,
        figures: Iterable[Figure[Fraction, bool]],
        bounds: Sequence[StageBound[Fraction, bool]],
        calculate: Calculating,
    ) -> Iterator[OpenLine]:
        steps = self.own_steps(self.prepared.rounding, stage, base, figures, bounds, calculate)
        if steps:
            yield stage_line(stage, cadence, steps)

    def taxed(
        self,
        stage: Stage,
        cadence: Cadence,
        lines: Sequence[OpenLine],
        steps: Iterable[tuple[Fraction, Figure[Fraction, bool]]],
    ) -> Iterator[OpenLine]:
        working = StageSteps(self.prepared.rounding, stage)
        for base, figure in steps:
            working.take(Calculation(Operation.TAX_ON_LINE, base, figure.value), figure)
        if working.steps:
            yield stage_line(stage, cadence, working.steps)

    def included(
        self, stage: Stage, cadence: Cadence, steps: Iterable[IncludedTax[Fraction, bool]]
    ) -> Iterator[OpenLine]:
        yield from included_lines(self.prepared.rounding, stage, cadence, steps)

    def untaxed(self, stage: Stage, lines: Sequence[OpenLine]) -> None:
        self.unpriced += (Unpriced(f"stages.{stage.id}", "", stage.location, line.id) for line in lines)

    # ── waivers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def unpaid(self, waiver: Waiver, lines: Sequence[OpenLine], positions: Sequence[int]) -> list[int]:
        results = []
        for position in positions:
            if lines[position].steps[-1].operation is Operation.WAIVE:
                self.passed(f"waivers.{waiver.id}", waiver.location, Outcome.ALREADY_WAIVED, lines[position].id)
            else:
                results.append(position)
        return results

    def cost(self, lines: Sequence[OpenLine], months: int | None) -> Fraction:
        return sum((line.exact * weight(line.cadence, months) for line in lines), ZERO)

    def due(self, lines: Sequence[OpenLine], cost: Fraction) -> bool:
        return True

    def waived(self, waiver: Waiver, line: OpenLine, where: bool) -> OpenLine:
        return line.stepped(
            take(
                self.prepared.rounding,
                Calculation(Operation.WAIVE, ZERO, -line.exact),
                stage=WAIVERS,
                rule=f"waivers.{waiver.id}",
                location=waiver.location,
                interval=waiver.interval,
                before=line.exact,
                because=waiver.because,
            )
        )

    def without_waived(self, lines: Sequence[OpenLine]) -> Sequence[OpenLine]:
        return lines

    # ── the rounded total ────────────────────────────────────────────────────────────────────────────────────────────

    def allocated(self, lines: Sequence[OpenLine], cadence: Cadence) -> list[OpenLine]:
        """Share the rounded total out over the lines of a cadence.

        The largest remainders are rounded up first, earlier lines before later ones, so that the lines sum to the
        rounded exact total and none is more than one unit away from its own exact amount.
        """
        open_lines = list(lines)
        positions = [position for position, line in enumerate(open_lines) if line.cadence is cadence]
        shares = rounded_shares(self.prepared.rounding, [open_lines[each].exact for each in positions])
        for position, share in zip(positions, shares, strict=True):
            if share != open_lines[position].exact:
                open_lines[position] = self._sharing(open_lines[position], share)
        return open_lines

    def _sharing(self, line: OpenLine, share: Fraction) -> OpenLine:
        book = self.prepared.book
        return line.stepped(
            take(
                self.prepared.rounding,
                Calculation(Operation.SHARE_OF_ROUNDING, ZERO, share - line.exact),
                stage=ROUNDING,
                rule=ROUNDING,
                location=book.location,
                before=line.exact,
            )
        )


def sold_at(prepared: Prepared, path: str, value: FeatureValue) -> Sold[Fraction, bool] | None:
    """Return the item that a value sells; None where it has no list price."""
    listed = prepared.listed
    key = path if "[" not in path else ".".join(id_path_of(path))
    if isinstance(value, str | bool) and (key, value) in listed:
        result, quantity = listed[key, value], ONE
    elif (key, None) in listed and value:
        result, quantity = listed[key, None], Fraction(value)
    else:
        return None
    return Sold(result, path, quantity, True, _at_feature(path) if "[" in path else ROOT_AT, key)


def _at_feature(path: str) -> At:
    """Return where names are looked up beside a feature: every structure on the way to it, with its instance."""
    at, walked = {"": ""}, ""
    for step in path.split(".")[:-1]:
        walked = f"{walked}.{step}" if walked else step
        at[".".join(id_path_of(walked))] = walked
    return at


def _item_line(sold: Sold[Fraction, bool], price: ListPrice, step: Step) -> OpenLine:
    suffix = "" if price.cadence is Cadence.ONE_TIME else f":{price.cadence}"
    instance, _, _ = sold.path.rpartition(".")
    return OpenLine(
        f"prices.{sold.path}{suffix}",
        LineKind.ITEM,
        sold.listed.sellable.title,
        price.cadence,
        (step,),
        sold.listed.tags | tags.of_cadence(price.cadence),
        item=price.item,
        feature=sold.path,
        instance=instance,
        quantity=step.operand,
    )


def rounded_shares(rounding: RoundingRule, amounts: Sequence[Fraction]) -> list[Fraction]:
    """Return amounts as multiples of the step that sum to their rounded sum: largest remainders, then earlier ones."""
    unit, total = rounding.step, rounding.landed(sum(amounts, ZERO))
    floors = [math.floor(amount / unit) for amount in amounts]
    spare = int(total / unit) - sum(floors)
    by_remainder = sorted(range(len(amounts)), key=lambda each: (floors[each] - amounts[each] / unit, each))
    raised = set(by_remainder[:spare])
    return [(floor + (position in raised)) * unit for position, floor in enumerate(floors)]
