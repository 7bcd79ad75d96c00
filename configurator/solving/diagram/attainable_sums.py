"""The attainable values of sums, listed where possible, and the values of a variable that a sum cannot distinguish.

Sets of numbers are added as bits of one integer, run by run, up to the limit of bits.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Term
from configurator.solving.diagram.compile_budget import CompileMeter
from configurator.solving.diagram.interning import Ints
from configurator.solving.diagram.limits import (
    ADDED_PAIRS,
    BITSET_SUMS,
    LISTED_SUMS,
    LISTED_VALUES,
    SORTING_ENTRIES,
)


def weighed(term: Term, values: Ints) -> Ints:
    """Return the contribution of a term for each of the values."""
    array = term.coefficient * values
    for value, weight in term.weights:
        array[values == value] = weight
    return array


def weights(linear: Linear, variable: int, values: Ints) -> Ints:
    """Return the contribution of each value of a variable to a sum."""
    own = (weighed(term, values) for term in linear.terms if term.variable == variable)
    return sum(own, np.zeros(len(values), np.int64))


def sums_beside(
    linear: Linear, variables: Iterable[int], domains: Sequence[IntSet], meter: CompileMeter
) -> Mapping[int, Ints | None]:
    """Return for each variable the attainable sums of all other terms, ascending; None beyond the limit.

    Terms common to several results are added up once. Raises CompilationTooLarge.
    """
    queried = list(dict.fromkeys(variables))
    others = dict.fromkeys(term.variable for term in linear.terms)
    shared = total_of([_weights(linear, each, domains) for each in others if each not in queried], meter)
    own = [_weights(linear, each, domains) for each in queried]
    before = _running(own, shared, meter)[:-1]
    behind = _running(own[::-1], np.zeros(1, np.int64), meter)[-2::-1]
    results = (_added(one, other, meter) for one, other in zip(before, behind, strict=True))
    return dict(zip(queried, results, strict=True))


def total_of(added: Sequence[Ints | None], meter: CompileMeter) -> Ints | None:
    """Return the Minkowski sum of the sets, smallest first; None beyond the limit."""
    ordered = sorted((numbers for numbers in added if numbers is not None), key=len)
    if len(ordered) < len(added):
        return None
    bits, base, reach, done = 1, 0, 0, 0
    for numbers in ordered:
        more = _reach(numbers)
        if not len(numbers) or reach + more > BITSET_SUMS:
            break
        bits, base, reach, done = (
            _shifted(bits, numbers, reach + more, meter),
            base + int(numbers[0]),
            reach + more,
            done + 1,
        )
    return _running(ordered[done:], _listed(bits, reach) + base, meter)[-1]


def told_apart(linear: Linear, variable: int, values: Ints, others: Ints | None) -> Ints:
    """Return a number for each value, equal if a sum cannot tell the values apart; `others` are the sums beside it."""
    own = weights(linear, variable, values)
    if others is None:
        return np.unique(own, return_inverse=True)[1]
    low = np.zeros(len(own), np.int64) if linear.low is None else np.searchsorted(others, linear.low - own)
    high = low * 0 if linear.high is None else np.searchsorted(others, linear.high - own, side="right")
    numbers: Ints = np.unique(low * (len(others) + 1) + high, return_inverse=True)[1]
    return numbers


def _weights(linear: Linear, variable: int, domains: Sequence[IntSet]) -> Ints | None:
    """Return the distinct contributions of a variable to a sum, ascending; None if too many to list."""
    if len(domains[variable]) > LISTED_VALUES:
        return None
    return np.unique(weights(linear, variable, np.array(list(domains[variable]), np.int64)))


def _running(added: Iterable[Ints | None], first: Ints | None, meter: CompileMeter) -> list[Ints | None]:
    """Return the first set and its Minkowski sums with each prefix of the others."""
    results = [first]
    for each in added:
        results.append(_added(results[-1], each, meter))
    return results


def _added(one: Ints | None, other: Ints | None, meter: CompileMeter) -> Ints | None:
    """Return the Minkowski sum of two sets; None if too large to list."""
    if one is None or other is None:
        return None
    if not len(one) or not len(other):
        return np.zeros(0, np.int64)
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    if len(small) == 1:
        moved: Ints = large + small[0]
        return moved
    reach = _reach(one) + _reach(other)
    if reach <= BITSET_SUMS:
        return _as_bits(small, large, reach, meter)
    if len(one) * len(other) > ADDED_PAIRS:
        return None
    meter.work(SORTING_ENTRIES * len(one) * len(other), 1)
    sums: Ints = np.unique((one[:, None] + other).ravel())
    return sums if len(sums) <= LISTED_SUMS else None


def _as_bits(small: Ints, large: Ints, reach: int, meter: CompileMeter) -> Ints:
    """Add a small set to a large one that is encoded as the bits of an integer."""
    mask = np.zeros(_reach(large) + 1, np.bool_)
    mask[large - large[0]] = True
    bits = int.from_bytes(np.packbits(mask, bitorder="little").tobytes(), "little")
    return _listed(_shifted(bits, small, reach, meter), reach) + int(small[0] + large[0])


def _reach(numbers: Ints) -> int:
    return int(numbers[-1] - numbers[0]) if len(numbers) else 0


def _shifted(bits: int, numbers: Ints, reach: int, meter: CompileMeter) -> int:
    """Return the union of the bits shifted by each number minus the first; runs of equal steps are shifted at once."""
    step = int(np.gcd.reduce(np.diff(numbers)))
    runs = np.split(numbers - numbers[0], np.flatnonzero(np.diff(numbers) != step) + 1)
    meter.work(reach // 8, 2 + len(runs))
    sums = 0
    for run in runs:
        sums |= _smeared(bits, step, len(run)) << int(run[0])
    return sums


def _listed(bits: int, reach: int) -> Ints:
    """Return the indices of the set bits."""
    packed = np.frombuffer(bits.to_bytes(reach // 8 + 1, "little"), np.uint8)
    return np.flatnonzero(np.unpackbits(packed, bitorder="little"))


def _smeared(bits: int, step: int, times: int) -> int:
    """Return the union of the bits shifted by 0, 1, … `times - 1` steps, in logarithmically many operations."""
    done = 1
    while done < times:
        more = min(done, times - done)
        bits |= bits << more * step
        done += more
    return bits
