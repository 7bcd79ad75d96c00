"""Random programs of wide numbers: options with attributes, products, sums of them, conditions and absent numbers."""

from collections.abc import Callable, Iterator
from itertools import product
from random import Random

from configurator.program.derivation import definitions_and_laws, derivation
from configurator.program.intset import IntSet
from configurator.program.nodes import (
    Formula,
    Linear,
    Literal,
    Lowest,
    Or,
    Product,
    Program,
    ProgramConstraint,
    Table,
    Term,
    Variable,
    Wish,
)
from configurator.program.semantics import holds, violated
from configurator.solving.port import Assumptions, Bound, Solution
from configurator.solving.queries import as_formula


class _Draft:
    """A program under construction."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.variables: list[Variable] = []
        self.constraints: list[ProgramConstraint] = []

    def free(self, domain: IntSet) -> int:
        self.variables.append(Variable(f"v{len(self.variables)}", domain))
        return len(self.variables) - 1

    def product(self, left: int, right: int) -> int:
        """Add a determined variable that is the product of two others."""
        ends = [
            one * other
            for one in (self.variables[left].domain.low, self.variables[left].domain.high)
            for other in (self.variables[right].domain.low, self.variables[right].domain.high)
        ]
        return self._determined(IntSet.between(min(ends), max(ends)), lambda made: Product(made, left, right))

    def weight(self, term: Term) -> int:
        """Add a determined variable that is the weight of another one's value."""
        weights = [term.weigh(value) for value in self.variables[term.variable].domain]
        return self._determined(IntSet.of(set(weights)), lambda made: Linear((Term(made, -1), term), 0, 0))

    def _determined(self, domain: IntSet, definition: Callable[[int], Formula]) -> int:
        made = len(self.variables)
        self.variables.append(Variable(f"v{made}", domain, determined=True))
        self.constraints.append(ProgramConstraint(f"v{made}", definition(made), named=False))
        return made

    def law(self, formula: Formula) -> None:
        self.constraints.append(ProgramConstraint(f"law{len(self.constraints)}", formula, named=True))

    def middle(self, *indices: int) -> int:
        """Return a number about as large as the values of some variables."""
        domains = [self.variables[index].domain for index in indices]
        return self.random.randint(min(each.low for each in domains), max(each.high for each in domains))


def numbers_program(seed: int) -> Program:
    """Return a program of two or three numbers, some options, products of them, and four laws about all that."""
    random = Random(seed)
    draft = _Draft(random)
    width = draft.free(_numbers(random))
    height = draft.free(_numbers(random))
    option = draft.free(IntSet.between(0, random.randint(1, 2)))
    weighed = draft.weight(Term(option, 0, tuple((value, random.randint(-2, 9)) for value in range(4))))
    area = draft.product(width, height)
    load = draft.product(area, weighed)
    drawn = [width, height, area, load]
    if random.random() < 0.5:
        drawn.append(_optional(draft, option))
    for _ in range(4):
        draft.law(_law(draft, option, drawn))
    return Program(tuple(draft.variables), tuple(draft.constraints))


def _numbers(random: Random) -> IntSet:
    low, step = random.randint(-6, 4), random.choice((1, 1, 3))
    return IntSet.of(range(low, low + step * random.randint(4, 8), step))


def _optional(draft: _Draft, option: int) -> int:
    """Add a number that is absent, its highest value, without the first option; return its weight."""
    number = draft.free(IntSet.between(0, 4))
    absent, first = Literal(number, IntSet.of((4,))), Literal(option, IntSet.of((0,)))
    draft.constraints.append(ProgramConstraint("presence", Or((first, absent)), named=False))
    return draft.weight(Term(number, 2, ((4, 0),)))


