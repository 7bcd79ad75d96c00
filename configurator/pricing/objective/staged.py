"""Waivers, named stages and taxes over the lines of every configuration at once."""

from dataclasses import replace
from fractions import Fraction
from functools import partial

from configurator.pricing import tags
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.model import ActsOn, Selection, Stage, StageKind, Waiver
from configurator.pricing.objective.lines import SymbolicLine
from configurator.pricing.objective.symbols import ZERO, Symbols
from configurator.program.compile.places import bindings
from configurator.program.compile.values import Number
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Formula

Lines = list[SymbolicLine]
ONE = Fraction(1)


# ── waivers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def with_parts_waived(symbols: Symbols, lines: Lines) -> Lines:
    """Return the lines, nothing where a waiver took them off."""
    lines = list(lines)
    for waiver in symbols.prepared.waivers:
        for slot, at, present in symbols.instances_of(waiver.each):
            symbols.begin(f"waivers.{waiver.id}", waiver.place)
            where = symbols.logic.all_of((present, symbols.holds(waiver.when, at, present)))
            fitting = [
                position
                for position, line in enumerate(lines)
                if line.tags in waiver.parts and _inside(line.path, slot)
            ]
            for position, waived in _waived(symbols, waiver, where, lines, fitting):
                either = symbols.logic.any_of((lines[position].waived, waived))
                lines[position] = replace(lines[position], waived=either)
    return [_without_waived(symbols, line) for line in lines]


def _without_waived(symbols: Symbols, line: SymbolicLine) -> SymbolicLine:
    if line.waived == FALSE:
        return line
    symbols.begin(line.rule, line.place)
    return line.having(symbols.gated(line.number, symbols.logic.negation(line.waived)))


def _waived(
    symbols: Symbols, waiver: Waiver, where: Formula, lines: Lines, fitting: list[int]
) -> list[tuple[int, Formula]]:
    """Return where each of the lines is waived now; of one-of parts, where no dearer one is still to be paid."""
    if not waiver.one_of:
        return [(position, where) for position in fitting]
    found: list[tuple[int, Formula]] = []
    dearer: Formula = FALSE
    for positions in _by_cost(symbols, lines, fitting):
        first = lines[positions[0]]
        due = symbols.logic.all_of((first.sold or FALSE, symbols.logic.negation(first.waived)))
        mine = symbols.logic.all_of((where, due, symbols.logic.negation(dearer)))
        dearer = symbols.logic.any_of((dearer, due))
        found += [(position, mine) for position in positions]
    return found


def _by_cost(symbols: Symbols, lines: Lines, fitting: list[int]) -> list[list[int]]:
    """Return the lines of every part together, the dearest part first; each must have a fixed amount."""
    parts: dict[str, list[int]] = {}
    costs: dict[str, Fraction] = {}
    for position in fitting:
        line = lines[position]
        if line.amount is None or line.sold is None:
            raise symbols.refuse(f"the dearest part is waived, and {line.rule} has no fixed price")
        parts.setdefault(line.part, []).append(position)
        costs[line.part] = costs.get(line.part, ZERO) + symbols.landed(line.amount) * _weight(symbols, line.cadence)
    if any(len({lines[position].waived for position in positions}) > 1 for positions in parts.values()):
        raise symbols.refuse("the prices of one part are waived apart from each other")
    return [parts[part] for part in sorted(parts, key=lambda part: -costs[part])]


def _inside(path: str, slot: str) -> bool:
    return not slot or path == slot or path.startswith((f"{slot}.", f"{slot}["))


def _weight(symbols: Symbols, cadence: Cadence) -> Fraction:
    return weight(cadence, symbols.prepared.book.compare_over)


# ── stages ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def with_adjustments(symbols: Symbols, lines: Lines) -> Lines:
    """Return the lines after every named stage but taxes."""
    for stage in symbols.prepared.adjustments:
        symbols.begin(f"stages.{stage.id}", stage.place)
        where = symbols.holds(stage.when, bindings(""))
        if stage.at is ActsOn.LINE:
            lines = [_changed(symbols, stage, line, where) if _acts_on(stage.on, line) else line for line in lines]
        else:
            lines = [*lines, *_own_lines(symbols, stage, lines, where)]
    return lines


def _acts_on(on: Selection | None, line: SymbolicLine) -> bool:
    return on is None or line.tags in on


def _figures(symbols: Symbols, stage: Stage, where: Formula) -> list[tuple[Formula, Fraction]]:
    """Return the signed figures of a stage, each where it applies."""
    sign = -1 if stage.kind is StageKind.DISCOUNT else 1
    return [
        (symbols.logic.all_of((where, case.where)), _fixed(symbols, case.value) * sign)
        for case in symbols.cases(stage.percent or stage.amount, bindings(""))
    ]


def _fixed(symbols: Symbols, number: Number) -> Fraction:
    if number.variables:
        raise symbols.refuse("its figure depends on the configuration by more than conditions")
    return number.constant


def _changed(symbols: Symbols, stage: Stage, line: SymbolicLine, where: Formula) -> SymbolicLine:
    number, slack = line.number, ZERO
    for here, figure in _figures(symbols, stage, where):
        if stage.percent:
            change = line.number.times(figure / 100)
            slack = max(slack, line.slack * abs(figure) / 100)
        elif line.slack:
            raise symbols.refuse(f"it changes {line.rule} by an amount after a rounding that has no exact sum")
        else:
            change = symbols.function_of(line.number, partial(_by_amount, figure))
        number = symbols.added((number, symbols.gated(change, here)))
    rounded, blur = symbols.rounded(number)
    return line.having(rounded, slack + blur)


