"""A program seen from one of its solutions: what else follows, and what breaks, when a few values change.

Intermediate results are worked out from the values they rest on; only formulas that look at a change are asked again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from configurator.program.intset import IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Program,
    ProgramConstraint,
    Same,
    Table,
    conjuncts,
)
from configurator.program.nodes import variables_in as mentioned
from configurator.session.formulas import Check, Values, check_of, sum_of
from configurator.session.keeping import Kept

MOST_PROGRAMS = 8
"""So many landscapes are kept ready."""
MOST_VALUES = 512
"""Variables with more values are not looked at one value at a time."""
MOST_LISTED = 20_000
"""So many sets of laws are kept as lists."""


@dataclass(frozen=True, slots=True)
class Law:
    """A formula that must hold, and the variables, intermediate results resolved, that it rests on."""

    check: Check
    rests_on: frozenset[int]
    mask: int
    """The same variables, a bit for each."""
    sum: "Sum | None" = None
    """What is added up, where the formula is a sum over variables of which none is determined."""

    def mending(self, values: Values, place: int, options: Sequence[int], *, last: bool) -> Sequence[int]:
        """Return the options of a variable that could be part of mending this law, which is broken; `last`, alone."""
        return options if self.sum is None else self.sum.mending(values, place, options, last=last)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that must stay in bounds; once it does not, only a change in the other direction helps."""

    total: Callable[[Values], int]
    weighs: Mapping[int, Mapping[int, int]]
    """What each value of each variable adds."""
    low: int | None
    high: int | None

    def mending(self, values: Values, place: int, options: Sequence[int], *, last: bool) -> Sequence[int]:
        """Return the options of a variable that move the sum towards its bounds; into them, if it is the last one."""
        weigh, total = self.weighs[place], self.total(values)
        now = weigh[values[place]]
        too_high = self.high is not None and total > self.high
        if not last:
            return [value for value in options if (weigh[value] < now if too_high else weigh[value] > now)]
        low = None if self.low is None else self.low - total + now
        high = None if self.high is None else self.high - total + now
        return [
            value
            for value in options
            if (low is None or low <= weigh[value]) and (high is None or weigh[value] <= high)
        ]


Derive = Callable[[list[int]], bool]
"""Sets one intermediate result in a list of values; False where no value fits."""


