"""What variables add to a sum, made ready for passes: one part for each variable, none of them negative."""

from collections.abc import Sequence
from dataclasses import dataclass

from configurator.program.nodes import Term
from configurator.solving.nearby.numbered import Numbered


@dataclass(frozen=True, slots=True)
class Weighed:
    """What each value of a variable adds, by its number: at least 0, 0 for one of them, and no more than `most`."""

    variable: int
    weights: tuple[int, ...]
    most: int

    @staticmethod
    def of(variable: int, adds: Sequence[int]) -> "Weighed":
        """Return what values add over the least of them."""
        least = min(adds)
        return Weighed(variable, tuple(add - least for add in adds), max(adds) - least)

    def turned(self) -> "Weighed":
        """Return what each value leaves of the most that the variable can add."""
        return Weighed(self.variable, tuple(self.most - weight for weight in self.weights), self.most)


def weighed(terms: Sequence[Term], variables: Sequence[Numbered]) -> tuple[int, list[Weighed]]:
    """Return the least that the terms can add, and what each variable adds to that, if it ever adds anything."""
    totals: dict[int, list[int]] = {}
    for term in terms:
        listed, values = dict(term.weights), variables[term.variable].values
        before = totals.get(term.variable, [0] * len(values))
        adds = (listed.get(value, term.coefficient * value) for value in values)
        totals[term.variable] = [one + other for one, other in zip(before, adds, strict=True)]
    constant = sum(min(adds) for adds in totals.values())
    parts = (Weighed.of(place, adds) for place, adds in totals.items())
    return constant, [part for part in parts if part.most]
