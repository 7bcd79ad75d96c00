"""Taxes that prices include: gross amounts stay as they are, and of each it is shown what is tax.

What is left without taxes is the gross amount divided by 1 and all its rates. A tax that selects the line of another
includes that one in its base, so its rate counts that much more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Generic, NamedTuple

from configurator.money import ONE, ZERO
from configurator.pricing.cadence import Cadence
from configurator.pricing.carrier import A, ChangingCarrier, Figure, IncludedTax, L, P
from configurator.pricing.model import ActsOn, Stage
from configurator.pricing.operations import PERCENT
from configurator.pricing.stages.of_pieces import applies, figures_of


class _Included(NamedTuple, Generic[A, P]):
    """A tax in the amount of one line: its percentage of what is left without taxes."""

    stage: Stage
    percent: A
    figure: Figure[A, P]


class IncludedTaxes(Generic[A, P, L]):
    """The taxes that lines include, found when the first one is asked for: carriers that only sum never ask."""

    def __init__(self, carrier: ChangingCarrier[A, P, L], lines: Sequence[L]) -> None:
        self._carrier, self._lines = carrier, lines

    def of(self, stage: Stage, cadence: Cadence, where: P) -> Iterator[IncludedTax[A, P]]:
        """Yield the amounts that include a tax: every line by itself, or the total of each rate."""
        carrier, totals = self._carrier, dict[tuple[A, A], IncludedTax[A, P]]()
        for line, taxes in self._by_line:
            mine = next((tax for tax in taxes if tax.stage.id == stage.id), None)
            if mine is None or line.cadence is not cadence:
                continue
            within = self._sum(tax.percent for tax in taxes)
            included = IncludedTax(carrier.amount(line), mine.percent, within, mine.figure)
            if stage.at is ActsOn.LINE:
                yield included
            else:
                before = totals.get((mine.percent, within))
                base = included.base if before is None else carrier.add(before.base, included.base)
                totals[mine.percent, within] = included._replace(base=base)
        yield from totals.values()

    @cached_property
    def _by_line(self) -> list[tuple[L, list[_Included[A, P]]]]:
        taxes = [(stage, self._where(stage)) for stage in self._carrier.prepared.taxes if stage.included]
        return [(line, list(self._in(line, taxes))) for line in self._lines]

    def _where(self, stage: Stage) -> P:
        due = (line for line in self._lines if stage.on is not None and line.tags in stage.on)
        return applies(self._carrier, stage, [line for line in due if line.cadence is Cadence.ONE_TIME])

    def _in(self, line: L, taxes: Sequence[tuple[Stage, P]]) -> Iterator[_Included[A, P]]:
        """Yield the taxes that a line includes."""
        carrier, base, found = self._carrier, self._carrier.amount(line), dict[str, A]()
        for stage, where in taxes:
            if stage.on is None or line.tags not in stage.on or carrier.never(where):
                continue
            rate = stage.rate_of(line.tags)
            own = stage if rate is None else replace(stage, percent=rate.percent)
            figures = list(figures_of(carrier, own, base, where, line=line)) if own.percent else []
            if not figures and not carrier.is_nothing(base):
                carrier.untaxed(stage, [line])
            for figure in figures:
                below = self._sum(
                    each for id, each in found.items() if stage.on is not None and f"stages.{id}" in stage.on.tags
                )
                factor = carrier.add(carrier.constant(ONE), carrier.scaled(below, PERCENT))
                found[stage.id] = carrier.times(figure.value, factor)
                yield _Included(stage, found[stage.id], figure)

    def _sum(self, amounts: Iterator[A]) -> A:
        result = self._carrier.constant(ZERO)
        for amount in amounts:
            result = self._carrier.add(result, amount)
        return result
