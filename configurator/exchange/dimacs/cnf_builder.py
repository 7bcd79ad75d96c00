"""Formulas over finite domains → clauses with exactly as many solutions.

Every variable that is added names a truth: it is bound in both directions, so that it never adds to a count.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import assert_never

from configurator.exchange.limits import PAIRWISE_LITERALS, WRITTEN_CLAUSES
from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Product, Same, Table, Truth
from configurator.program.table_rows import tabulated_product


class TooManyClauses(Exception):
    """The clauses would be more than anyone could use."""


class CnfBuilder:
    """Builds clauses. Literals are positive and negative numbers; `names` maps the variables to their names."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.clauses: list[tuple[int, ...]] = []
        self._values: list[dict[int, int]] = []
        self._known: dict[tuple[object, ...], int] = {}
        self._always = 0

    # ── variables ────────────────────────────────────────────────────────────────────────────────────────────────────

    def new(self, name: str = "") -> int:
        """Return a new variable; without a name it names an intermediate truth."""
        self.names.append(name)
        return len(self.names)

    def truth(self, name: str) -> None:
        """Add a variable of a program that is 0 or 1."""
        held = self.new(name)
        self._values.append({0: -held, 1: held})

    def choice(self, name_of_value: dict[int, str]) -> None:
        """Add a variable of a program that has exactly one of several values."""
        held = {value: self.new(name) for value, name in name_of_value.items()}
        self._values.append(held)
        self.add(*held.values())
        self._at_most_one(list(held.values()))

    def _at_most_one(self, literals: list[int]) -> None:
        if len(literals) <= PAIRWISE_LITERALS:
            for one, other in combinations(literals, 2):
                self.add(-one, -other)
            return
        before = literals[0]
        for literal in literals[1:]:
            self.add(-literal, -before)
            before = self._any([before, literal])

    def add(self, *literals: int) -> None:
        """Add a clause."""
        self.clauses.append(literals)
        if len(self.clauses) > WRITTEN_CLAUSES:
            raise TooManyClauses

    # ── formulas ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def require(self, formula: Formula) -> None:
        """Add clauses that hold exactly where the formula does."""
        match formula:
            case And(parts):
                for part in parts:
                    self.require(part)
            case Or(parts):
                self.add(*dict.fromkeys(literal for part in parts for literal in self._either(part)))
            case Table(variables, rows, False):
                for row in rows:
                    self.add(*dict.fromkeys(-literal for literal in self._cells(variables, row)))
            case _:
                self.add(*self._either(formula))

    def _either(self, formula: Formula) -> list[int]:
        """Return literals of which at least one holds exactly where the formula does."""
        match formula:
            case Truth(value):
                return [self._truth(value)] if value else []
            case Literal(variable, values):
                return self._among(variable, values)
            case Or(parts):
                return [literal for part in parts for literal in self._either(part)]
            case _:
                return [self.literal(formula)]

    def _among(self, variable: int, values: IntSet) -> list[int]:
        held = self._values[variable]
        inside = [literal for value, literal in held.items() if value in values]
        outside = [literal for value, literal in held.items() if value not in values]
        return [-outside[0]] if len(outside) == 1 and len(inside) > 1 else inside

    def literal(self, formula: Formula) -> int:
        """Return a literal that holds exactly where the formula does."""
        match formula:
            case Truth(value):
                return self._truth(value)
            case Literal(variable, values):
                return self._any(self._among(variable, values))
            case Not(of):
                return -self.literal(of)
            case And(parts):
                return self._all([self.literal(part) for part in parts])
            case Or(parts):
                return self._any([literal for part in parts for literal in self._either(part)])
            case Same(left, right):
                return self._same(self.literal(left), self.literal(right))
            case Table(variables, rows, allowed):
                number = self._any([self._all(self._cells(variables, row)) for row in rows])
                return number if allowed else -number
            case Linear():
                return self._sum(formula)
            case Product():
                domains = [IntSet.of(held) for held in self._values]
                return self.literal(tabulated_product(formula, domains))
            case other:
                assert_never(other)

    def _cells(self, variables: Sequence[int], row: Sequence[IntSet]) -> list[int]:
        """Return a literal for each cell that does not fit every value."""
        cells = zip(variables, row, strict=True)
        return [
            self._any(self._among(variable, cell))
            for variable, cell in cells
            if not all(value in cell for value in self._values[variable])
        ]

    # ── truths ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _truth(self, value: bool) -> int:
        if not self._always:
            self._always = self.new()
            self.add(self._always)
        return self._always if value else -self._always

    def _any(self, literals: list[int]) -> int:
        """Return a literal that holds exactly where one of the literals does."""
        distinct = tuple(sorted(set(literals)))
        if not distinct or any(-literal in distinct for literal in distinct):
            return self._truth(bool(distinct))
        if len(distinct) == 1:
            return distinct[0]
        key = ("any", *distinct)
        if key not in self._known:
            number = self._known[key] = self.new()
            self.add(-number, *distinct)
            for literal in distinct:
                self.add(number, -literal)
        return self._known[key]

    def _all(self, literals: list[int]) -> int:
        return -self._any([-literal for literal in literals])

    def _same(self, left: int, right: int) -> int:
        if left == right or left == -right:
            return self._truth(left == right)
        key = ("same", *sorted((left, right)))
        if key not in self._known:
            number = self._known[key] = self.new()
            for clause in (
                (-number, -left, right),
                (-number, left, -right),
                (number, left, right),
                (number, -left, -right),
            ):
                self.add(*clause)
        return self._known[key]

    # ── sums ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _sum(self, linear: Linear) -> int:
        """Return a literal for a sum: a diagram over its partial sums, from the last term to the first."""
        terms = []
        for term in linear.terms:
            by_weight: dict[int, list[int]] = {}
            for value, literal in self._values[term.variable].items():
                by_weight.setdefault(term.weigh(value), []).append(literal)
            terms.append({weight: self._any(literals) for weight, literals in by_weight.items()})
        low, high = [0], [0]
        for weights in reversed(terms):
            low.append(low[-1] + min(weights))
            high.append(high[-1] + max(weights))
        return _Sum(self, linear, terms, low[::-1], high[::-1]).node(0, 0)


