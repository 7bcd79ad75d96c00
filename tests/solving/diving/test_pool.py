"""Solutions met before are found again where they fit."""

from configurator.solving.diving.pool import MOST_KEPT, Pool


def test_only_solutions_within_the_domains_are_met_again() -> None:
    pool = Pool()
    pool.add([0b01, 0b10])
    pool.add([0b10, 0b10])
    assert [[0b01, 0b10]] == list(pool.within([0b01, 0b11]))


def test_what_was_useful_last_comes_first() -> None:
    pool = Pool()
    for solution in ([1], [2], [4]):
        pool.add(solution)
    assert [[2]] == list(pool.within([2]))
    assert [[2], [4], [1]] == list(pool.within([7]))


def test_the_oldest_are_forgotten() -> None:
    pool = Pool()
    for place in range(MOST_KEPT + 5):
        pool.add([1 << place])
    assert [] == list(pool.within([0b11111]))
