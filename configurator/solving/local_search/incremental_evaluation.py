"""Evaluates a program incrementally from a solution: derived values and violated constraints after few changes.

Determined variables are computed from their inputs; only constraints that read a change are checked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from configurator.program.derivation import Derive, bases_of, definitions_and_laws, derivation
from configurator.program.formula_checks import Check, Values, check_of, sum_of
from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Linear, Program, variables_in
from configurator.solving.local_search.domains import bits
from configurator.solving.local_search.limits import LAW_SETS_CACHED, TRIED_VALUES
from configurator.solving.local_search.weights import weights_by_variable


@dataclass(frozen=True, slots=True)
class SumRepair:
    """A sum that must stay in bounds; once it does not, only a change in the other direction helps."""

    total: Callable[[Values], int]
    weights: Mapping[int, Mapping[int, int]]
    """What each value of each variable adds."""
    reach: Mapping[int, tuple[int, int]]
    """The least and the most that each variable adds."""
    low: int | None
    high: int | None

    def helping(self, values: Values, variable: int, options: Sequence[int], *, last: bool) -> Sequence[int]:
        """Return the values of a variable that move the sum towards its bounds; if it is the `last`, into them."""
        weights, total = self.weights[variable], self.total(values)
        now = weights[values[variable]]
        too_high = self.high is not None and total > self.high
        if not last:
            return [value for value in options if (weights[value] < now if too_high else weights[value] > now)]
        low = None if self.low is None else self.low - total + now
        high = None if self.high is None else self.high - total + now
        return [
            value
            for value in options
            if (low is None or low <= weights[value]) and (high is None or weights[value] <= high)
        ]

    def within(self, domains: Sequence[IntSet]) -> "SumRepair":
        """Return the same sum over variables that have no other values than these."""
        left = {variable: [adds[value] for value in domains[variable]] for variable, adds in self.weights.items()}
        return replace(self, reach={variable: (min(adds), max(adds)) for variable, adds in left.items()})

    def reaches_bounds(self, values: Values, settled: int) -> bool:
        """Return whether the sum can be in its bounds while the settled variables, as bits, keep their values."""
        least = most = self.total(values)
        for variable, weights in self.weights.items():
            if not settled >> variable & 1:
                now, (low, high) = weights[values[variable]], self.reach[variable]
                least, most = least + low - now, most + high - now
        return (self.high is None or least <= self.high) and (self.low is None or most >= self.low)


@dataclass(frozen=True, slots=True)
class CheckedLaw:
    """A constraint and the undetermined variables that it depends on."""

    check: Check
    rests_on: frozenset[int]
    mask: int
    """The same variables, a bit for each."""
    sum: SumRepair | None = None
    """How the formula is repaired, where it is a sum over variables of which none is determined."""

    def helping(self, values: Values, variable: int, options: Sequence[int], *, last: bool) -> Sequence[int]:
        """Return the values of a variable that may repair this violated constraint; if `last`, on their own."""
        return options if self.sum is None else self.sum.helping(values, variable, options, last=last)

    def within(self, domains: Sequence[IntSet]) -> "CheckedLaw":
        """Return the same law over variables that have no other values than these."""
        return self if self.sum is None else replace(self, sum=self.sum.within(domains))

    def may_hold(self, values: Values, settled: int) -> bool:
        """Return whether the law, violated now, may hold while the settled variables, as bits, keep their values.

        It certainly does not where it rests on nothing else, or is a sum that the other variables cannot bring into its
        bounds.
        """
        if not self.mask & ~settled:
            return False
        return self.sum is None or self.sum.reaches_bounds(values, settled)


class IncrementalEvaluation:
    """The constraints of a program by the variables that they read, and the functions of its determined variables.

    Lists of law numbers are cached, at most `LAW_SETS_CACHED` of them, and `far`, at most `FAR_VALUES_REMEMBERED`.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        definitions, formulas = definitions_and_laws(program)
        self._bases = bases_of(definitions)
        self.laws = tuple(self._law(formula) for formula in formulas)
        self.far: set[tuple[int, int]] = set()
        """Values that were too far away for a search by few changes when it was last tried."""
        size = len(program.variables)
        self.watching: list[int] = [0] * size
        """The laws that look at each variable, a bit for each."""
        for number, law in enumerate(self.laws):
            for variable in law.rests_on:
                self.watching[variable] |= 1 << number
        self._listed: dict[int, Sequence[int]] = {}
        self._following: list[list[Derive]] = [[] for _ in range(size)]
        for variable in sorted(definitions):
            derive = derivation(program, variable, definitions[variable])
            for base in self._bases[variable]:
                self._following[base].append(derive)

    def bases(self, variable: int) -> frozenset[int]:
        """Return the inputs of a determined variable; any other is its own input."""
        return self._bases.get(variable) or frozenset((variable,))

    def changed(self, values: Values, variable: int, value: int) -> list[int] | None:
        """Return the values after one change and its derived ones; None if a derived variable has no value."""
        after = list(values)
        after[variable] = value
        for derive in self._following[variable]:
            if not derive(after):
                return None
        return after

    def violated(self, values: Values, laws: int) -> int:
        """Return a bit mask of the violated ones among some constraints."""
        known, violated = self.laws, 0
        for number in self.listed(laws):
            if not known[number].check(values):
                violated |= 1 << number
        return violated

    def all_hold(self, values: Values, laws: int) -> bool:
        """Return whether all constraints of a bit mask hold."""
        known = self.laws
        for number in self.listed(laws):  # noqa: SIM110 — a generator takes longer, asked very often
            if not known[number].check(values):
                return False
        return True

    def listed(self, laws: int) -> Sequence[int]:
        """Return the indices of a bit mask of constraints; cached, as the same masks recur."""
        numbers = self._listed.get(laws)
        if numbers is None:
            if len(self._listed) >= LAW_SETS_CACHED:
                self._listed.clear()
            numbers = self._listed[laws] = tuple(bits(laws))
        return numbers

    def _law(self, formula: Formula) -> CheckedLaw:
        rests_on = frozenset(base for variable in variables_in(formula) for base in self.bases(variable))
        mask = sum(1 << variable for variable in rests_on)
        return CheckedLaw(check_of(formula), rests_on, mask, self._sum(formula, rests_on))

    def _sum(self, formula: Formula, rests_on: frozenset[int]) -> SumRepair | None:
        if not isinstance(formula, Linear) or rests_on != {term.variable for term in formula.terms}:
            return None
        domains = {variable: self.program.variables[variable].domain for variable in rests_on}
        if any(len(domain) > TRIED_VALUES for domain in domains.values()):
            return None
        values = {variable: tuple(domain) for variable, domain in domains.items()}
        weights = {
            variable: dict(zip(values[variable], adds, strict=True))
            for variable, adds in weights_by_variable(formula.terms, values).items()
        }
        reach = {variable: (min(adds.values()), max(adds.values())) for variable, adds in weights.items()}
        return SumRepair(sum_of(formula.terms), weights, reach, formula.low, formula.high)