class Landscape:
    """The laws of a program, by the variables they look at, and how its intermediate results are worked out."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._determined = [variable.determined for variable in program.variables]
        definitions, formulas = self._parted(program.constraints)
        self._rests_on = self._resolved(definitions)
        self._derive = {place: _derivation(program, place, found) for place, found in definitions.items()}
        self.laws = tuple(self._law(formula) for formula in formulas)
        self.far: set[tuple[int, int]] = set()
        """Values that were too far away for a search by few changes when it was last tried."""
        size = len(program.variables)
        self.watching: list[int] = [0] * size
        """The laws that look at each variable, a bit for each."""
        for number, law in enumerate(self.laws):
            for place in law.rests_on:
                self.watching[place] |= 1 << number
        self._listed: dict[int, tuple[int, ...]] = {}
        self._following: list[list[Derive]] = [[] for _ in range(size)]
        for place in sorted(self._derive):
            for other in self._rests_on[place]:
                self._following[other].append(self._derive[place])

    def under(self, place: int) -> frozenset[int]:
        """Return the variables that a determined one rests on; any other rests on itself."""
        return self._rests_on.get(place) or frozenset((place,))

    def moved(self, values: Values, place: int, value: int) -> list[int] | None:
        """Return the values with one changed and all intermediate results with it; None where one has no value."""
        found = list(values)
        found[place] = value
        for derive in self._following[place]:
            if not derive(found):
                return None
        return found

    def broken(self, values: Values, laws: int) -> int:
        """Return which of some laws do not hold, a bit for each."""
        known, found = self.laws, 0
        for number in self.listed(laws):
            if not known[number].check(values):
                found |= 1 << number
        return found

    def all_hold(self, values: Values, laws: int) -> bool:
        """Tell whether all of some laws hold, given a bit for each."""
        known = self.laws
        for number in self.listed(laws):  # noqa: SIM110 — a generator takes longer, asked very often
            if not known[number].check(values):
                return False
        return True

    def listed(self, laws: int) -> tuple[int, ...]:
        """Return the numbers of some laws, given a bit for each; the same sets are asked for very often."""
        found = self._listed.get(laws)
        if found is None:
            if len(self._listed) >= MOST_LISTED:
                self._listed.clear()
            found = self._listed[laws] = tuple(bits(laws))
        return found

    def _parted(self, constraints: Iterable[ProgramConstraint]) -> tuple[dict[int, list[Formula]], list[Formula]]:
        """Return the definitions of every determined variable, and all other formulas, conjunctions taken apart.

        A nameless formula defines the last determined variable that it mentions: those are made one after the other.
        """
        definitions: dict[int, list[Formula]] = {
            place: [] for place, determined in enumerate(self._determined) if determined
        }
        formulas: list[Formula] = []
        for constraint in constraints:
            for formula in conjuncts(constraint.formula):
                made = [] if constraint.named else [place for place in mentioned(formula) if self._determined[place]]
                (definitions[max(made)] if made else formulas).append(formula)
        return definitions, formulas

    def _resolved(self, definitions: dict[int, list[Formula]]) -> dict[int, frozenset[int]]:
        """Return for every determined variable the variables that it rests on, none of them determined."""
        found: dict[int, frozenset[int]] = {}
        for place in sorted(definitions):
            others = {other for formula in definitions[place] for other in mentioned(formula)} - {place}
            found[place] = frozenset(
                base for other in others for base in (found[other] if self._determined[other] else (other,))
            )
        return found

    def _law(self, formula: Formula) -> Law:
        rests_on = frozenset(base for place in mentioned(formula) for base in self.under(place))
        mask = sum(1 << place for place in rests_on)
        return Law(check_of(formula), rests_on, mask, self._sum(formula, rests_on))

    def _sum(self, formula: Formula, rests_on: frozenset[int]) -> Sum | None:
        variables = self.program.variables
        if not isinstance(formula, Linear) or rests_on != {term.variable for term in formula.terms}:
            return None
        if any(len(variables[place].domain) > MOST_VALUES for place in rests_on):
            return None
        weighs = {
            place: {
                value: sum(term.weigh(value) for term in formula.terms if term.variable == place)
                for value in variables[place].domain
            }
            for place in rests_on
        }
        return Sum(sum_of(formula.terms), weighs, formula.low, formula.high)


def bits(mask: int) -> list[int]:
    """Return the places of the bits, the lowest first."""
    found = []
    while mask:
        bit = mask & -mask
        found.append(bit.bit_length() - 1)
        mask ^= bit
    return found


def _derivation(program: Program, place: int, definitions: Sequence[Formula]) -> Derive:
    """Return how a determined variable is worked out: of the values its definitions speak of, the one that they allow.

    A law may still refuse that value; what is returned then holds, as the definitions alone fix it.
    """
    domain = program.variables[place].domain
    check = tuple(check_of(formula) for formula in definitions)
    proposals = tuple(propose for formula in definitions for propose in _proposals(formula, place))
    every = tuple(domain) if len(domain) <= MOST_VALUES else ()

    def derive(values: list[int]) -> bool:
        proposed = (value for propose in proposals for value in propose(values))
        for candidates in (proposed, every):
            for value in candidates:
                values[place] = value
                if value in domain and all(each(values) for each in check):
                    return True
        return False

    return derive


Propose = Callable[[Values], Iterable[int]]


def _proposals(formula: Formula, place: int) -> Iterator[Propose]:
    """Yield functions that name the values by which parts of a formula may come to hold."""
    match formula:
        case Linear(terms, low, high) if low is not None and low == high:
            own = [term for term in terms if term.variable == place]
            if len(own) == 1 and not own[0].weights and own[0].coefficient:
                others = sum_of([term for term in terms if term.variable != place])
                yield _solved(others, own[0].coefficient, low)
        case Table(variables, rows, True) if variables.count(place) == 1:
            yield from _of_rows(variables, rows, place)
        case Literal(variable, allowed) if variable == place and len(allowed) <= MOST_VALUES:
            listed = tuple(allowed)
            yield lambda values: listed
        case Or(parts) | And(parts):
            for part in parts:
                yield from _proposals(part, place)
        case Same(left, right):
            yield from _proposals(left, place)
            yield from _proposals(right, place)
        case Not(of):
            yield from _proposals(of, place)
        case _:
            return


def _solved(others: Callable[[Values], int], coefficient: int, total: int) -> Propose:
    def propose(values: Values) -> Iterable[int]:
        value, rest = divmod(total - others(values), coefficient)
        return () if rest else (value,)

    return propose


def _of_rows(variables: tuple[int, ...], rows: Sequence[Sequence[IntSet]], place: int) -> Iterator[Propose]:
    """Yield the look-up of a table of single values in which the other cells settle the variable's own."""
    if any(len(cell) != 1 for row in rows for cell in row):
        return
    own = variables.index(place)
    found: dict[tuple[int, ...], tuple[int, ...]] = {}
    for row in rows:
        key = tuple(cell.low for at, cell in enumerate(row) if at != own)
        found[key] = (*found.get(key, ()), row[own].low)
    others = tuple(variable for variable in variables if variable != place)
    yield lambda values: found.get(tuple([values[variable] for variable in others]), ())


def landscape_of(program: Program) -> Landscape:
    """Return the landscape of a program; that of the same object is made once while it is in use."""
    return _made(Kept(program))


@lru_cache(maxsize=MOST_PROGRAMS)
def _made(kept: Kept[Program]) -> Landscape:
    return Landscape(kept.thing)
