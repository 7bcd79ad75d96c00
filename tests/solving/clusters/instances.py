"""A program of like instances: a count, and of each the values that a part of it may have, tied by one sum."""

from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Linear, Literal, Or, Program, ProgramConstraint, Same, Term, Variable
from tests.solving.suite import has, of


def instances(number: int, limit: int) -> Program:
    """Return a program of up to so many instances, each of a size 1 or 2 and a colour; sizes come to the limit at most.

    Red ones are of size 1. Sizes and colours are 0 where the instance is absent.
    """
    variables = [Variable("count", IntSet.between(0, number))]
    laws: list[tuple[Formula, bool]] = []
    for instance in range(1, number + 1):
        size, colour = len(variables), len(variables) + 1
        variables += (Variable(f"{kind}{instance}", of(0, 1, 2)) for kind in ("size", "colour"))
        there = Literal(0, IntSet.between(instance, number))
        laws += [(Same(there, has(own, 1, 2)), False) for own in (size, colour)]
        laws.append((Or((has(colour, 0, 2), has(size, 1))), True))
    sizes = tuple(Term(1 + 2 * instance, 1) for instance in range(number))
    laws.append((Linear(sizes, None, limit), True))
    constraints = (ProgramConstraint(f"law{at}", formula, named) for at, (formula, named) in enumerate(laws))
    return Program(tuple(variables), tuple(constraints))


def count(number: int, limit: int) -> int:
    """Return the number of its solutions: an instance has one of two ways to be of size 1, and one of size 2."""
    total, ways = 1, [1] + [0] * limit
    for _ in range(number):
        ways = [
            (2 * ways[size - 1] if size > 0 else 0) + (ways[size - 2] if size > 1 else 0) for size in range(len(ways))
        ]
        total += sum(ways)
    return total
