"""Values that completions never take, as another value of the same variable stands in for them.

One value stands in for another if every relation allows it wherever it allows the other, and every wish about the
variable prefers it or sees no difference. Of hundreds of coolers a handful is left: the first one, and each later one
that carries more heat or is lower than all before.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from configurator.budget import Budget
from configurator.program.nodes import Literal, Wish
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.kinds.relations import KindRelation, joint_kinds
from configurator.solving.kinds.value_lists import ValueList


class StandIns:
    """Finds the values without a stand-in; the rows of a variable are made once."""

    def __init__(self, relations: Sequence[KindRelation], values: Sequence[ValueList]) -> None:
        self._relations = [relation for relation in relations if len(relation.variables) > 1]
        self._values = values
        self._rows: dict[int, tuple[Ints, Ints]] = {}

    def without(self, variable: int, wishes: Sequence[Wish], open_values: Bools, budget: Budget) -> Bools:
        """Return the open values of a variable that no other open one stands in for.

        `wishes` are those about the variable; a `Lowest` must be among them. Raises OutOfBudget.
        """
        kinds, allowed = self._rows_of(variable)
        wanted = np.array(
            [self._values[variable].mask(wish.values) for wish in wishes if isinstance(wish, Literal)], np.bool_
        ).reshape(-1, len(kinds))
        first, _ = joint_kinds([np.where(open_values, kinds + 1, 0), *wanted.astype(np.int64)])
        first = np.sort(first[open_values[first]])
        rows = np.concatenate([allowed[kinds[first]], np.packbits(wanted[:, first], axis=0).T], axis=1)
        left = np.zeros_like(open_values)
        left[first[list(_undominated(rows, budget))]] = True
        return left

    def _rows_of(self, variable: int) -> tuple[Ints, Ints]:
        """Return the kind of every value, and by kind in packed bits where relations allow it."""
        if variable not in self._rows:
            own = [
                (relation, relation.variables.index(variable))
                for relation in self._relations
                if variable in relation.variables
            ]
            columns = [relation.kinds[axis] for relation, axis in own]
            first, kinds = joint_kinds(columns or [np.zeros(len(self._values[variable]), np.int64)])
            parts = [
                np.packbits(np.moveaxis(relation.holds, axis, 0).reshape(relation.holds.shape[axis], -1), axis=1)[
                    relation.kinds[axis][first]
                ]
                for relation, axis in own
            ]
            self._rows[variable] = kinds, np.concatenate([np.zeros((len(first), 0), np.uint8), *parts], axis=1)
        return self._rows[variable]


def _undominated(rows: Ints, budget: Budget) -> Iterator[int]:
    """Yield the numbers of the rows whose bits no earlier row has all of; the first of equal ones."""
    left = np.arange(len(rows))
    while len(left):
        budget.check()
        best, rest = left[0], left[1:]
        yield int(best)
        left = rest[(rows[rest] & ~rows[best]).any(axis=1)]
