"""Clauses are written without what is settled anyway."""

from configurator.solving.sat.clauses import TRUE, ClauseWriter


def test_a_clause_that_always_holds_is_not_written() -> None:
    clauses = ClauseWriter()
    one = clauses.fresh()
    clauses.add((one, TRUE))
    clauses.add((one, -one))
    assert [[TRUE]] == clauses.written


def test_what_never_holds_is_left_out_and_nothing_left_is_a_contradiction() -> None:
    clauses = ClauseWriter()
    one = clauses.fresh()
    clauses.add((one, -TRUE, one))
    clauses.add(())
    assert [[TRUE], [one], [-TRUE]] == clauses.written


def test_one_of_few_literals_needs_no_variable() -> None:
    clauses = ClauseWriter()
    one = clauses.fresh()
    assert one == clauses.one_of((one, -TRUE))
    assert -TRUE == clauses.one_of(())
    assert TRUE == clauses.one_of((one, TRUE))
    assert one == clauses.all_of((one, TRUE))
    assert one == clauses.top


def test_after_streaming_clauses_go_to_the_sink() -> None:
    clauses = ClauseWriter()
    taken: list[list[int]] = []
    assert [[TRUE]] == clauses.stream_to(taken.append)
    one = clauses.fresh()
    clauses.add((one,))
    assert [[one]] == taken