class _Sum:
    """The truths of one sum: `node(i, s)` is whether the terms from the i-th on, added to s, end within the bounds."""

    def __init__(
        self, clauses: CnfBuilder, linear: Linear, terms: list[dict[int, int]], low: list[int], high: list[int]
    ) -> None:
        self._clauses = clauses
        self._least = low[0] if linear.low is None else linear.low
        self._most = high[0] if linear.high is None else linear.high
        self._terms = terms
        self._low, self._high = low, high
        self._nodes: dict[tuple[int, int], int] = {}

    def node(self, at: int, total: int) -> int:
        """Return the literal of a node, made after those that it leads to."""
        pending = [(at, total)]
        while pending:
            here = pending[-1]
            if self._settled(*here) is not None or here in self._nodes:
                pending.pop()
                continue
            missing = [
                following
                for weight in self._terms[here[0]]
                if self._settled(*(following := (here[0] + 1, here[1] + weight))) is None
                and following not in self._nodes
            ]
            if missing:
                pending += missing
            else:
                self._nodes[here] = self._made(*here)
                pending.pop()
        return self._literal(at, total)

    def _settled(self, at: int, total: int) -> bool | None:
        """Return the truth if it does not depend on the remaining terms, else None."""
        low, high = total + self._low[at], total + self._high[at]
        if low >= self._least and high <= self._most:
            return True
        return False if high < self._least or low > self._most else None

    def _literal(self, at: int, total: int) -> int:
        settled = self._settled(at, total)
        return self._nodes[(at, total)] if settled is None else self._clauses._truth(settled)

    def _made(self, at: int, total: int) -> int:
        following = {weight: self._literal(at + 1, total + weight) for weight in self._terms[at]}
        if len(set(following.values())) == 1:
            return next(iter(following.values()))
        number = self._clauses.new()
        for weight, literal in self._terms[at].items():
            self._clauses.add(-literal, -number, following[weight])
            self._clauses.add(-literal, number, -following[weight])
        return number
