"""Prices after swaps: one feature has another value, and nothing else differs from a configuration with its price.

Where rules read nothing of the feature but what it sells, a swap changes the amounts of its own list prices. All values
whose lines are alike are then priced together, in the one course that their prices share.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from configurator.catalog.addresses import IdPath, id_path_of
from configurator.configuration import Configuration, FeatureValue
from configurator.language.checked import CheckedExpression
from configurator.money import ZERO, Money, amounts_of
from configurator.pricing import tags
from configurator.pricing.batch.amount_lists import Amounts, Divided
from configurator.pricing.batch.batch_carrier import BatchCarrier, BatchLine
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.carrier import At
from configurator.pricing.exact.exact_carrier import LIST, at_feature
from configurator.pricing.incremental_pricing import NO_READS, Reads, in_amount, reads_of
from configurator.pricing.model import Sales, Stage, Waiver
from configurator.pricing.prepare import Listed, Prepared
from configurator.pricing.price import Run, reprice
from configurator.pricing.price_lines import TotalDifference, Totals
from configurator.pricing.stages import through_changing_stages

Likeness = tuple[tuple[Cadence, tuple[bool, ...]], ...]
"""What stages and waivers see of the lines of a value but their amounts: the cadence, and which selections have it."""


class _Swap(NamedTuple):
    """A value of a feature, with the list prices of what it sells; `likeness` is None where more depends on it."""

    value: FeatureValue
    likeness: Likeness | None
    figures: tuple[Fraction, ...] = ()


class Swaps:
    """Prices swaps by a prepared book."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        stages = (*prepared.adjustments, *prepared.taxes)
        self._selections = (
            *(stage.on for stage in stages if stage.on is not None),
            *(waiver.parts for waiver in prepared.waivers),
        )
        self._read = _id_paths(reads_of(_expressions(stages, prepared.waivers)))

    def after(
        self, running: Run, configuration: Configuration, path: str, values: Sequence[FeatureValue]
    ) -> Iterator[tuple[FeatureValue, TotalDifference]]:
        """Yield by how much the price of a configuration with each of the values differs from the running one.

        The configuration has the first of the values.
        """
        yield from self._less(running.priced.totals, reprice(running, configuration), path, values)

    def beside(
        self, running: Run, path: str, values: Sequence[FeatureValue]
    ) -> Iterator[tuple[FeatureValue, TotalDifference]]:
        """Yield the same of the running configuration itself, which has the first of the values."""
        yield from self._less(running.priced.totals, running, path, values)

    def _less(
        self, before: Totals, base: Run, path: str, values: Sequence[FeatureValue]
    ) -> Iterator[tuple[FeatureValue, TotalDifference]]:
        """Yield the same of a configuration with its price, less some totals."""
        if len(values) == 1:
            yield values[0], base.priced.totals.less(before)
            return
        for first, *others in self._alike(base, path, values):
            if first.value != base.configuration.values[path]:
                base = reprice(base, _swapped(base.configuration, path, first.value))
            yield first.value, base.priced.totals.less(before)
            if others:
                yield from self._together(base, path, others, before)

    def _alike(self, base: Run, path: str, values: Iterable[FeatureValue]) -> Iterator[list[_Swap]]:
        """Yield the swaps that are priced together."""
        alike: dict[Likeness, list[_Swap]] = {}
        for swap in self._swaps(base, path, values):
            if swap.likeness is None:
                yield [swap]
            else:
                alike.setdefault(swap.likeness, []).append(swap)
        yield from alike.values()

    def _swaps(self, base: Run, path: str, values: Iterable[FeatureValue]) -> list[_Swap]:
        """Return what each of the values sells in place of the one there."""
        ids, book = id_path_of(path), self._prepared.book
        key, listed = ".".join(ids), self._prepared.listed
        counted = book.prices.sales is Sales.BILL or (key, None) in listed
        if counted or ids in self._read or _is_read_elsewhere(base, path, ids):
            return [_Swap(value, None) for value in values]
        asking = BatchCarrier(self._prepared, base.configuration), at_feature(path), ids
        return [self._swap(*asking, value, listed.get((key, value))) for value in values]  # type: ignore[arg-type]

    def _swap(self, carrier: BatchCarrier, at: At, ids: IdPath, value: FeatureValue, listed: Listed | None) -> _Swap:
        if listed is None:
            return _Swap(value, ())
        if listed.reads is not NO_READS and ids in _id_paths(listed.reads):
            return _Swap(value, None)
        likeness, figures = [], []
        for price in listed.prices:
            figure = carrier.list_figure(price, at)
            if figure is not None:
                its = listed.tags | tags.of_cadence(price.cadence)
                likeness.append((price.cadence, tuple(its in selection for selection in self._selections)))
                figures.append(figure)
        return _Swap(value, tuple(likeness), tuple(figures))

    def _together(
        self, base: Run, path: str, swaps: Sequence[_Swap], before: Totals
    ) -> Iterator[tuple[FeatureValue, TotalDifference]]:
        """Yield the differences of swaps that have the lines of the price at hand; where they part, each part apart."""
        carrier = BatchCarrier(self._prepared, base.configuration)
        lines = list(self._lines(carrier, base, path, swaps))
        try:
            changed = through_changing_stages(carrier, lines)
        except Divided as divided:
            for part in divided.groups.values():
                yield from self._together(base, path, [swaps[number] for number in part], before)
        else:
            differences = self._differences(carrier, changed, before, len(swaps))
            yield from zip((swap.value for swap in swaps), differences, strict=True)

    def _lines(self, carrier: BatchCarrier, base: Run, path: str, swaps: Sequence[_Swap]) -> Iterator[BatchLine]:
        for key, piece in base.pieces.items():
            for position, line in enumerate(piece.lines):
                worth = carrier.constant(line.exact)
                if key == (LIST, path):
                    figures = Amounts.of([swap.figures[position] for swap in swaps])
                    worth = carrier.listed(figures, line.steps[0].operand)
                yield BatchLine(line.id, line.cadence, line.tags, line.path, line.part, worth)

    def _differences(
        self, carrier: BatchCarrier, lines: Sequence[BatchLine], before: Totals, size: int
    ) -> Iterator[TotalDifference]:
        book, there = self._prepared.book, {*before.by_cadence, *(line.cadence for line in lines)}
        compare, by_cadence = Amounts([0] * size), dict[Cadence, list[Money]]()
        for cadence in (each for each in Cadence if each in there):
            now = carrier.constant(before.by_cadence[cadence].fraction if cadence in before.by_cadence else ZERO)
            less = carrier.minus(carrier.total([line for line in lines if line.cadence is cadence]), now)
            moneys = amounts_of(less.numerators, less.denominator, book.currency)
            by_cadence[cadence] = moneys if len(moneys) == size else moneys * size
            compare = carrier.add(compare, carrier.scaled(less, weight(cadence, book.compare_over)))
        cadences = tuple(by_cadence)
        for amounts, ranked in zip(zip(*by_cadence.values(), strict=True), compare.fractions, strict=True):
            yield TotalDifference(dict(zip(cadences, amounts, strict=True)), ranked)


def _expressions(stages: Iterable[Stage], waivers: Iterable[Waiver]) -> Iterator[CheckedExpression | None]:
    for stage in stages:
        yield stage.when
        for amount in (stage.percent, stage.amount, stage.at_least, stage.at_most):
            yield from in_amount(amount)
    yield from (waiver.when for waiver in waivers)


def _id_paths(reads: Reads) -> frozenset[IdPath]:
    """Return the id paths of what is read, in any instance."""
    return reads.wide | {(*(binder.split(".") if binder else ()), *path) for binder, path in reads.own}


def _is_read_elsewhere(base: Run, path: str, ids: IdPath) -> bool:
    """Return whether a list price of anything else, or a charge, reads a feature."""
    return any(key != (LIST, path) and (path in piece.read or ids in piece.wide) for key, piece in base.pieces.items())


def _swapped(configuration: Configuration, path: str, value: FeatureValue) -> Configuration:
    return replace(configuration, values={**configuration.values, path: value})
