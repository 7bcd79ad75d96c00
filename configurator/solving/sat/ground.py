"""A program made ready for SAT, with all that is learned of it from question to question."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from configurator.program.nodes import Program
from configurator.solving.port import Bound
from configurator.solving.question import as_formula
from configurator.solving.sat.encoding import Encoding
from configurator.solving.sat.layout import Layout
from configurator.solving.sat.machine import Machine
from configurator.solving.sat.pool import Pool

Literals = NDArray[np.int32]


class Ground:
    """The solver of a program, the models met, and what follows from single values.

    `blocked` values are in no model at all. With `optional`, named constraints hold only under their switches.
    """

    def __init__(self, program: Program, *, optional: bool = False) -> None:
        self.encoding = Encoding(program, optional=optional)
        self.machine = Machine(self.encoding.clauses)
        self.layout = Layout(self.encoding.ladders)
        self.pool = Pool(len(program.variables), self.layout.count)
        self.blocked = np.zeros(self.layout.count, dtype=np.bool_)
        self._implied: dict[int, Literals | None] = {}
        self._guards: dict[Bound, int] = {}

    def exactly(self, position: int) -> list[int]:
        """Return literals for the value at this position."""
        owner = self.layout.owner[position]
        return self.encoding.ladders[owner].exactly(int(self.layout.number[position]))

    def implied(self, position: int) -> Literals | None:
        """Return what follows at once from the value at this position, itself included; None if it is in no model."""
        if position not in self._implied:
            own = self.exactly(position)
            found = self.machine.propagate(own)
            self._implied[position] = None if found is None else np.array([*own, *found], dtype=np.int32)
        return self._implied[position]

    def guard(self, bound: Bound) -> int:
        """Return a literal under which the bound holds."""
        if bound not in self._guards:
            literal = self.encoding.clauses.fresh()
            self.encoding.require(as_formula(bound), (-literal,))
            self._guards[bound] = literal
        return self._guards[bound]

    def switches(self, without: frozenset[str]) -> Sequence[int]:
        """Return literals that set these named constraints aside and demand all others."""
        return [-switch if name in without else switch for name, switch in self.encoding.switches.items()]
