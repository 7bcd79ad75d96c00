"""A program over boxes: what narrows them, and which of them hold solutions only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from configurator.program.derivation import derivation
from configurator.program.nodes import Formula, Literal, Program, variables_in
from configurator.program.rewriting import conjuncts
from configurator.program.semantics import holds, is_solution
from configurator.solving.boxes.box_arrays import Bools, Boxes, BoxLayout, Ints, NotBoxable
from configurator.solving.boxes.contractors import Contractor, contractor_of
from configurator.solving.boxes.limits import BOX_ROUNDS, BOX_VARIABLES
from configurator.solving.port import Assumptions, Solution
from configurator.solving.queries import as_formula, domains_under


@dataclass(frozen=True, slots=True)
class BoxLaw:
    """A law that a solution fulfils beside the definitions; `name` is the owner's, if it is named."""

    name: str | None
    contractor: Contractor


class BoxProgram:
    """A program whose determined variables follow from the others. Raises NotBoxable."""

    def __init__(self, program: Program) -> None:
        if not 0 < len(program.variables) <= BOX_VARIABLES or not all(each.domain for each in program.variables):
            raise NotBoxable(f"there are {len(program.variables)} variables")
        self.program = program
        self.layout = BoxLayout.of(program)
        self.laws: list[BoxLaw] = []
        definitions: dict[int, list[Formula]] = {}
        for law in program.constraints:
            for formula in conjuncts(law.formula):
                made = (
                    [] if law.named else [each for each in variables_in(formula) if program.variables[each].determined]
                )
                if made:
                    definitions.setdefault(max(made), []).append(formula)
                else:
                    self.laws.append(BoxLaw(law.name if law.named else None, contractor_of(formula, self.layout)))
        self.laws += self._gaps()
        self.definitions = {
            index: [contractor_of(formula, self.layout) for formula in definitions[index]]
            for index in sorted(definitions)
        }
        self._derivations = {index: derivation(program, index, definitions[index]) for index in sorted(definitions)}
        if len(self.definitions) + len(self.layout.decided) < len(program.variables):
            raise NotBoxable("a determined variable has no definition")
        self._wide = Boxes.of(self.layout, self.layout.domains)
        self._supports = dict(zip(self.layout.decided, np.eye(len(self.layout.decided), dtype=np.bool_), strict=True))
        for index, own in self.definitions.items():
            self._supports[index] = self.support(set[int]().union(*(each.variables for each in own)) - {index})

    def support(self, variables: Iterable[int]) -> Bools:
        """Return which decided variables some follow from, or are; all of them where there are none."""
        parts = [self._supports[index] for index in variables]
        return np.logical_or.reduce(parts) if parts else np.ones(len(self.layout.decided), np.bool_)

    def _gaps(self) -> Iterable[BoxLaw]:
        """Yield laws that keep intervals to domains with gaps."""
        for index in self.layout.row:
            domain = self.layout.domains[index]
            if len(domain.intervals) > 1:
                yield BoxLaw(None, contractor_of(Literal(index, domain), self.layout))

    def forward(self, boxes: Boxes) -> Boxes:
        """Return the boxes with determined variables as wide as the others let them be, whatever laws say of them."""
        wide = boxes.copy()
        everywhere = np.ones(len(boxes), np.bool_)
        for index in self.definitions:
            if index in self.layout.row:
                row = self.layout.row[index]
                wide.low[row], wide.high[row] = self._wide.low[row], self._wide.high[row]
            else:
                wide.sets[self.layout.set_of[index]][:] = self._wide.sets[self.layout.set_of[index]]
        for index, own in self.definitions.items():
            for contractor in own:
                contractor.narrow(wide, everywhere, index)
        return wide

    def completed(self, values: list[int]) -> Solution | None:
        """Return values with the determined ones computed; None where they have none."""
        for derive in self._derivations.values():
            if not derive(values):
                return None
        return tuple(values)


class BoxQuestion:
    """The laws of one question: those of the program that are not set aside, further sums, and narrowed domains."""

    def __init__(self, boxes: BoxProgram, given: Assumptions) -> None:
        self.boxes = boxes
        self.given = given
        self.domains = domains_under(boxes.program, given)
        self.laws = [law.contractor for law in boxes.laws if law.name is None or law.name not in given.without]
        self.laws += [contractor_of(as_formula(bound), boxes.layout) for bound in given.also]
        self.laws += [contractor_of(Literal(index, self.domains[index]), boxes.layout) for index in self._looked_at()]
        self._supports = [boxes.support(law.variables) for law in self.laws]
        self._active = [*(each for own in boxes.definitions.values() for each in own), *self.laws]

    def _looked_at(self) -> Iterable[int]:
        """Yield the narrowed variables that the ends of a box do not narrow, or that are determined."""
        for index in self.given.narrowed:
            determined = index in self.boxes.definitions
            if determined or (index in self.boxes.layout.row and len(self.domains[index].intervals) > 1):
                yield index

    def start(self) -> Boxes:
        """Return the box of all values; no domain may be empty."""
        return Boxes.of(self.boxes.layout, self.domains)

    def narrowed(self, boxes: Boxes, further: Sequence[Contractor] = ()) -> Ints:
        """Narrow boxes in place; return which of them are left.

        After the first round only boxes that changed are narrowed again, by what looks at a changed variable.
        """
        active, here = [*self._active, *further], np.arange(len(boxes))
        with np.errstate(all="ignore"):
            for _ in range(BOX_ROUNDS):
                part = boxes if len(here) == len(boxes) else boxes.take(here)
                before, everywhere = part.copy(), np.ones(len(here), np.bool_)
                for contractor in active:
                    contractor.narrow(part, everywhere)
                if part is not boxes:
                    boxes.put(here, part)
                changed, variables = part.changed(before, self.boxes.layout)
                here = here[changed]
                active = [each for each in (*self._active, *further) if not each.variables.isdisjoint(variables)]
                if not active:
                    break
        return np.flatnonzero(boxes.alive())

    def doubts(self, boxes: Boxes, further: Sequence[Contractor] = ()) -> Bools:
        """Return for every decided variable in which boxes a law that may not hold follows from it.

        Where there is no doubt about any variable, all values of the box are solutions.
        """
        doubts = np.zeros((len(self.boxes.layout.decided), len(boxes)), np.bool_)
        supports = (*self._supports, *(self.boxes.support(law.variables) for law in further))
        with np.errstate(all="ignore"):
            wide = self.boxes.forward(boxes)
            for law, support in zip((*self.laws, *further), supports, strict=True):
                doubts |= support[:, None] & ~law.certain(wide)
        return doubts

    def certain(self, boxes: Boxes, further: Sequence[Contractor] = ()) -> Bools:
        """Return the boxes all of whose values are solutions."""
        return undoubted(self.doubts(boxes, further))

    def solution(self, values: list[int], lifted: int | None = None) -> Solution | None:
        """Return the solution with these decided values, narrowed but for one variable; None if there is none."""
        program, given = self.boxes.program, self.given
        solution = self.boxes.completed(values)
        if solution is None:
            return None
        if any(solution[index] not in self.domains[index] for index in given.narrowed if index != lifted):
            return None
        if not all(holds(as_formula(bound), solution) for bound in given.also):
            return None
        if not given.without:
            return solution if is_solution(program, solution) else None
        standing = (each for each in program.constraints if not (each.named and each.name in given.without))
        return solution if all(holds(each.formula, solution) for each in standing) else None


def undoubted(doubts: Bools) -> Bools:
    """Return the boxes without a doubt about any variable."""
    certain: Bools = ~np.logical_or.reduce(doubts, axis=0)
    return certain
