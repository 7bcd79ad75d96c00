"""Problems read as sentences, in the order of the files."""

from configurator.problems import Problem, ProblemCode, Severity, errors_in, in_order
from configurator.source import Location

WRONG = ProblemCode("room.wrong", "It is wrong.")
ODD = ProblemCode("room.odd", "It is odd.", Severity.WARNING)
HERE = Location("a.yaml", 2, 5)


def test_a_problem_says_place_path_what_was_found_what_was_expected_and_what_to_do() -> None:
    problem = Problem(WRONG, HERE, "features.x", "found `y`", "a number", "write `1`", "    y\n    ^")
    expected = "a.yaml:2:5: features.x: found `y`; expected a number; write `1` [room.wrong]\n    y\n    ^"
    assert expected == str(problem)


def test_what_is_not_known_of_a_problem_is_left_out() -> None:
    assert "a.yaml:2:5: found `y` [room.wrong]" == str(Problem(WRONG, HERE, "", "found `y`"))


def test_only_errors_stop_a_file_from_being_used() -> None:
    error, warning = Problem(WRONG, HERE, "", "a"), Problem(ODD, HERE, "", "b")
    assert (error,) == errors_in([warning, error])


def test_problems_come_by_file_line_and_column_and_equal_ones_once() -> None:
    places = [Location("b.yaml", 1, 1), Location("a.yaml", 10, 1), Location("a.yaml", 9, 7), Location("a.yaml", 9, 7)]
    found = in_order(Problem(WRONG, location, "", "a") for location in places)
    assert ["a.yaml:9:7", "a.yaml:10:1", "b.yaml:1:1"] == [str(problem.location) for problem in found]
