"""Variables that nothing joins are regions apart, and what is certain joins nothing."""

from configurator.solving.sat.possible_values import regions_of


def test_clauses_join_variables_to_regions_named_by_the_least() -> None:
    assert [0, 0, 2, 2, 4, 2] == regions_of([[1], [2, -3], [3, 5]], 5, []).tolist()


def test_what_is_certain_and_what_follows_joins_nothing() -> None:
    clauses = [[1], [-2, 3], [3, 4, 5], [4, 6]]
    assert [0, 0, 0, 0, 4, 5, 4] == regions_of(clauses, 6, [2]).tolist()
