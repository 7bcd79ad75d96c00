"""Programs as ordinary catalogs make them: a few variables of many parts, whose constraints read attributes."""

from random import Random

from configurator.program.intset import IntSet
from configurator.program.nodes import (
    Formula,
    Linear,
    Literal,
    Lowest,
    Or,
    Program,
    ProgramConstraint,
    Same,
    Table,
    Term,
    Variable,
    Wish,
)

ATTRIBUTE = 5
"""Different values of an attribute; parts are more, so many are of one kind."""


def parts_program(seed: int, *, variables: int = 4, parts: int = 30, laws: int = 5) -> Program:
    """Return a random program; every part has a few attributes, and presence and a count tie some variables."""
    random = Random(seed)
    made = [Variable(f"v{number}", IntSet.between(0, random.randint(2, parts))) for number in range(variables)]
    made.append(Variable("wanted", IntSet.between(0, 1)))
    formulas = [_law(random, made) for _ in range(laws)]
    absent = IntSet.of([made[0].domain.high])
    formulas.append(Same(Literal(0, made[0].domain - absent), Literal(variables, IntSet.of([1]))))
    wishes: tuple[Wish, ...] = tuple(Lowest(place) for place in range(len(made)))
    constraints = (ProgramConstraint(f"law{at}", each, named=at < laws) for at, each in enumerate(formulas))
    return Program(tuple(made), tuple(constraints), wishes)


def attribute(random: Random, variable: int, domain: IntSet) -> Term:
    """Return an attribute of the parts as a term."""
    sign = random.choice((1, -1))
    return Term(variable, 0, tuple((part, sign * random.randrange(ATTRIBUTE)) for part in domain))


def prices(seed: int, program: Program) -> tuple[Term, ...]:
    """Return a price of every part, most of them different."""
    random = Random(seed)
    return tuple(
        Term(place, 0, tuple((part, random.randrange(1_000)) for part in variable.domain))
        for place, variable in enumerate(program.variables)
    )


def _law(random: Random, variables: list[Variable]) -> Formula:
    places = random.sample(range(len(variables)), random.choice((2, 2, 3)))
    kind = random.choice(("order", "order", "equal", "sum", "table", "unless"))
    terms = tuple(attribute(random, place, variables[place].domain) for place in places)
    order = Linear(terms, None, random.randint(0, ATTRIBUTE))
    if kind == "equal":
        return Linear(terms[:2], 0, 0)
    if kind == "sum":
        return Linear(terms, -random.randint(1, ATTRIBUTE), random.randint(1, ATTRIBUTE))
    if kind == "table":
        rows = tuple(tuple(_some(random, variables[place].domain) for place in places) for _ in range(4))
        return Table(tuple(places), rows, allowed=random.random() < 0.7)
    if kind == "unless":
        return Or((Literal(places[0], _some(random, variables[places[0]].domain)), order))
    return order


def _some(random: Random, domain: IntSet) -> IntSet:
    return IntSet.of(part for part in domain if random.random() < 0.6)
