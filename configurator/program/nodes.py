"""The finite-domain intermediate representation: integer variables, logic, linear sums and tables.

It is the only input of every engine. Variables have a name and an index; only the compiler of catalogs can interpret
their integer values. Absence of a feature is one value of its domain like any other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from configurator.program.intset import IntSet
from configurator.short_repr import short_repr


@dataclass(frozen=True, slots=True)
class Variable:
    """A finite-domain variable.

    A `determined` one is a function of the others (it names an intermediate result): every solution over the rest
    extends to it in exactly one way, so it never adds to a count.
    """

    name: str
    domain: IntSet
    determined: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """The constant true or false."""

    value: bool


@dataclass(frozen=True, slots=True)
class Literal:
    """The variable has one of the values."""

    variable: int
    values: IntSet


@dataclass(frozen=True, slots=True)
class Not:
    of: "Formula"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Same:
    """Both formulas hold, or neither does."""

    left: "Formula"
    right: "Formula"


@dataclass(frozen=True, slots=True)
class Term:
    """The contribution of a variable to a sum: `weights[value]` if listed, else `coefficient * value`."""

    variable: int
    coefficient: int = 0
    weights: tuple[tuple[int, int], ...] = ()

    def weigh(self, value: int) -> int:
        """Return the variable's contribution for this value."""
        return dict(self.weights).get(value, self.coefficient * value)


@dataclass(frozen=True, slots=True)
class Linear:
    """`low ≤ sum of terms ≤ high`; None is no bound. Everything fits 64 bits, by the compiler's check."""

    terms: tuple[Term, ...]
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """The variables' values form one of the rows, each cell a set; if not `allowed`, none of them."""

    variables: tuple[int, ...]
    rows: tuple[tuple[IntSet, ...], ...]
    allowed: bool = True


@dataclass(frozen=True, slots=True)
class Product:
    """The variable has the value `left * right`.

    It defines a determined variable by two others: it is the whole formula of an unnamed constraint, never negated.
    """

    variable: int
    left: int
    right: int


Formula = Truth | Literal | Not | And | Or | Same | Linear | Table | Product


@dataclass(frozen=True, slots=True)
class ProgramConstraint:
    """A formula that holds in every solution.

    A `named` one is a law the owner wrote, and may appear in an explanation; the others are how things are built
    (presence, definitions of determined variables) and never do.
    """

    name: str
    formula: Formula
    named: bool


@dataclass(frozen=True, slots=True)
class Lowest:
    """The variable has the lowest value that it still can have: one wish for a whole domain, however large."""

    variable: int


Wish = Literal | Lowest


@short_repr
@dataclass(frozen=True)
class Program:
    """Variables and constraints; `wishes` are what the completion tries to satisfy, in this order.

    The wishes of a compiled catalog pin every variable that is not determined: a default is a `Literal`, and a `Lowest`
    of the same variable follows it.
    """

    variables: tuple[Variable, ...]
    constraints: tuple[ProgramConstraint, ...]
    wishes: tuple[Wish, ...] = ()

    def index_of(self) -> Mapping[str, int]:
        """Return the index of every variable by its name."""
        return {variable.name: position for position, variable in enumerate(self.variables)}


def multiplies(program: Program) -> bool:
    """Return whether a program has a product of two variables."""
    return any(isinstance(constraint.formula, Product) for constraint in program.constraints)


def leaves_in(formula: Formula) -> Iterator[Truth | Literal | Linear | Table | Product]:
    """Yield the atoms of a formula, with repetitions."""
    match formula:
        case Not(of):
            yield from leaves_in(of)
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves_in(part)
        case Same(left, right):
            yield from leaves_in(left)
            yield from leaves_in(right)
        case _:
            yield formula


def variables_in(formula: Formula) -> Iterator[int]:
    """Yield the indices of the variables that a formula mentions, with repetitions."""
    for leaf in leaves_in(formula):
        match leaf:
            case Literal(variable):
                yield variable
            case Linear(terms):
                yield from (term.variable for term in terms)
            case Table(variables):
                yield from variables
            case Product(variable, left, right):
                yield from (variable, left, right)


def joined_term(terms: Sequence[Term]) -> Term:
    """Return one term equal to the sum of several terms of a variable."""
    listed = sorted({value for term in terms for value, _ in term.weights})
    return Term(
        terms[0].variable,
        sum(term.coefficient for term in terms),
        tuple((value, sum(term.weigh(value) for term in terms)) for value in listed),
    )