def _law(draft: _Draft, option: int, drawn: list[int]) -> Formula:
    random = draft.random
    one, other = random.sample(drawn, 2)
    terms = (Term(one, random.choice((1, 2, -1))), Term(other, random.choice((1, -1))))
    bound = Linear(terms, None, draft.middle(one, other))
    match random.randrange(6):
        case 0:
            return Literal(one, IntSet.between(draft.variables[one].domain.low, draft.middle(one)))
        case 1:
            return Or((Literal(option, IntSet.of((0,))), bound))
        case 2:
            rest = Linear((Term(one, 1),), draft.middle(one) // 2, None)
            return Or((Literal(option, IntSet.of((1, 2))), rest, bound))
        case 3 | 4:
            return _table(draft, option, drawn[:2])
        case _:
            return bound


def _table(draft: _Draft, option: int, drawn: list[int]) -> Formula:
    """Return a few rows of intervals and options, allowed or forbidden, which may overlap."""
    random = draft.random

    def cell(index: int) -> IntSet:
        values = list(draft.variables[index].domain)
        low = random.randrange(len(values))
        return IntSet.of(values[low : low + random.randint(1, len(values))])

    variables = (*random.sample(drawn, random.randint(1, 2)), option)
    rows = tuple(tuple(cell(index) for index in variables) for _ in range(random.randint(2, 4)))
    return Table(variables, rows, random.random() < 0.6)


def questions(seed: int, program: Program) -> Iterator[Assumptions]:
    """Yield assumptions: numbers narrowed, a law set aside, a sum bounded."""
    random = Random(seed)
    free = [index for index, variable in enumerate(program.variables) if not variable.determined]
    for _ in range(3):
        narrowed = {}
        for index in random.sample(free, random.randint(0, 2)):
            values = list(program.variables[index].domain)
            narrowed[index] = IntSet.of(random.sample(values, random.choice((1, 1, 2))))
        without = frozenset({f"law{len(program.variables) - 3}"} if random.random() < 0.3 else ())
        terms = tuple(Term(index, random.choice((1, -1))) for index in random.sample(range(len(program.variables)), 2))
        also = (Bound(terms, None, random.randint(-5, 60)),) if random.random() < 0.3 else ()
        yield Assumptions(narrowed, without, also)


def pinning(seed: int, program: Program) -> tuple[Wish, ...]:
    """Return a few wished values, and then the lowest of every variable that is not determined."""
    random = Random(seed)
    free = [index for index, variable in enumerate(program.variables) if not variable.determined]
    random.shuffle(free)
    wished = random.sample(free, 2)
    literals = (Literal(index, IntSet.of((random.choice(list(program.variables[index].domain)),))) for index in wished)
    return (*literals, *map(Lowest, free))


class Everything:
    """All solutions of a program but for its named laws, each with the names of those that it breaks."""

    def __init__(self, program: Program) -> None:
        self.program = program
        definitions = definitions_and_laws(program)[0]
        self.free = [index for index, variable in enumerate(program.variables) if not variable.determined]
        self._all: list[tuple[Solution, frozenset[str]]] = []
        derivations = [derivation(program, index, definitions[index]) for index in sorted(definitions)]
        for chosen in product(*(program.variables[index].domain for index in self.free)):
            values = [0] * len(program.variables)
            for index, value in zip(self.free, chosen, strict=True):
                values[index] = value
            assert all(derive(values) for derive in derivations)
            broken = violated(program, values)
            if all(law.named for law in broken):
                self._all.append((tuple(values), frozenset(law.name for law in broken)))

    def under(self, given: Assumptions, lifted: int | None = None) -> list[Solution]:
        """Return the solutions under assumptions, whatever one variable is narrowed to."""
        narrowed = [(index, values) for index, values in given.narrowed.items() if index != lifted]
        return [
            solution
            for solution, broken in self._all
            if broken <= given.without
            and all(solution[index] in values for index, values in narrowed)
            and all(holds(as_formula(bound), solution) for bound in given.also)
        ]

    def values(self, index: int, given: Assumptions, lifted: int | None = None) -> IntSet:
        """Return the values of a variable in the solutions."""
        return IntSet.of({solution[index] for solution in self.under(given, lifted)})
