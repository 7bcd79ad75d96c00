"""Waivers over the lines of every configuration at once."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from configurator.language.tree import ComparisonOperator
from configurator.money import ZERO
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.model import Waiver
from configurator.pricing.objective.between import EVERYWHERE, NOWHERE, UNKNOWN, Between, Where
from configurator.pricing.objective.lines import SymbolicLine
from configurator.pricing.objective.symbols import Symbols

Lines = list[SymbolicLine]

MOST_COMPARED = 24
"""Up to how many parts of no fixed price are compared to find the dearest."""


def with_parts_waived(symbols: Symbols, lines: Lines) -> Lines:
    """Return the lines, nothing where a waiver took them off."""
    lines = list(lines)
    for waiver in symbols.prepared.waivers:
        for slot, at, present in symbols.instances_of(waiver.each):
            symbols.begin(f"waivers.{waiver.id}", waiver.location)
            where = symbols.every(Where.exactly(present), symbols.holds(waiver.when, at, present))
            fitting = [
                position
                for position, line in enumerate(lines)
                if line.tags in waiver.parts and _inside(line.path, slot)
            ]
            for position, waived in _waived(symbols, waiver, where, lines, fitting):
                lines[position] = replace(lines[position], waived=symbols.either((lines[position].waived, waived)))
    return [_without_waived(symbols, line) for line in lines]


def _inside(path: str, slot: str) -> bool:
    return not slot or path == slot or path.startswith((f"{slot}.", f"{slot}["))


def _without_waived(symbols: Symbols, line: SymbolicLine) -> SymbolicLine:
    if line.waived == NOWHERE:
        return line
    symbols.begin(line.rule, line.location)
    return line.having(symbols.gated(line.worth, symbols.opposite(line.waived)))


def _waived(
    symbols: Symbols, waiver: Waiver, where: Where, lines: Lines, fitting: Sequence[int]
) -> list[tuple[int, Where]]:
    """Return where each of the lines is waived now; of one-of parts, where no dearer one is still to be paid."""
    if not waiver.one_of:
        return [(position, where) for position in fitting]
    parts: dict[str, list[int]] = {}
    for position in fitting:
        parts.setdefault(lines[position].part, []).append(position)
    groups = list(parts.values())
    dearest = _by_figures(symbols, lines, groups) if _are_fixed(lines, groups) else _compared(symbols, lines, groups)
    return [
        (position, symbols.every(where, mine))
        for group, mine in zip(groups, dearest, strict=True)
        for position in group
    ]


def _are_fixed(lines: Lines, groups: Sequence[Sequence[int]]) -> bool:
    """Tell whether every part costs the same wherever it is to be paid."""
    return all(
        all(lines[position].amount is not None for position in group)
        and len({lines[position].waived for position in group}) == 1
        for group in groups
    )


def _by_figures(symbols: Symbols, lines: Lines, groups: Sequence[Sequence[int]]) -> list[Where]:
    """Return where each part is the dearest to be paid: its figure says which ones are dearer."""
    costs = [
        sum(
            (symbols.landed(lines[each].amount or ZERO) * _weight(symbols, lines[each].cadence) for each in group), ZERO
        )
        for group in groups
    ]
    found = [NOWHERE] * len(groups)
    dearer = NOWHERE
    for at in sorted(range(len(groups)), key=lambda each: -costs[each]):
        first = lines[groups[at][0]]
        due = symbols.every(first.sold, symbols.opposite(first.waived))
        found[at] = symbols.every(due, symbols.opposite(dearer))
        dearer = symbols.either((dearer, due))
    return found


def _compared(symbols: Symbols, lines: Lines, groups: Sequence[Sequence[int]]) -> list[Where]:
    """Return where each part is the dearest to be paid: part is compared with part."""
    if len(groups) > MOST_COMPARED:
        symbols.relax(f"the dearest of more than {MOST_COMPARED} parts without fixed prices is waived")
        return [UNKNOWN] * len(groups)
    due, costs = [], []
    for group in groups:
        unpaid = [symbols.every(_there(symbols, lines[each]), symbols.opposite(lines[each].waived)) for each in group]
        due.append(symbols.either(unpaid))
        costs.append(symbols.added(_cost(symbols, lines[each]) for each in group))
    due = [
        _sure(symbols, there, cost, [lines[each] for each in group])
        for there, cost, group in zip(due, costs, groups, strict=True)
    ]
    return [
        symbols.every(
            due[at],
            *(
                symbols.either((symbols.opposite(due[other]), _beats(symbols, costs[at], costs[other], at < other)))
                for other in range(len(groups))
                if other != at
            ),
        )
        for at in range(len(groups))
    ]


def _sure(symbols: Symbols, there: Where, cost: Between, group: Lines) -> Where:
    """Return where a part is to be paid, told by its cost if its lines do not: waiving what is free changes nothing."""
    if there.exact or not cost.exact or any(symbols.bounds(line.worth.number)[0] < 0 for line in group):
        return there
    return symbols.compared(cost, ComparisonOperator.GREATER)


def _there(symbols: Symbols, line: SymbolicLine) -> Where:
    if line.counted is None:
        return line.sold
    return symbols.every(line.sold, symbols.compared(line.counted, ComparisonOperator.DIFFERENT))


def _cost(symbols: Symbols, line: SymbolicLine) -> Between:
    worth = line.worth if line.waived == NOWHERE else symbols.gated(line.worth, symbols.opposite(line.waived))
    return worth.times(_weight(symbols, line.cadence))


def _beats(symbols: Symbols, mine: Between, theirs: Between, first: bool) -> Where:
    """Return where one part is dearer than another; of equally dear ones the first counts."""
    operator = ComparisonOperator.AT_LEAST if first else ComparisonOperator.GREATER
    return symbols.compared(symbols.minus(mine, theirs), operator)


def is_any_there(symbols: Symbols, lines: Sequence[SymbolicLine]) -> Where:
    """Return where one of the lines is there."""
    if any(line.sold == EVERYWHERE and line.counted is None for line in lines):
        return EVERYWHERE
    return symbols.either(_there(symbols, line) for line in lines)


def _weight(symbols: Symbols, cadence: Cadence) -> Fraction:
    return weight(cadence, symbols.prepared.book.compare_over)
