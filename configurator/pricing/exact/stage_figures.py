"""Stages asked exactly: whether one applies, and with which figures. Shared by carriers of books and of orders."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction

from configurator.canonical_json import exact_text
from configurator.language.checked import World
from configurator.pricing.amounts import Amount, Case
from configurator.pricing.cadence import Cadence
from configurator.pricing.carrier import AnyLine, Calculating, Figure, StageBound
from configurator.pricing.exact.stage_lines import StageSteps
from configurator.pricing.model import Stage
from configurator.pricing.operations import EXACT, Exact
from configurator.pricing.price_lines import Considered, Outcome
from configurator.pricing.rule_evaluation import ROOT_AT, Resolved, WithBase, resolve, truth
from configurator.pricing.steps import RoundingRule, Step
from configurator.source import Location


class ExactStages(Exact):
    """What exact carriers share: conditions and figures of stages; `trace` grows by the rules that do not apply."""

    def __init__(self, on: date, world: World) -> None:
        self.on, self.world = on, world
        self.trace: list[Considered] = []

    def tried(self, ask: Callable[[], tuple[Fraction, bool]]) -> tuple[Fraction, bool]:
        known = len(self.trace)
        answer = ask()
        del self.trace[known:]
        return answer

    def own_steps(
        self,
        rounding: RoundingRule,
        stage: Stage,
        base: Fraction,
        figures: Iterable[Figure[Fraction, bool]],
        bounds: Sequence[StageBound[Fraction, bool]],
        calculate: Calculating,
    ) -> Sequence[Step]:
        """Return the steps of the line that a stage adds; none where it adds none."""
        working = StageSteps(rounding, stage)
        for figure in figures:
            calculate(EXACT, working, base, figure, bounds)
        if working.steps and not working.amount and (not base or stage.is_bound):
            self.passed(f"stages.{stage.id}", stage.location, Outcome.NOT_NEEDED)
            return ()
        return working.steps

    def not_chosen(self, stage: Stage, compared: Sequence[tuple[Stage, Fraction]]) -> None:
        amounts = ", ".join(f"{each.id} {exact_text(change)}" for each, change in compared)
        self.trace.append(Considered(f"stages.{stage.id}", stage.location, Outcome.NOT_CHOSEN, condition=amounts))

    def passed(self, rule: str, location: Location, outcome: Outcome, subject: str = "") -> None:
        self.trace.append(Considered(rule, location, outcome, subject))

    def applies(self, stage: Stage, base: Callable[[], Fraction]) -> bool:
        if stage.when is None:
            return True
        result = truth(stage.when, WithBase(self.world, base()), ROOT_AT)
        if result is not True:
            outcome = Outcome.NOT_ELIGIBLE if result is False else Outcome.ABSENT
            self.trace.append(Considered(f"stages.{stage.id}", stage.when.location, outcome, condition=stage.when.text))
        return result is True

    def figures(
        self,
        stage: Stage,
        base: Fraction,
        where: bool,
        *,
        cadence: Cadence | None = None,
        line: AnyLine | None = None,
    ) -> tuple[Figure[Fraction, bool], ...]:
        result = resolve(stage.percent or stage.amount, self.on, WithBase(self.world, base), ROOT_AT)
        rule = f"stages.{stage.id}"
        if not isinstance(result, Resolved):
            subject = line.id if line is not None else ""
            self.trace.append(Considered(rule, stage.location, result.outcome, subject, result.condition))
            return ()
        if cadence is not None:
            self.pass_over(rule, result.passed, cadence)
        return (Figure(result.value, True, result.case),)

    def limits(self, stage: Stage, amount: Amount, base: Fraction) -> tuple[Figure[Fraction, bool], ...]:
        result = resolve(amount, self.on, WithBase(self.world, base), ROOT_AT)
        return (Figure(result.value, True, result.case),) if isinstance(result, Resolved) else ()

    def pass_over(self, rule: str, cases: Iterable[Case], subject: str) -> None:
        """Note the cases of an amount that were tried before the one that applies."""
        for case in cases:
            condition = case.when.text if case.when else ""
            self.trace.append(
                Considered(rule, case.location, Outcome.CASE_PASSED_OVER, subject, condition, case.interval)
            )
