"""Lines and steps of a book's stages and taxes, the counterpart of `charge_lines`."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from configurator.canonical_json import exact_text
from configurator.catalog.model import Interval, Text
from configurator.money import ZERO
from configurator.pricing import tags
from configurator.pricing.amounts import both
from configurator.pricing.cadence import Cadence
from configurator.pricing.carrier import Figure, IncludedTax, StageBound
from configurator.pricing.model import Stage, StageKind
from configurator.pricing.operations import Operation
from configurator.pricing.price_lines import LineKind, OpenLine
from configurator.pricing.steps import Calculation, RoundingRule, Step, take
from configurator.source import Location


class StageSteps:
    """Records the effect of a stage on an amount as steps; `amount` is the running result."""

    def __init__(self, rounding: RoundingRule, stage: Stage, before: Fraction = ZERO) -> None:
        self.rounding, self.stage, self.amount = rounding, stage, before
        self.steps: list[Step] = []

    def take(self, calculation: Calculation[Fraction], figure: Figure[Fraction, bool]) -> None:
        case = figure.case
        interval = both(self.stage.interval, case.interval)
        self._record(calculation, case.location, interval, case.because or self.stage.because)

    def bound(self, calculation: Calculation[Fraction], bound: StageBound[Fraction, bool]) -> None:
        within = self.amount <= bound.amount if bound.ceiling else self.amount >= bound.amount
        if within or not bound.where:
            return
        self._record(calculation, bound.location, self.steps[0].interval)

    def _record(
        self, calculation: Calculation[Fraction], location: Location, interval: Interval, because: Text | None = None
    ) -> None:
        step = take(
            self.rounding,
            calculation,
            stage=self.stage.id,
            rule=f"stages.{self.stage.id}",
            location=location,
            interval=interval,
            before=self.amount,
            because=because,
        )
        self.steps.append(step)
        self.amount = step.after


def stage_line(stage: Stage, cadence: Cadence, steps: Sequence[Step]) -> OpenLine:
    """Return the line that a stage adds for a cadence; its amount is that of the last step.

    A tax with several rates adds one for each, which names it.
    """
    suffix = "" if cadence is Cadence.ONE_TIME else f":{cadence}"
    rate = f"@{exact_text(steps[0].operand)}" if stage.rates else ""
    return OpenLine(
        f"stages.{stage.id}{rate}{suffix}",
        LineKind(stage.kind),
        stage.title,
        cadence,
        tuple(steps),
        tags.of_stage(stage.id, cadence, tax=stage.kind is StageKind.TAX),
        item=stage.id,
        rate=steps[0].operand if stage.rates else None,
    )


def included_lines(
    rounding: RoundingRule, stage: Stage, cadence: Cadence, steps: Iterable[IncludedTax[Fraction, bool]]
) -> Iterator[OpenLine]:
    """Yield the lines that show included taxes: one for all, or one for each rate. They add nothing."""
    by_rate: dict[Fraction | None, StageSteps] = {}
    for base, percent, within, figure in steps:
        working = by_rate.setdefault(percent if stage.rates else None, StageSteps(rounding, stage))
        working.take(Calculation(Operation.INCLUDED, base, percent, within=within), figure)
    for working in by_rate.values():
        yield stage_line(stage, cadence, working.steps)
