"""What variables add to a sum, made ready for writing: one part for each variable, none of them negative."""

from collections.abc import Sequence
from dataclasses import dataclass

from configurator.program.nodes import Term
from configurator.solving.sat.ladder import Ladder, Span


@dataclass(frozen=True, slots=True)
class Weighed:
    """What each value of a variable adds, by its number: at least 0, and 0 for one of them."""

    ladder: Ladder
    weights: tuple[int, ...]

    def turned(self) -> "Weighed":
        """Return what each value leaves of the most that the variable can add."""
        most = max(self.weights)
        return Weighed(self.ladder, tuple(most - weight for weight in self.weights))

    def spans_where(self, wanted: Sequence[bool]) -> list[Span]:
        """Return the numbers of the values that are wanted."""
        found: list[Span] = []
        for number, wants in enumerate(wanted):
            if wants and found and found[-1][1] == number - 1:
                found[-1] = (found[-1][0], number)
            elif wants:
                found.append((number, number))
        return found

    def at_least(self, weight: int) -> int:
        """Return the literal that the variable adds so much or more."""
        return self.ladder.member(self.spans_where([each >= weight for each in self.weights]))


def weighed(terms: Sequence[Term], ladders: Sequence[Ladder]) -> tuple[int, list[Weighed]]:
    """Return the least that the terms can add, and what each variable adds to that, if it ever adds anything."""
    totals: dict[int, list[int]] = {}
    for term in terms:
        listed, values = dict(term.weights), ladders[term.variable].values
        adds = [listed.get(value, term.coefficient * value) for value in values]
        before = totals.get(term.variable)
        totals[term.variable] = (
            adds if before is None else [one + other for one, other in zip(before, adds, strict=True)]
        )
    constant = sum(min(adds) for adds in totals.values())
    parts = (
        Weighed(ladders[place], tuple(add - min(adds) for add in adds))
        for place, adds in totals.items()
        if min(adds) < max(adds)
    )
    return constant, list(parts)
