from configurator.language.expression import read_expression
from configurator.language.types import BOOLEAN
from configurator.source import Location
from tests.language.shop import SCOPE


def test_a_text_becomes_a_checked_expression() -> None:
    location = Location("catalog.yaml", 12, 14)
    checked, problems = read_expression("(apps) and trim=='sport'", SCOPE, location, where="constraints.a.require")
    assert problems == ()
    assert checked is not None
    assert (checked.text, checked.type, checked.location) == ("apps and trim == 'sport'", BOOLEAN, location)


def test_a_problem_names_file_line_column_and_where_in_the_document() -> None:
    _, problems = read_expression("apps = 1", SCOPE, Location("catalog.yaml", 12, 14), where="constraints.a.require")
    assert [str(problem) for problem in problems] == [
        "catalog.yaml:12:19: constraints.a.require: `=` has no meaning here; write `==` to compare "
        "[language.bad-operator]\n    apps = 1\n         ^"
    ]
