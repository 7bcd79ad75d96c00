"""Computes intermediate results from their definitions, for one combination of values or for all at once."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from math import log2, prod

import numpy as np

from configurator.program.derivation import definitions_and_laws
from configurator.program.nodes import Formula, Linear, Literal, Or, Product, Program, Same, Table, variables_in
from configurator.solving.diagram.array_evaluation import ArrayEvaluation, Kind, NotEvaluable, ValueArray, kind_for
from configurator.solving.diagram.attainable_sums import weighed
from configurator.solving.diagram.compile_budget import CompilationTooLarge, CompileLimits, CompileMeter
from configurator.solving.diagram.interning import Ints
from configurator.solving.diagram.law_automata import CombinationSum
from configurator.solving.diagram.limits import (
    DERIVED_COMBINATIONS,
    DERIVED_NUMBERS,
    ELIMINATION_BITS,
    SINGLE_VALUES,
)
from configurator.solving.diagram.value_blocks import ValueBlocks


def is_worked_out(index: int, definitions: Sequence[Formula]) -> bool:
    """Return whether `worked_out` supports the definitions of a variable."""
    return bool(definitions) and all(_fixes(index, formula) for formula in definitions)


def worked_out(index: int, definitions: Sequence[Formula], reading: ArrayEvaluation) -> ValueArray:
    """Return the array of a determined variable's values. Raises NotEvaluable unless its definitions are total."""
    cases = [_definition_case(index, formula, reading) for formula in definitions]
    if not _any([need for need, _ in cases], reading).numbers.all():
        raise NotEvaluable
    value_array = cases[-1][1]
    for need, value in cases[:-1]:
        if need.numbers.all():
            return value
        over, (where, chosen, other) = reading.joined([need, value, value_array])
        value_array = ValueArray(over, np.where(where, chosen, other))
    return value_array


class DerivedValues:
    """Computes the hidden variables of solutions."""

    def __init__(self, program: Program, hidden: Sequence[int]) -> None:
        definitions = definitions_and_laws(program)[0] if hidden else {}
        self._definitions = {index: definitions[index] for index in hidden}

    def complete(self, values: list[int]) -> None:
        """Set the hidden variables to the values that the others determine."""
        known = {index: _single(value, np.int64) for index, value in enumerate(values)}
        reading = ArrayEvaluation(known, CompileMeter(CompileLimits()))
        for index, definitions in self._definitions.items():
            known[index] = worked_out(index, definitions, reading)
            values[index] = int(known[index].numbers)


def _single(value: int, kind: Kind) -> ValueArray:
    return ValueArray((), np.array(value, kind))


def _any(truths: Sequence[ValueArray], reading: ArrayEvaluation) -> ValueArray:
    over, arrays = reading.joined(truths)
    return ValueArray(over, np.logical_or.reduce(np.broadcast_arrays(*arrays)))


def _fixes(index: int, formula: Formula) -> bool:
    """Return whether a formula determines the value of a variable, possibly under a condition."""
    match formula:
        case Or(parts):
            about = [part for part in parts if index in set(variables_in(part))]
            return len(about) == 1 and not isinstance(about[0], Same) and _fixes(index, about[0])
        case Literal(variable, values):
            return variable == index and len(values) == 1
        case Linear(terms, low, high):
            own = [term for term in terms if term.variable == index]
            return len(own) == 1 and abs(own[0].coefficient) == 1 and not own[0].weights and low == high is not None
        case Product(variable):
            return variable == index
        case Table(variables, rows, True):
            single = all(len(cell) == 1 for row in rows for cell in row)
            return len(variables) > 1 and len(set(variables)) == len(variables) and single and bool(rows)
        case Same(Literal(variable, values), other):
            return variable == index and values.intervals == ((1, 1),) and index not in set(variables_in(other))
        case _:
            return False


def _definition_case(index: int, formula: Formula, reading: ArrayEvaluation) -> tuple[ValueArray, ValueArray]:
    """Return where a formula determines a variable's value, and that value."""
    match formula:
        case Or(parts):
            (about,) = (part for part in parts if index in set(variables_in(part)))
            otherwise = reading.truth(Or(tuple(part for part in parts if part is not about)))
            return ValueArray(otherwise.over, ~otherwise.numbers), _defined_value(index, about, reading)
        case _:
            return ValueArray((), np.array(True)), _defined_value(index, formula, reading)


def _defined_value(index: int, formula: Formula, reading: ArrayEvaluation) -> ValueArray:
    match formula:
        case Literal(_, values):
            return _single(values.low, reading.kind)
        case Linear(terms, int(low), _):
            (own,) = (term for term in terms if term.variable == index)
            rest = reading.total(term for term in terms if term.variable != index)
            return ValueArray(rest.over, own.coefficient * (low - rest.numbers))
        case Table():
            return reading.looked_up(formula, index)
        case Product(_, left, right):
            return reading.times(left, right)
        case Same(_, other):
            truth = reading.truth(other)
            return ValueArray(truth.over, truth.numbers.astype(reading.kind))
    raise NotEvaluable


