"""Variables in regions that do not touch once what is certain is taken out: a click concerns one of them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from configurator.solving.sat.clauses import TRUE, Clause

MOST_ROUNDS = 50

Signs = NDArray[np.int8]
Integers = NDArray[np.int64]


def regions_of(clauses: Sequence[Clause], top: int, certain: Sequence[int]) -> Integers:
    """Return for each variable the least variable of its region; 0 where it is settled by literals that are `certain`.

    Variables run from 1 to `top`; the first entry of the answer stands for none.
    """
    lengths = np.array([len(clause) for clause in clauses], dtype=np.int64)
    literals = np.array([literal for clause in clauses for literal in clause], dtype=np.int64)
    of_clause = np.repeat(np.arange(len(clauses)), lengths)
    signs = np.zeros(top + 1, dtype=np.int8)
    held = np.array([TRUE, *certain], dtype=np.int64)
    signs[np.abs(held)] = np.sign(held)
    left = _left_over(literals, of_clause, len(clauses), signs)
    groups, variables = of_clause[left], np.abs(literals[left])
    following = groups[1:] == groups[:-1]
    labels = _connected(top + 1, variables[:-1][following], variables[1:][following])
    labels[signs != 0] = 0
    return labels


def _left_over(literals: Integers, of_clause: Integers, count: int, signs: Signs) -> NDArray[np.bool_]:
    """Settle by unit propagation what follows; return which literals are still open in clauses that are.

    Long chains are not followed to their end: what is not settled only makes regions larger.
    """
    left = np.ones(len(literals), dtype=np.bool_)
    for _ in range(MOST_ROUNDS):
        values = signs[np.abs(literals)] * np.sign(literals)
        satisfied = np.zeros(count, dtype=np.bool_)
        satisfied[of_clause[values > 0]] = True
        left = (values == 0) & ~satisfied[of_clause]
        alone = np.bincount(of_clause[left], minlength=count) == 1
        units = literals[left & alone[of_clause]]
        if not len(units):
            break
        signs[np.abs(units)] = np.sign(units)
    return left


def _connected(count: int, ones: Integers, others: Integers) -> Integers:
    """Return for each of `count` points the least one that the edges lead to."""
    labels = np.arange(count, dtype=np.int64)
    while True:
        least = np.minimum(labels[ones], labels[others])
        following = labels.copy()
        np.minimum.at(following, labels[ones], least)
        np.minimum.at(following, labels[others], least)
        following = following[following]
        if np.array_equal(following, labels):
            return labels
        labels = following
