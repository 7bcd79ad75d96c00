"""Small random programs and wishes, for the laws that hold of any program."""

from hypothesis import strategies as st

from configurator.program.intset import IntSet
from configurator.program.nodes import (
    Formula,
    Linear,
    Literal,
    Lowest,
    Or,
    Program,
    ProgramConstraint,
    Table,
    Term,
    Variable,
)

VARIABLES = 4
HIGHEST = 2


def _literals() -> st.SearchStrategy[Literal]:
    values = st.sets(st.integers(0, HIGHEST), min_size=1, max_size=HIGHEST).map(IntSet.of)
    return st.builds(Literal, st.integers(0, VARIABLES - 1), values)


def _linears() -> st.SearchStrategy[Linear]:
    weights = st.lists(st.integers(-2, 2), min_size=VARIABLES, max_size=VARIABLES)
    terms = weights.map(lambda found: tuple(Term(place, weight) for place, weight in enumerate(found) if weight))
    return st.builds(Linear, terms, st.none() | st.integers(-3, 3), st.none() | st.integers(0, 6))


def _tables() -> st.SearchStrategy[Table]:
    cells = st.sets(st.integers(0, HIGHEST), min_size=1).map(IntSet.of)
    pair = st.permutations(range(VARIABLES)).map(lambda indices: tuple(indices[:2]))
    return st.builds(Table, pair, st.lists(st.tuples(cells, cells), min_size=1, max_size=3).map(tuple), st.booleans())


def simple_formulas() -> st.SearchStrategy[Formula]:
    """Draw a disjunction of literals, a sum, or a table."""
    either = st.lists(_literals(), min_size=1, max_size=3).map(lambda parts: Or(tuple(parts)))
    return st.one_of(either, _linears(), _tables())


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a program of four variables with three values each; about one constraint in four is not named."""
    formulas = draw(st.lists(st.tuples(simple_formulas(), st.integers(0, 3)), max_size=6))
    constraints = tuple(
        ProgramConstraint(f"law_{at}", formula, bool(kind)) for at, (formula, kind) in enumerate(formulas)
    )
    variables = tuple(Variable(f"v{place}", IntSet.between(0, HIGHEST)) for place in range(VARIABLES))
    return Program(variables, constraints, tuple(Lowest(place) for place in range(VARIABLES)))


def wanted() -> st.SearchStrategy[dict[str, Literal]]:
    """Draw wanted single values of some variables, keyed by the variables' names, in any order."""
    values = st.dictionaries(st.integers(0, VARIABLES - 1), st.integers(0, HIGHEST), max_size=VARIABLES)
    return values.map(
        lambda found: {f"v{place}": Literal(place, IntSet.of((value,))) for place, value in found.items()}
    )