def _by_amount(by: Fraction, amount: Fraction) -> Fraction:
    """Return what an amount at the line adds to it: nothing to a free line, and never more off than there is."""
    if amount == 0:
        return ZERO
    return -amount if amount + by < 0 < amount else by


def _own_lines(symbols: Symbols, stage: Stage, lines: Lines, where: Formula) -> Lines:
    selected = [line for line in lines if _acts_on(stage.on, line)]
    if not selected and stage.on is not None:
        return []
    if stage.percent and stage.cadence is None:
        cadences = [cadence for cadence in Cadence if any(line.cadence is cadence for line in selected)]
        return [_own_line(symbols, stage, cadence, cadence, selected, where) for cadence in cadences]
    into = stage.cadence or Cadence.ONE_TIME
    return [_own_line(symbols, stage, into, Cadence.ONE_TIME if stage.percent else into, selected, where)]


def _own_line(
    symbols: Symbols, stage: Stage, cadence: Cadence, source: Cadence, selected: Lines, where: Formula
) -> SymbolicLine:
    due = [line for line in selected if line.cadence is source]
    base, blur = symbols.added(line.number for line in due), sum((line.slack for line in due), ZERO)
    if not stage.percent and stage.on is not None and stage.kind is not StageKind.MAXIMUM:
        where = symbols.logic.all_of((where, _any_sold(symbols, selected)))
    numbers, slack = [], ZERO
    for here, figure in _figures(symbols, stage, where):
        change, slope = _change(symbols, stage, base, figure)
        numbers.append(symbols.gated(change, here))
        slack = max(slack, blur * slope)
    number, own = symbols.rounded(symbols.added(numbers))
    found = tags.of_stage(stage.id, cadence, tax=stage.kind is StageKind.TAX)
    return SymbolicLine(symbols.rule, stage.place, cadence, found, number, slack=slack + own)


def _any_sold(symbols: Symbols, selected: Lines) -> Formula:
    """Return where one of the lines is there."""
    if any(line.sold == TRUE for line in selected):
        return TRUE
    if any(line.sold is None for line in selected):
        raise symbols.refuse("whether there is anything to act on depends on quantities")
    return symbols.logic.any_of(line.sold for line in selected if line.sold is not None)


def _change(symbols: Symbols, stage: Stage, base: Number, figure: Fraction) -> tuple[Number, Fraction]:
    """Return what a stage adds, and by how much it changes at most where its base changes by one."""
    low, high = symbols.bounds(base)
    match stage.kind:
        case StageKind.MINIMUM:
            if low >= figure:
                return Number(), ZERO
            return symbols.function_of(base, lambda amount: max(ZERO, figure - amount)), ONE
        case StageKind.MAXIMUM:
            if high <= figure:
                return Number(), ZERO
            return symbols.function_of(base, lambda amount: min(ZERO, figure - amount)), ONE
        case _:
            return _within_limits(symbols, stage, base, figure)


def _within_limits(symbols: Symbols, stage: Stage, base: Number, figure: Fraction) -> tuple[Number, Fraction]:
    """Keep a change within the bounds of its stage; where they may bind, it is tabulated over what it acts on."""
    factor, constant = (figure / 100, ZERO) if stage.percent else (ZERO, figure)
    limits = _limits(symbols, stage)
    part = bool(stage.percent) and figure >= -100 and not stage.at_least
    capped = stage.kind is StageKind.DISCOUNT and stage.on is not None and not part

    def kept(amount: Fraction) -> Fraction:
        found = amount * factor + constant
        for limit, ceiling in limits:
            found = min(found, limit) if ceiling else max(found, limit)
        return max(found, -max(amount, ZERO)) if capped else found

    ends = symbols.bounds(base)
    plain = all(kept(end) == end * factor + constant for end in ends)
    if plain and (not capped or ends[0] >= 0 or ends[1] <= 0):
        return symbols.added((base.times(factor), Number(constant))), abs(factor)
    return symbols.function_of(base, kept), max(ONE, abs(factor))


def _limits(symbols: Symbols, stage: Stage) -> list[tuple[Fraction, bool]]:
    """Return the signed bounds of what a stage adds, each with whether it is the upper one."""
    sign = -1 if stage.kind is StageKind.DISCOUNT else 1
    limits: list[tuple[Fraction, bool]] = []
    for amount, upper in ((stage.at_least, False), (stage.at_most, True)):
        cases = symbols.cases(amount, bindings("")) if amount else []
        if any(case.where != TRUE for case in cases):
            raise symbols.refuse("its bounds depend on the configuration")
        limits += [(_fixed(symbols, case.value) * sign, upper == (sign > 0)) for case in cases]
    return limits


# ── taxes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def with_taxes(symbols: Symbols, lines: Lines) -> Lines:
    """Return the lines and those of every tax."""
    for stage in symbols.prepared.taxes:
        symbols.begin(f"stages.{stage.id}", stage.place)
        where = symbols.holds(stage.when, bindings(""))
        if stage.at is ActsOn.LINE:
            lines = [*lines, *_by_line(symbols, stage, lines, where)]
        else:
            lines = [*lines, *_own_lines(symbols, stage, lines, where)]
    return lines


def _by_line(symbols: Symbols, stage: Stage, lines: Lines, where: Formula) -> Lines:
    found = []
    for cadence in Cadence:
        due = [line for line in lines if line.cadence is cadence and _acts_on(stage.on, line)]
        parts, slack = [], ZERO
        for line in due:
            for here, figure in _figures(symbols, stage, where):
                number, blur = symbols.rounded(symbols.gated(line.number.times(figure / 100), here))
                parts.append(number)
                slack += blur + line.slack * figure / 100
        if due:
            its = tags.of_stage(stage.id, cadence, tax=True)
            found.append(SymbolicLine(symbols.rule, stage.place, cadence, its, symbols.added(parts), slack=slack))
    return found
