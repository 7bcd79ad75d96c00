"""Numbers the values of a program's variables, singly or in blocks that no constraint distinguishes."""

from collections.abc import Collection, Sequence

import numpy as np

from configurator.program.bounds import linears_in
from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Linear, Literal, Program, Table, leaves_in
from configurator.solving.diagram.attainable_sums import sums_beside, told_apart
from configurator.solving.diagram.compile_budget import CompilationTooLarge, CompileLimits, CompileMeter
from configurator.solving.diagram.domain_narrowing import narrowed
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.diagram.limits import LISTED_VALUES, SINGLE_VALUES


class ValueBlocks:
    """The values of one variable, ascending: `blocks[n]` is the n-th set of interchangeable values."""

    def __init__(self, blocks: Sequence[IntSet]) -> None:
        self.blocks = tuple(blocks)
        self.lows: Ints = np.array([block.low for block in blocks], np.int64)
        self.block_of = {int(low): number for number, low in enumerate(self.lows)}
        self.alone = all(len(block) == 1 for block in blocks)
        self._masks: dict[IntSet, Bools] = {}

    def __len__(self) -> int:
        return len(self.blocks)

    def mask(self, values: IntSet) -> Bools:
        """Return the mask of blocks among the values; a block is always contained entirely or not at all."""
        array = self._masks.get(values)
        if array is None:
            array = np.zeros(len(self.blocks), np.bool_)
            for low, high in values.intervals:
                array[np.searchsorted(self.lows, low) : np.searchsorted(self.lows, high, side="right")] = True
            self._masks[values] = array
        return array


def value_blocks_of(program: Program, limits: CompileLimits, hidden: Collection[int] = ()) -> tuple[ValueBlocks, ...]:
    """Return the blocks of all variables, only the least value of hidden ones. Raises CompilationTooLarge."""
    meter = CompileMeter(limits)
    domains = narrowed(program, meter, hidden)
    wide = {index for index, domain in enumerate(domains) if len(domain) > SINGLE_VALUES and index not in hidden}
    cuts: dict[int, dict[IntSet, None]] = {index: {} for index in wide}
    sums: dict[int, list[Linear]] = {index: [] for index in wide}
    for constraint in program.constraints if wide else ():
        _collect(constraint.formula, cuts)
        for linear in linears_in(constraint.formula):
            for index in wide.intersection(term.variable for term in linear.terms):
                sums[index].append(linear)
    value_blocks = []
    for index, domain in enumerate(domains):
        if sums.get(index) and len(domain) > LISTED_VALUES:
            raise CompilationTooLarge(f"{program.variables[index].name} has {len(domain)} values")
        if index in hidden:
            blocks = _alone(IntSet.between(domain.low, domain.low)) if domain else []
        else:
            blocks = _blocks(domain, list(cuts[index])) if index in wide else _alone(domain)
        for linear in sums.get(index, ()):
            blocks = _cut(blocks, linear, index, domains, meter)
        value_blocks.append(ValueBlocks(sorted(blocks, key=lambda block: block.low)))
    if sum(map(len, value_blocks)) > limits.values:
        raise CompilationTooLarge(f"the variables have {sum(map(len, value_blocks))} values")
    return tuple(value_blocks)


def _alone(domain: IntSet) -> list[IntSet]:
    return [IntSet(((value, value),)) for value in domain]


def _blocks(domain: IntSet, cuts: Sequence[IntSet]) -> list[IntSet]:
    blocks = [domain] if domain else []
    for cut in cuts:
        blocks = [part for block in blocks for part in (block & cut, block - cut) if part]
    return [IntSet((pair,)) for block in blocks for pair in block.intervals]


def _cut(
    blocks: Sequence[IntSet], linear: Linear, variable: int, domains: Sequence[IntSet], meter: CompileMeter
) -> list[IntSet]:
    """Split the blocks whose values a sum distinguishes."""
    int_sets = []
    others = sums_beside(linear, [variable], domains, meter)[variable]
    for block in blocks:
        values = np.array(list(block), np.int64)
        numbers = told_apart(linear, variable, values, others)
        order = np.argsort(numbers, kind="stable")
        parts = np.split(values[order], np.flatnonzero(np.diff(numbers[order])) + 1)
        int_sets += [IntSet.of(part.tolist()) for part in parts]
    return int_sets


def _collect(formula: Formula, cuts: dict[int, dict[IntSet, None]]) -> None:
    """Collect the sets of values that a formula mentions."""
    for leaf in leaves_in(formula):
        match leaf:
            case Literal(variable, values):
                if variable in cuts:
                    cuts[variable][values] = None
            case Table(variables, rows):
                for column, variable in enumerate(variables):
                    if variable in cuts:
                        cuts[variable] |= dict.fromkeys(row[column] for row in rows)
