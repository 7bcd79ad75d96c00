"""Values are numbered; sets of them are spans."""

from configurator.program.intset import IntSet
from configurator.solving.local_search.domains import NumberedValues, spans_where

GAPPED = NumberedValues(IntSet(((-2, -1), (3, 3), (7, 8))))


def test_values_are_numbered_ascending_over_gaps() -> None:
    assert [-2, -1, 3, 7, 8] == list(GAPPED.values)
    assert [0, 1, 2, 3, 4] == [GAPPED.number(value) for value in GAPPED.values]


def test_spans_reach_over_gaps_of_the_domain() -> None:
    assert [(1, 3)] == GAPPED.spans(IntSet.between(-1, 7))
    assert [(0, 0), (4, 4)] == GAPPED.spans(IntSet.of([-2, 8, 99]))
    assert [] == GAPPED.spans(IntSet.of([5]))


def test_what_is_outside_spans_is_the_rest() -> None:
    assert [(0, 0), (4, 4)] == GAPPED.outside([(1, 3)])
    assert [(0, 4)] == GAPPED.outside([])
    assert [] == GAPPED.outside([(0, 4)])


def test_marks_become_spans() -> None:
    assert [(0, 1), (3, 3)] == spans_where([True, True, False, True])
