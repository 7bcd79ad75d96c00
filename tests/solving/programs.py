"""Small random programs: every kind of node, set cells, determined variables, odd domains."""

from hypothesis import strategies as st

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
)
from configurator.solving.port import Assumptions, Bound

WIDE = IntSet(((-150, -100), (0, 30), (40, 40)))
"""A domain beyond what engines list value by value, with gaps."""


def domains() -> st.SearchStrategy[IntSet]:
    """Small domains, with and without gaps, now and then one value, none at all, or many."""
    return st.one_of(
        st.sets(st.integers(-3, 6), min_size=1, max_size=4).map(IntSet.of),
        st.just(IntSet.between(0, 1)),
        st.just(IntSet.of([5])),
    )


@st.composite
def value_sets(draw: st.DrawFn, domain: IntSet) -> IntSet:
    """Some values of a domain, all, none, and strangers among them."""
    inside = draw(st.sets(st.sampled_from(list(domain)))) if domain else set()
    strangers = draw(st.sampled_from([(), (), (99,)]))
    return IntSet.of({*inside, *strangers})


@st.composite
def terms(draw: st.DrawFn, variable: int, domain: IntSet) -> Term:
    """A straight term, a looked-up one, or one with some values looked up."""
    coefficient = draw(st.integers(-3, 3))
    values = draw(st.sets(st.sampled_from(list(domain)), max_size=4)) if domain else set()
    weights = tuple((value, draw(st.integers(-5, 5))) for value in sorted(values))
    return Term(variable, coefficient, weights if draw(st.booleans()) else ())


@st.composite
def linears(draw: st.DrawFn, variables: list[Variable]) -> Linear:
    indices = draw(st.lists(st.integers(0, len(variables) - 1), max_size=4))
    low = draw(st.none() | st.integers(-8, 8))
    high = draw(st.none() | st.integers(-8, 8))
    return Linear(tuple(draw(terms(place, variables[place].domain)) for place in indices), low, high)


@st.composite
def tables(draw: st.DrawFn, variables: list[Variable]) -> Table:
    indices = draw(st.lists(st.integers(0, len(variables) - 1), min_size=1, max_size=3))
    row = st.tuples(*(value_sets(variables[place].domain) for place in indices))
    return Table(tuple(indices), tuple(draw(st.lists(row, max_size=5))), draw(st.booleans()))


@st.composite
def literals(draw: st.DrawFn, variables: list[Variable]) -> Literal:
    place = draw(st.integers(0, len(variables) - 1))
    return Literal(place, draw(value_sets(variables[place].domain)))


def formulas(variables: list[Variable]) -> st.SearchStrategy[Formula]:
    """Formulas of every kind over the variables, nested a little."""
    leaves: st.SearchStrategy[Formula] = st.one_of(
        literals(variables), literals(variables), linears(variables), tables(variables), st.booleans().map(Truth)
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, max_size=3).map(tuple).map(And),
            st.lists(inner, max_size=3).map(tuple).map(Or),
            st.tuples(inner, inner).map(lambda pair: Same(*pair)),
        ),
        max_leaves=5,
    )


@st.composite
def programs(
    draw: st.DrawFn, *, empty_domains: bool = True, wide_domains: bool = True, products: bool = False
) -> Program:
    """A program of a few variables; determined ones name the truth of a formula, the value of a sum or a product."""
    free = [Variable(f"v{number}", draw(domains())) for number in range(draw(st.integers(1, 4)))]
    if wide_domains and draw(st.integers(0, 5)) == 0:
        free.append(Variable("wide", WIDE))
    if empty_domains and draw(st.integers(0, 15)) == 0:
        free.append(Variable("empty", EMPTY))
    laws = tuple(
        ProgramConstraint(f"law{number}", draw(formulas(free)), named=draw(st.booleans()))
        for number in range(draw(st.integers(0, 4)))
    )
    variables, definitions = list(free), []
    for number in range(draw(st.integers(0, 2))):
        multiplied = products and len(free) > 1 and draw(st.integers(0, 2)) == 0
        defined = multiplication if multiplied else determined
        variable, definition = draw(defined(len(variables), free, f"d{number}"))
        variables.append(variable)
        definitions.append(definition)
    extra = ProgramConstraint("on_all", draw(formulas(variables)), named=True)
    return Program(tuple(variables), (*laws, *definitions, extra))


@st.composite
def determined(draw: st.DrawFn, place: int, free: list[Variable], name: str) -> tuple[Variable, ProgramConstraint]:
    """A variable that is a function of the free ones, with its definition."""
    if draw(st.booleans()):
        truth = Same(Literal(place, IntSet.of([1])), draw(formulas(free)))
        return Variable(name, IntSet.between(0, 1), determined=True), ProgramConstraint(name, truth, named=False)
    of = draw(st.integers(0, len(free) - 1))
    values = list(free[of].domain)
    weights = tuple((value, draw(st.integers(-4, 4))) for value in values[:4])
    total = Linear((Term(of, 2, weights), Term(place, -1)), 0, 0)
    reach = IntSet.of({Term(of, 2, weights).weigh(value) for value in values})
    return Variable(name, reach, determined=True), ProgramConstraint(name, total, named=False)


@st.composite
def multiplication(draw: st.DrawFn, place: int, free: list[Variable], name: str) -> tuple[Variable, ProgramConstraint]:
    """A variable that is the product of two free ones, with its definition."""
    left, right = draw(st.permutations(range(len(free))))[:2]
    products = {one * other for one in free[left].domain for other in free[right].domain}
    definition = ProgramConstraint(name, Product(place, left, right), named=False)
    return Variable(name, IntSet.of(products), determined=True), definition


@st.composite
def assumptions(draw: st.DrawFn, program: Program) -> Assumptions:
    """Some variables narrowed, some named constraints set aside, now and then a sum that must stay in bounds."""
    variables = list(program.variables)
    indices = draw(st.sets(st.integers(0, len(variables) - 1), max_size=2))
    names = sorted({constraint.name for constraint in program.constraints if constraint.named})
    also: tuple[Bound, ...] = ()
    if draw(st.integers(0, 3)) == 0:
        added = draw(linears(variables))
        also = (Bound(added.terms, added.low, added.high),)
    return Assumptions(
        {place: draw(value_sets(variables[place].domain)) for place in sorted(indices)},
        frozenset(draw(st.sets(st.sampled_from(names)))) if names else frozenset(),
        also,
    )


@st.composite
def objectives(draw: st.DrawFn, program: Program) -> tuple[Term, ...]:
    indices = draw(st.lists(st.integers(0, len(program.variables) - 1), max_size=4))
    return tuple(draw(terms(place, program.variables[place].domain)) for place in indices)


@st.composite
def pinning_wishes(draw: st.DrawFn, program: Program) -> tuple[Wish, ...]:
    """A few literals first, then the lowest value of every variable, so that one solution is wanted."""
    first: list[Wish] = draw(st.lists(literals(list(program.variables)), max_size=4))
    order = draw(st.permutations(range(len(program.variables))))
    return (*first, *(Lowest(place) for place in order))
