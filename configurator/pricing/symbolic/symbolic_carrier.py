"""The carrier of all configurations at once: lines whose amounts are numbers over a program, exact or within bounds."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import cast

from configurator.catalog.model import NumericDomain
from configurator.language.checked import CheckedExpression
from configurator.language.tree import ComparisonOperator
from configurator.money import ONE, ZERO
from configurator.pricing import tags
from configurator.pricing.amounts import Amount
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.carrier import Calculating, Figure, IncludedTax, Sold, StageBound
from configurator.pricing.charge import Charge
from configurator.pricing.model import ListPrice, Sales, Stage, StageKind, Waiver
from configurator.pricing.named_amounts import summed_lines
from configurator.pricing.operations import PERCENT, outcome
from configurator.pricing.prepare import Listed
from configurator.pricing.price_lines import Outcome
from configurator.pricing.rule_evaluation import At
from configurator.pricing.steps import Calculation
from configurator.pricing.symbolic.changes import change_of
from configurator.pricing.symbolic.interval_bounds import (
    EVERYWHERE,
    NOTHING,
    NOWHERE,
    UNKNOWN,
    ZERO_AMOUNT,
    Between,
    Where,
)
from configurator.pricing.symbolic.symbolic_charges import charge_line
from configurator.pricing.symbolic.symbolic_lines import SymbolicLine
from configurator.pricing.symbolic.symbols import Symbols
from configurator.pricing.symbolic.tabulated import is_word
from configurator.program.compile import FeatureSlot
from configurator.program.compile.catalog_encoding import number_scale
from configurator.program.compile.lowered import LoweredNumber, ValueWeight
from configurator.program.compile.program_draft import bindings
from configurator.program.intset import IntSet
from configurator.source import Location

Bounds = StageBound[Between, Where]
Lines = Sequence[SymbolicLine]


class SymbolicCarrier(Symbols):
    """Prices every configuration of a compiled catalog by a book that is ready."""

    _steps: Sequence[SymbolicLine] = ()

    def begin(self, rule: str, location: Location, lines: Sequence[object] = ()) -> None:
        super().begin(rule, location, lines)
        self._steps = cast(Sequence[SymbolicLine], lines)

    def named_amount(self, name: str) -> Between:
        lines = summed_lines(name, self.prepared.named, self._steps, lambda line: (line.cadence, line.tags))
        counts = self.prepared.reading_amounts.get(self.rule)
        return self.total(lines).times(1 / counts.times(self.prepared.pieces) if counts is not None else ONE)

    def tried(self, ask: Callable[[], tuple[Between, Where]]) -> tuple[Between, Where]:
        return ask()

    def not_chosen(self, stage: Stage, compared: Sequence[tuple[Stage, Between]]) -> None:
        """Reasons are given for one configuration at a time."""

    def passed(self, rule: str, location: Location, outcome: Outcome, subject: str = "") -> None:
        """Reasons are given for one configuration at a time."""

    # ── the book's queries ───────────────────────────────────────────────────────────────────────────────────────────

    def instances_of(self, each: str) -> list[tuple[str, At, Where]]:
        return [(slot, at, Where.exactly(present)) for slot, at, present in self.slots_of(each)]

    def holds(self, rule: str, condition: CheckedExpression | None, at: At, instance: str, present: Where) -> Where:
        return self.every(present, self.where_true(condition, at, present.surely))

    def applies(self, stage: Stage, base: Callable[[], Between]) -> Where:
        return self.where_true(stage.when, bindings(""), base=base() if stage.when is not None else None)

    def listed_figures(self, price: ListPrice, sold: Sold[Between, Where]) -> list[Figure[Between, Where]]:
        """Return the cases of a list price; a quantity that is 0 where nothing is sold needs no gate."""
        return [
            case._replace(where=self.every(sold.where, case.where))
            if not sold.settled or case.where != EVERYWHERE
            else case
            for case in self.cases(price.amount, sold.at)
        ]

    def figures(
        self,
        stage: Stage,
        base: Between,
        where: Where,
        *,
        cadence: Cadence | None = None,
        line: SymbolicLine | None = None,
    ) -> list[Figure[Between, Where]]:
        return [
            case._replace(where=self.every(where, case.where))
            for case in self.cases(stage.percent or stage.amount, bindings(""), base=base)
        ]

    def limits(self, stage: Stage, amount: Amount, base: Between) -> list[Figure[Between, Where]]:
        return self.cases(amount, bindings(""), base=base)

    # ── list prices and charges ──────────────────────────────────────────────────────────────────────────────────────

    def sold(self) -> Iterator[Sold[Between, Where]]:
        """Yield everything that can be sold: options, units of quantities, instances, or parts of the bill."""
        if self.prepared.book.prices.sales is Sales.BILL:
            yield from self._parts()
            return
        for slot in self.encoding.slots:
            key, at = ".".join(slot.id_path), bindings(slot.instance)
            if isinstance(slot, FeatureSlot) and not isinstance(slot.feature.domain, NumericDomain):
                yield from self._options(slot, key)
            elif (key, None) in self.prepared.listed:
                listed = self.prepared.listed[key, None]
                if isinstance(slot, FeatureSlot) and isinstance(slot.feature.domain, NumericDomain):
                    first, step = number_scale(slot.feature.domain)
                    where = Where.exactly(self.logic.literal(slot.variable, slot.values))
                    number = LoweredNumber(first, {slot.variable: ValueWeight(step)})
                    quantity = self.gated(Between(number), where)
                else:
                    where = Where.exactly(self.logic.literal(slot.variable, slot.domain - IntSet.of((0,))))
                    quantity = Between(LoweredNumber(weights={slot.variable: ValueWeight(ONE)}))
                yield Sold(listed, slot.path, quantity, where, at, key, slot.path, settled=True)

    def _options(self, slot: FeatureSlot, key: str) -> Iterator[Sold[Between, Where]]:
        for held in slot.values:
            value = slot.value(held)
            listed = self.prepared.listed.get((key, value)) if isinstance(value, str | bool) else None
            if listed is not None:
                chosen = Where.exactly(self.having(slot.variable, held))
                part = f"{slot.path}.{held}"
                yield Sold(listed, slot.path, self.constant(ONE), chosen, bindings(slot.instance), key, part)

    def _parts(self) -> Iterator[Sold[Between, Where]]:
        for line in self.prepared.catalog.bill:
            for slot, at, present in self.slots_of(line.each):
                self.begin(f"bill_of_materials.{line.id}", line.location)
                words = self.words(line.part, at)
                quantity, counted = self.number(line.quantity, at)
                named = Where.exactly(self.logic.all_of((present, self.logic.negation(words.absent))))
                where = self.every(named, self.where_true(line.when, at, present), counted)
                path = f"{slot}.{line.id}" if slot else line.id
                for word in dict.fromkeys((*words.by_value.values(), words.constant)):
                    listed: Listed | None = self.prepared.parts.get(word)
                    if listed is not None:
                        here = self.every(where, Where.exactly(is_word(self, words, word)))
                        yield Sold(listed, path, quantity, here, bindings(""), part=path)

    def listed(
        self, sold: Sold[Between, Where], make: Callable[[Sold[Between, Where]], Iterable[SymbolicLine]]
    ) -> Iterable[SymbolicLine]:
        self.miss_list_price(sold)
        return make(sold)

    def miss_list_price(self, sold: Sold[Between, Where]) -> None:
        """Note where no list price applies to something sold."""
        listed = sold.listed
        if not any(map(_always, listed.prices)):
            self.begin(f"prices.{listed.item}", listed.location)
            covered = self.either(self.covered(price.amount, sold.at) for price in listed.prices)
            self.miss(self.every(sold.where, self.differs(sold.quantity), self.opposite(covered)))

    def charged(
        self,
        charge: Charge,
        instance: str,
        at: At,
        present: Where,
        make: Callable[[Charge, str, At, Where], Iterable[SymbolicLine]],
    ) -> Iterable[SymbolicLine]:
        return make(charge, instance, at, present)

    def item(
        self,
        sold: Sold[Between, Where],
        price: ListPrice,
        steps: Iterable[tuple[Calculation[Between], Figure[Between, Where]]],
    ) -> Iterator[SymbolicLine]:
        quantity = sold.quantity if sold.settled else self.gated(sold.quantity, sold.where)
        parts = []
        for each, figure in steps:
            amount = outcome(self, each.operation, ZERO_AMOUNT, each.base, quantity)
            parts.append(amount if figure.where in (sold.where, EVERYWHERE) else self.gated(amount, figure.where))
        always = sold.quantity.constant
        counted = None if always else sold.quantity
        fixed = _fixed(price, always) if always else None
        there = self.every(sold.where, self.covered(price.amount, sold.at))
        worth = self.rounded(self.added(parts))
        its = sold.listed.tags | tags.of_cadence(price.cadence)
        yield SymbolicLine(
            self.rule, price.location, price.cadence, its, worth, there, sold.path, counted, fixed, sold.part
        )

    def charge_line(self, charge: Charge, instance: str, at: At, where: Where) -> Iterator[SymbolicLine]:
        yield charge_line(self, charge, instance, at, where)

    # ── stages and taxes ─────────────────────────────────────────────────────────────────────────────────────────────

    def amount(self, line: SymbolicLine) -> Between:
        return line.worth

    def total(self, lines: Lines) -> Between:
        return self.added(line.worth for line in lines)

    def base(self, stage: Stage, lines: Lines) -> Between:
        return self.total(lines)

    def any_there(self, lines: Lines) -> Where:
        if any(line.sold == EVERYWHERE and line.counted is None for line in lines):
            return EVERYWHERE
        return self.either(self._there(line) for line in lines)

    def _there(self, line: SymbolicLine) -> Where:
        return line.sold if line.counted is None else self.every(line.sold, self.differs(line.counted))

    def changed(
        self,
        stage: Stage,
        line: SymbolicLine,
        figures: Iterable[Figure[Between, Where]],
        bounds: Sequence[Bounds],
        calculate: Calculating,
    ) -> SymbolicLine:
        worth = line.worth
        changes = [
            self.gated(change_of(self, stage, worth, figure, bounds, calculate, line=True), figure.where)
            for figure in figures
        ]
        number = self.sum_of((worth.number, *(change.number for change in changes)))
        slack = self.sum_of((worth.slack, *(change.slack for change in changes)))
        after = Between(number, slack)
        return line.having(worth if after == worth else self.rounded(after))

    def own_line(
        self,
        stage: Stage,
        cadence: Cadence,
        lines: Lines,
        base: Between,
        figures: Iterable[Figure[Between, Where]],
        bounds: Sequence[Bounds],
        calculate: Calculating,
    ) -> Iterator[SymbolicLine]:
        parts = [
            self.gated(change_of(self, stage, base, figure, bounds, calculate, line=False), figure.where)
            for figure in figures
        ]
        yield self._stage_line(stage, cadence, self.rounded(self.added(parts)))

    def taxed(
        self, stage: Stage, cadence: Cadence, lines: Lines, steps: Iterable[tuple[Between, Figure[Between, Where]]]
    ) -> Iterator[SymbolicLine]:
        parts = [
            self.rounded(self.gated(self.times(base, figure.value.times(PERCENT)), figure.where))
            for base, figure in steps
        ]
        yield self._stage_line(stage, cadence, self.added(parts))

    def included(
        self, stage: Stage, cadence: Cadence, steps: Iterable[IncludedTax[Between, Where]]
    ) -> Iterable[SymbolicLine]:
        return ()

    def untaxed(self, stage: Stage, lines: Lines) -> None:
        self.miss(EVERYWHERE)

    def _stage_line(self, stage: Stage, cadence: Cadence, worth: Between) -> SymbolicLine:
        its = tags.of_stage(stage.id, cadence, tax=stage.kind is StageKind.TAX)
        return SymbolicLine(self.rule, stage.location, cadence, its, worth, UNKNOWN)

    # ── waivers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def unpaid(self, waiver: Waiver, lines: Lines, positions: Sequence[int]) -> Sequence[int]:
        """Return all: where a line has been waived already, it costs nothing and is not due."""
        return positions

    def cost(self, lines: Lines, months: int | None) -> Between:
        """Return the cost of a part where it is due: one figure, if it is constant."""
        if all(line.amount is not None for line in lines) and len({line.waived for line in lines}) == 1:
            fixed = (self.landed(line.amount or ZERO) * weight(line.cadence, months) for line in lines)
            return self.constant(sum(fixed, ZERO))
        return self.added(self._unwaived(line).times(weight(line.cadence, months)) for line in lines)

    def due(self, lines: Lines, cost: Between) -> Where:
        """Return where a part is charged, by its cost if its lines do not state it: waiving a free part has no
        effect."""
        there = self.either(self.every(self._there(line), self.opposite(line.waived)) for line in lines)
        unsure = not there.exact and cost.exact and cost.constant is None
        if unsure and all(self.bounds(line.worth.number)[0] >= 0 for line in lines):
            return self.compared(cost, ComparisonOperator.GREATER)
        return there

    def waived(self, waiver: Waiver, line: SymbolicLine, where: Where) -> SymbolicLine:
        return replace(line, waived=self.either((line.waived, where)))

    def without_waived(self, lines: Lines) -> list[SymbolicLine]:
        symbolic_lines = []
        for line in lines:
            if line.waived != NOWHERE:
                self.begin(line.rule, line.location)
                line = line.having(self._unwaived(line))
            symbolic_lines.append(line)
        return symbolic_lines

    def _unwaived(self, line: SymbolicLine) -> Between:
        return line.worth if line.waived == NOWHERE else self.gated(line.worth, self.opposite(line.waived))

    # ── the rounded total ────────────────────────────────────────────────────────────────────────────────────────────

    def allocated(self, lines: Lines, cadence: Cadence) -> Lines:
        """Add how far rounding can move the total of a cadence; how it is shared out does not change the sum."""
        book = self.prepared.book
        self.begin("total", book.location)
        due = self.total([line for line in lines if line.cadence is cadence])
        if due.exact and self.is_landed(due.number):
            return lines
        worth = Between(NOTHING, LoweredNumber(self.blur))
        return [*lines, SymbolicLine("rounding", book.location, cadence, frozenset(), worth, UNKNOWN)]


def _always(price: ListPrice) -> bool:
    """Return whether a case of a price applies for certain; its cases are those in force."""
    return any(case.when is None and isinstance(case.value, Fraction) for case in price.amount)


def _fixed(price: ListPrice, quantity: Fraction) -> Fraction | None:
    """Return the amount of a price that always applies; its cases are those in force."""
    case = price.amount[0]
    return case.value * quantity if case.when is None and isinstance(case.value, Fraction) else None
