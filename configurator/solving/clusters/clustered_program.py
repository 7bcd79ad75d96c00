"""A program over clusters: a variable for each, whose values are the combinations that the laws inside it allow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import and_
from typing import assert_never

from configurator.budget import UNLIMITED, Budget, BudgetMeter
from configurator.program.formula_checks import check_of
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Lowest,
    Not,
    Or,
    Product,
    Program,
    ProgramConstraint,
    Same,
    Table,
    Term,
    Truth,
    Variable,
    Wish,
    joined_term,
    variables_in,
)
from configurator.program.rewriting import conjunction, conjuncts, rewritten
from configurator.solving.clusters.clustering import Clustering
from configurator.solving.clusters.limits import CLUSTER_COMBINATIONS, CLUSTER_VALUES


class TooManyCombinations(Exception):
    """A cluster has more values than pay, or a law no form over clusters. Caught within this package."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Variables of a program that are one variable of another; `rows[n]` are their values if its value is n.

    A cluster of one variable has that variable's values, and no rows.
    """

    index: int
    members: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...] = ()

    def held(self, variable: int, values: IntSet) -> IntSet:
        """Return the values of the cluster in which a member has one of some values."""
        if not self.rows:
            return values
        at = self.members.index(variable)
        return IntSet.of(number for number, row in enumerate(self.rows) if row[at] in values)

    def values(self, variable: int, numbers: IntSet) -> IntSet:
        """Return the values that a member has where the cluster has one of some values."""
        if not self.rows:
            return numbers
        at = self.members.index(variable)
        return IntSet.of({self.rows[number][at] for number in numbers})

    def weights(self, term: Term) -> Sequence[int]:
        """Return what a term about a member adds, by value of the cluster."""
        at, known = self.members.index(term.variable), dict(term.weights)
        return [known.get(row[at], term.coefficient * row[at]) for row in self.rows]


@dataclass(frozen=True)
class ClusteredProgram:
    """A program and the one over its clusters; the solutions of both correspond one to one.

    `budget` is that of the translation, which raises OutOfBudget.
    """

    original: Program
    clusters: tuple[Cluster, ...]
    budget: Budget = field(default=UNLIMITED, compare=False, repr=False)

    @cached_property
    def cluster_of(self) -> Mapping[int, Cluster]:
        """The cluster of every variable."""
        return {variable: cluster for cluster in self.clusters for variable in cluster.members}

    @cached_property
    def program(self) -> Program:
        """The program over the clusters, in their order; what is about the same two of them is one law."""
        variables = tuple(self._variable(cluster) for cluster in self.clusters)
        laws: dict[frozenset[int], list[Formula]] = {}
        for formula in self._outer:
            scope = frozenset(self.cluster_of[variable].index for variable in variables_in(formula))
            laws.setdefault(scope, []).append(formula)
        return Program(variables, tuple(self._constraint(scope, own) for scope, own in laws.items()))

    @cached_property
    def _outer(self) -> Sequence[Formula]:
        """The laws that reach over more than one cluster, or are about a single variable."""
        formulas = (each for constraint in self.original.constraints for each in conjuncts(constraint.formula))
        return [formula for formula in formulas if not self._is_inside(formula)]

    def _is_inside(self, formula: Formula) -> bool:
        clusters = {self.cluster_of[variable].index for variable in variables_in(formula)}
        return len(clusters) == 1 and bool(self.clusters[clusters.pop()].rows)

    def _variable(self, cluster: Cluster) -> Variable:
        members = [self.original.variables[variable] for variable in cluster.members]
        if not cluster.rows:
            (variable,) = cluster.members
            alone = (law.values for law in self._outer if isinstance(law, Literal) and law.variable == variable)
            return replace(members[0], domain=reduce(and_, alone, members[0].domain))
        determined = all(member.determined for member in members)
        return Variable(members[0].name, IntSet.between(0, len(cluster.rows) - 1), determined)

    def _constraint(self, scope: frozenset[int], formulas: Sequence[Formula]) -> ProgramConstraint:
        joined = self._as_table(scope, formulas) or conjunction(map(self.formula, formulas))
        return ProgramConstraint("", joined, named=False)

    def _as_table(self, scope: frozenset[int], formulas: Sequence[Formula]) -> Table | None:
        """Return laws about a variable and a cluster as one table, None where they are about others."""
        clusters = sorted((self.clusters[index] for index in scope), key=lambda each: len(each.members))
        if len(clusters) != 2 or clusters[0].rows or not clusters[1].rows or len(formulas) == 1:
            return None
        single, joint = clusters
        (variable,) = single.members
        domain = self.original.variables[variable].domain
        if not is_listable(domain):
            return None
        rows = []
        for number, row in enumerate(joint.rows):
            self.budget.check()
            fixed = {member: IntSet.of((value,)) for member, value in zip(joint.members, row, strict=True)}
            allowed = allowed_values(formulas, variable, domain, fixed)
            if allowed:
                rows.append((allowed, IntSet.of((number,))))
        return Table((single.index, joint.index), tuple(rows))

    # ── translation ──────────────────────────────────────────────────────────────────────────────────────────────────

    def formula(self, formula: Formula) -> Formula:
        """Return a formula over clusters."""
        self.budget.check()
        match formula:
            case Truth():
                return formula
            case Literal(variable, values):
                return self.literal(variable, values)
            case Not(of):
                return Not(self.formula(of))
            case And(parts):
                return And(tuple(map(self.formula, parts)))
            case Or(parts):
                return Or(tuple(map(self.formula, parts)))
            case Same(left, right):
                return Same(self.formula(left), self.formula(right))
            case Linear(terms, low, high):
                return Linear(self.terms(terms), low, high)
            case Table():
                return self._table(formula)
            case Product():
                raise TooManyCombinations
            case other:
                assert_never(other)

    def literal(self, variable: int, values: IntSet) -> Literal:
        """Return the literal over clusters that says the same."""
        cluster = self.cluster_of[variable]
        return Literal(cluster.index, cluster.held(variable, values))

    def terms(self, terms: Sequence[Term]) -> tuple[Term, ...]:
        """Return a sum over clusters, one term for each."""
        by_cluster: dict[int, list[Term]] = {}
        for term in terms:
            by_cluster.setdefault(self.cluster_of[term.variable].index, []).append(term)
        return tuple(self._term(self.clusters[index], own) for index, own in by_cluster.items())

    def _term(self, cluster: Cluster, terms: Sequence[Term]) -> Term:
        if not cluster.rows:
            whole = joined_term(terms)
            return Term(cluster.index, whole.coefficient, whole.weights)
        sums = map(sum, zip(*map(cluster.weights, terms), strict=True))
        return Term(cluster.index, 0, tuple(enumerate(sums)))

    def _table(self, table: Table) -> Formula:
        columns: dict[int, list[int]] = {}
        for column, variable in enumerate(table.variables):
            columns.setdefault(self.cluster_of[variable].index, []).append(column)
        held = [self._held(variable, {row[at] for row in table.rows}) for at, variable in enumerate(table.variables)]
        rows = []
        for row in table.rows:
            cells = tuple(reduce(and_, (held[at][row[at]] for at in own)) for own in columns.values())
            if all(cells):
                rows.append(cells)
        return Table(tuple(columns), tuple(rows), table.allowed) if rows else Truth(not table.allowed)

    def _held(self, variable: int, cells: Iterable[IntSet]) -> Mapping[IntSet, IntSet]:
        """Return the values of the cluster of a variable in which it has a value of each cell."""
        held, cluster = {}, self.cluster_of[variable]
        for cell in cells:
            self.budget.check()
            held[cell] = cluster.held(variable, cell)
        return held

    def wishes(self, wish: Wish) -> Iterator[Wish]:
        """Yield wishes over clusters that say the same: the lowest value of a member is asked for value by value."""
        cluster = self.cluster_of[wish.variable]
        if isinstance(wish, Literal):
            yield self.literal(wish.variable, wish.values)
        elif not cluster.rows:
            yield Lowest(cluster.index)
        else:
            for value in sorted({row[cluster.members.index(wish.variable)] for row in cluster.rows})[:-1]:
                yield self.literal(wish.variable, IntSet.of((value,)))

    def solution(self, chosen: Sequence[int]) -> tuple[int, ...]:
        """Return a solution of the original program."""
        values = [0] * len(self.original.variables)
        for cluster, value in zip(self.clusters, chosen, strict=True):
            row = cluster.rows[value] if cluster.rows else (value,)
            for variable, own in zip(cluster.members, row, strict=True):
                values[variable] = own
        return tuple(values)

    def chosen(self, solution: Sequence[int]) -> tuple[int, ...] | None:
        """Return the values of the clusters in a solution; None where one has no such value."""
        values = []
        for cluster in self.clusters:
            row = tuple(solution[variable] for variable in cluster.members)
            if cluster.rows and row not in cluster.rows:
                return None
            values.append(cluster.rows.index(row) if cluster.rows else row[0])
        return tuple(values)


def clustered(program: Program, clustering: Clustering, budget: Budget = UNLIMITED) -> ClusteredProgram | None:
    """Return the program over clusters; None where a cluster has more than `CLUSTER_VALUES` combinations.

    Raises OutOfBudget.
    """
    inside = _Inside(program, budget)
    try:
        clusters = [inside.cluster(index, members) for index, members in enumerate(clustering.clusters)]
        found = ClusteredProgram(program, tuple(clusters), budget)
        found.program  # noqa: B018 — translated here, where a product that reaches over clusters is refused
        return found
    except (TooManyCombinations, OverflowError):  # A set of more values than an index can count is too many, too.
        return None


class _Inside:
    """The laws of a program by their first variable."""

    def __init__(self, program: Program, budget: Budget) -> None:
        self._program, self._meter = program, BudgetMeter(budget)
        self._about: dict[int, list[tuple[frozenset[int], Formula]]] = {}
        for constraint in program.constraints:
            for formula in conjuncts(constraint.formula):
                scope = frozenset(variables_in(formula))
                for variable in scope:
                    self._about.setdefault(variable, []).append((scope, formula))

    def cluster(self, index: int, members: tuple[int, ...]) -> Cluster:
        """Return a cluster with its combinations. Raises TooManyCombinations."""
        if len(members) == 1:
            return Cluster(index, members)
        values = [0] * len(self._program.variables)
        rows: list[tuple[int, ...]] = [()]
        for at, variable in enumerate(members):
            known = frozenset(members[: at + 1])
            checks = [check_of(formula) for scope, formula in self._about.get(variable, ()) if scope <= known]
            domain = self._program.variables[variable].domain
            if len(domain) * len(rows) > CLUSTER_COMBINATIONS:
                raise TooManyCombinations
            longer = []
            for row in rows:
                self._meter.step()
                for member, value in zip(members, row, strict=False):
                    values[member] = value
                for value in domain:
                    values[variable] = value
                    if all(check(values) for check in checks):
                        longer.append((*row, value))
            rows = longer
        rows = [row for row in rows if self._has_neighbours(members, row)]
        if not 0 < len(rows) <= CLUSTER_VALUES:
            raise TooManyCombinations
        return Cluster(index, members, tuple(rows))

    def _has_neighbours(self, members: tuple[int, ...], row: tuple[int, ...]) -> bool:
        """Return whether each variable that single laws tie to a cluster has a value beside a combination."""
        self._meter.look()
        inside = frozenset(members)
        fixed = {member: IntSet.of((value,)) for member, value in zip(members, row, strict=True)}
        beside: dict[int, list[Formula]] = {}
        for member in members:
            for scope, formula in self._about.get(member, ()):
                other = min(scope - inside, default=member)
                listable = is_listable(self._program.variables[other].domain)
                if listable and len(scope - inside) == 1 and min(scope & inside) == member:
                    beside.setdefault(other, []).append(formula)
        return all(
            allowed_values(formulas, other, self._program.variables[other].domain, fixed)
            for other, formulas in beside.items()
        )


def is_listable(domain: IntSet) -> bool:
    """Return whether the values of a variable are few enough to be looked at one by one."""
    return sum(high - low + 1 for low, high in domain.intervals) <= CLUSTER_COMBINATIONS


def allowed_values(formulas: Iterable[Formula], variable: int, domain: IntSet, fixed: Mapping[int, IntSet]) -> IntSet:
    """Return the values of a variable with which formulas hold, all others that they mention being fixed."""
    for formula in formulas:
        if domain:
            domain = _allowed(rewritten(formula, {**fixed, variable: domain}), variable, domain)
    return domain


def _allowed(formula: Formula, variable: int, domain: IntSet) -> IntSet:
    match formula:
        case Truth(value):
            return domain if value else EMPTY
        case Literal(_, values):
            return domain & values
    check, assignment = check_of(formula), [0] * (variable + 1)

    def holds(value: int) -> bool:
        assignment[variable] = value
        return check(assignment)

    return IntSet.of(value for value in domain if holds(value))