def hidden_in(program: Program) -> tuple[int, ...]:
    """Return the determined variables that need no decision, ascending: those used only in sums.

    Empty if every formula is narrow enough to compile with them.
    """
    sizes = [len(variable.domain) for variable in program.variables]
    made = [index for index, variable in enumerate(program.variables) if variable.determined]
    if not made or not any(_is_too_wide(constraint.formula, sizes) for constraint in program.constraints):
        return ()
    return tuple(_Hideable(program, sizes, made).hidden())


def _is_too_wide(formula: Formula, sizes: Sequence[int]) -> bool:
    return isinstance(formula, Product) or _bits(formula, sizes) > ELIMINATION_BITS


def _bits(formula: Formula, sizes: Sequence[int]) -> float:
    """Return the bits that the values of all variables of a formula but one take."""
    bits = [log2(max(1, sizes[index])) for index in set(variables_in(formula))]
    return sum(bits) - max(bits, default=0)


class _Hideable:
    """The variables that can be hidden; any other is decided, and hidden ones may depend on it."""

    def __init__(self, program: Program, sizes: Sequence[int], made: Sequence[int]) -> None:
        self._sizes = sizes
        self._definitions, self._laws = definitions_and_laws(program)
        self._hidden = {index for index in made if is_worked_out(index, self._definitions[index])}

    def hidden(self) -> list[int]:
        """Return the variables that remain hidden, at a fixpoint."""
        before = -1
        while before != len(self._hidden):
            before = len(self._hidden)
            self._keep_what_is_looked_at()
            self._keep_what_rests_on_too_much()
        return sorted(self._hidden)

    def _keep_what_is_looked_at(self) -> None:
        """Keep the variables of laws other than sums, and of definitions of kept variables."""
        kept = (formula for index, own in self._definitions.items() if index not in self._hidden for formula in own)
        for law in (*self._laws, *kept):
            if not isinstance(law, Linear):
                self._hidden.difference_update(variables_in(law))

    def _keep_what_rests_on_too_much(self) -> None:
        rests_on: dict[int, frozenset[int]] = {}
        for index in sorted(self._hidden):
            used = {each for formula in self._definitions[index] for each in variables_in(formula)} - {index}
            rests_on[index] = frozenset(base for each in used for base in rests_on.get(each, (each,)))
            if not self._is_small(rests_on[index]):
                self._hidden.discard(index)
                del rests_on[index]
        for law in self._laws:
            used = self._hidden.intersection(variables_in(law))
            if not self._is_small(frozenset(base for index in used for base in rests_on[index])):
                self._hidden -= used

    def _is_small(self, base: frozenset[int]) -> bool:
        sizes = [self._sizes[index] for index in base]
        return max(sizes, default=0) <= SINGLE_VALUES and prod(sizes) <= DERIVED_COMBINATIONS


def inlined(
    program: Program, hidden: Sequence[int], values: Sequence[ValueBlocks], limits: CompileLimits
) -> tuple[list[Formula], list[CombinationSum]]:
    """Return the constraints without the hidden variables: formulas, and sums with tabulated terms.

    Raises NotEvaluable where the definitions do not give every combination its value, and CompilationTooLarge.
    """
    if not hidden:
        return [each.formula for each in program.constraints], []
    definitions, laws = definitions_and_laws(program)
    kind = kind_for(program)
    known = {
        index: ValueArray((index,), own.lows.astype(kind))
        for index, own in enumerate(values)
        if own.alone and index not in hidden
    }
    late: dict[int, Callable[[], ValueArray]] = {}
    reading = ArrayEvaluation(known, CompileMeter(limits), kind, late)
    mentioned = (
        (index, each) for index, own in definitions.items() for formula in own for each in variables_in(formula)
    )
    used = {each for index, each in mentioned if each != index}
    kept = 0
    for index in hidden:
        work = partial(worked_out, index, definitions.pop(index), reading)
        if index not in used:
            late[index] = work
            continue
        known[index] = work()
        kept += known[index].numbers.size
        if kept > DERIVED_NUMBERS:
            raise CompilationTooLarge("too many combinations of intermediate results")
    inside = frozenset(hidden)
    using = [law for law in laws if isinstance(law, Linear) and not inside.isdisjoint(variables_in(law))]
    left = [law for law in laws if inside.isdisjoint(variables_in(law))]
    left += (formula for own in definitions.values() for formula in own)
    return left, [_grid(law, inside, values, reading).coarse(reading.meter) for law in using]


def _grid(
    linear: Linear, hidden: AbstractSet[int], values: Sequence[ValueBlocks], reading: ArrayEvaluation
) -> CombinationSum:
    sums = reading.total(term for term in linear.terms if term.variable in hidden)
    sums = reading.plus(sums, reading.total(term for term in linear.terms if term.variable in sums.over))
    rest: dict[int, Ints] = {}
    for term in linear.terms:
        if term.variable not in hidden and term.variable not in sums.over:
            rest[term.variable] = rest.get(term.variable, 0) + weighed(term, values[term.variable].lows)
    return CombinationSum(sums.over, sums.numbers.astype(np.int64), rest, linear.low, linear.high)
