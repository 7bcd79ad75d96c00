"""Programs shaped like real catalogs, of any size, to measure engines on: a server of slots and a car of options."""

import random
from collections.abc import Iterator

from configurator.program.intset import IntSet
from configurator.program.nodes import (
    Formula,
    Linear,
    Literal,
    Lowest,
    Not,
    Or,
    Program,
    ProgramConstraint,
    Same,
    Table,
    Term,
    Variable,
)

OPTIONS = {"processor": 5, "installed": 4, "active": 4, "memory": 8, "firmware": 4, "role": 4}
"""The features of a slot with the number of their values; one more value says that the slot is absent."""
WATTS = (40, 55, 85, 110, 130)
SIZES = (1, 2, 4, 8, 12, 16, 24, 32)


class _Server:
    """Collects variables and constraints of a server of so many slots."""

    def __init__(self, slots: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.slots = slots
        self.variables: list[Variable] = []
        self.constraints: list[ProgramConstraint] = []
        self.count = self.add("cells", IntSet.between(2, slots))
        self.supplies = self.add("supplies", IntSet.between(2, 12))
        self.cabinet = self.add("cabinet", IntSet.between(0, 3))
        self.cells = [self.cell(number) for number in range(1, slots + 1)]

    def add(self, name: str, domain: IntSet, *, determined: bool = False) -> int:
        self.variables.append(Variable(name, domain, determined))
        return len(self.variables) - 1

    def law(self, name: str, formula: Formula, *, named: bool = True) -> None:
        self.constraints.append(ProgramConstraint(name, formula, named))

    def cell(self, number: int) -> dict[str, int]:
        """Add a slot: its features, absent together, and the power that it draws."""
        present = Literal(self.count, IntSet.between(number, self.slots))
        features = {}
        for name, options in OPTIONS.items():
            features[name] = self.add(f"cells[{number}].{name}", IntSet.between(0, options))
            has = Literal(features[name], IntSet.between(0, options - 1))
            if number <= 2:
                self.law(f"presence {number} {name}", has, named=False)
            else:
                self.law(f"presence {number} {name}", Same(present, has), named=False)
        self.draw(number, features)
        return features

    def draw(self, number: int, cell: dict[str, int]) -> None:
        rows = [
            (watts * (installed + 1), processor, installed)
            for processor, watts in enumerate(WATTS)
            for installed in range(OPTIONS["installed"])
        ]
        rows.append((0, OPTIONS["processor"], OPTIONS["installed"]))
        cell["watts"] = self.add(f"cells[{number}].watts", IntSet.of({watts for watts, _, _ in rows}), determined=True)
        table = tuple(tuple(IntSet.of([value]) for value in row) for row in rows)
        self.law(f"watts {number}", Table((cell["watts"], cell["processor"], cell["installed"]), table), named=False)

    def cell_laws(self, number: int, cell: dict[str, int]) -> None:
        """Add the laws inside one slot."""
        below = tuple(
            (IntSet.of([installed]), IntSet.between(0, installed)) for installed in range(OPTIONS["installed"])
        )
        absent = (IntSet.of([OPTIONS["installed"]]), IntSet.of([OPTIONS["active"]]))
        self.law(f"active_{number}", Table((cell["installed"], cell["active"]), (*below, absent)))
        self.law(
            f"firmware_{number}",
            Or((Not(Literal(cell["processor"], IntSet.of([3, 4]))), Literal(cell["firmware"], IntSet.of([2, 3])))),
        )
        self.law(
            f"memory_{number}",
            Or((Literal(cell["memory"], IntSet.between(2, 8)), Literal(cell["installed"], IntSet.of([0, 1, 4])))),
        )
        barred = tuple((IntSet.of([self.random.randrange(4)]), IntSet.of([self.random.randrange(8)])) for _ in range(2))
        self.law(f"role_{number}", Table((cell["role"], cell["memory"]), barred, allowed=False))

    def sum_of(self, feature: str, weights: tuple[int, ...], low: int | None, high: int | None, *more: Term) -> Linear:
        listed = tuple(enumerate((*weights, 0)))
        return Linear((*(Term(cell[feature], 0, listed) for cell in self.cells), *more), low, high)

    def shared_laws(self) -> Iterator[tuple[str, Formula]]:
        """Yield the laws over all slots."""
        watts = tuple(Term(cell["watts"], 1) for cell in self.cells)
        yield "power", Linear((*watts, Term(self.supplies, -600)), None, -600)
        yield "memory_total", self.sum_of("memory", SIZES, 8, 256)
        yield "memory_even", self.sum_of("memory", SIZES, None, 64 * 4, Term(self.cabinet, -8))
        yield "core_io", self.sum_of("role", (1, 0, 0, 0), 1, 4)
        yield "storage", self.sum_of("role", (0, 1, 0, 0), None, 6)
        yield "active_total", self.sum_of("active", (1, 2, 3, 4), 4, 40)
        yield "cabinet_size", Or((Literal(self.cabinet, IntSet.of([2, 3])), Literal(self.count, IntSet.between(2, 8))))
        for one, other in zip(self.cells, self.cells[1:], strict=False):
            rows = tuple((IntSet.of([kind]), IntSet.of([kind, 5])) for kind in range(5))
            absent = ((IntSet.of([5]), IntSet.of([5])),)
            yield f"one_processor_{one['processor']}", Table((one["processor"], other["processor"]), rows + absent)


def server(slots: int = 16, seed: int = 1) -> Program:
    """Return a server: slots with six features each, laws inside slots, sums and a chain over all of them."""
    made = _Server(slots, seed)
    for number, cell in enumerate(made.cells, start=1):
        made.cell_laws(number, cell)
    for name, formula in made.shared_laws():
        made.law(name, formula)
    return _with_wishes(made.variables, made.constraints)


def car(options: int = 50, implications: int = 30, seed: int = 1) -> Program:
    """Return a car: yes-or-no options, packages that need or exclude others, and a line of paints and engines."""
    chance = random.Random(seed)
    variables = [Variable(f"option{number}", IntSet.between(0, 1)) for number in range(options)]
    variables += [Variable("paint", IntSet.between(0, 9)), Variable("engine", IntSet.between(0, 3))]
    laws = []
    for number in range(implications):
        one, other = chance.sample(range(options), 2)
        wanted = Literal(other, IntSet.of([chance.randrange(4) > 0]))
        laws.append(ProgramConstraint(f"law{number}", Or((Literal(one, IntSet.of([0])), wanted)), named=True))
    for number in range(5):
        option = chance.randrange(options)
        barred = Literal(options, IntSet.of(chance.sample(range(10), 3)))
        laws.append(ProgramConstraint(f"paint{number}", Or((Literal(option, IntSet.of([0])), Not(barred))), named=True))
        needed = Literal(options + 1, IntSet.of(chance.sample(range(4), 2)))
        laws.append(ProgramConstraint(f"engine{number}", Or((Literal(option, IntSet.of([0])), needed)), named=True))
    return _with_wishes(variables, laws)


QUANTITIES, CHOICES, RESOURCES, RULES = 40, 20, 8, 30


def resources(seed: int = 1) -> Program:
    """Return 60 variables: quantities 0..24 that draw on 8 resources, choices that supply them, and 30 rules."""
    chance = random.Random(seed)
    quantities, choices = range(QUANTITIES), range(QUANTITIES, QUANTITIES + CHOICES)
    variables = [Variable(f"quantity{number}", IntSet.between(0, 24)) for number in quantities]
    variables += [Variable(f"choice{number}", IntSet.between(0, 3)) for number in range(CHOICES)]
    laws = [
        ProgramConstraint(f"resource{number}", _resource(chance, number), named=True) for number in range(RESOURCES)
    ]
    for number in range(RULES):
        amount, choice, other = chance.choice(quantities), *chance.sample(choices, 2)
        when = Literal(choice, IntSet.of(chance.sample(range(4), 2)))
        then = (
            Literal(amount, IntSet.between(chance.randrange(6), 24)),
            Literal(amount, IntSet.between(0, chance.randrange(6, 24))),
            Literal(other, IntSet.of(chance.sample(range(4), 2))),
        )[number % 3]
        laws.append(ProgramConstraint(f"rule{number}", Or((Not(when), then)), named=True))
    return _with_wishes(variables, laws)


def _resource(chance: random.Random, number: int) -> Linear:
    """Return that quantities draw no more than the choices supply and, of every other resource, at least something."""
    drawn = tuple(Term(place, chance.randrange(1, 10)) for place in sorted(chance.sample(range(QUANTITIES), 15)))
    supplying = chance.sample(range(QUANTITIES, QUANTITIES + CHOICES), 3)
    supplied = tuple(Term(place, -chance.randrange(20, 100)) for place in supplying)
    return Linear((*drawn, *supplied), 50 if number % 2 else None, 400)


def _with_wishes(variables: list[Variable], constraints: list[ProgramConstraint]) -> Program:
    wishes = tuple(Lowest(place) for place, variable in enumerate(variables) if not variable.determined)
    return Program(tuple(variables), tuple(constraints), wishes)
