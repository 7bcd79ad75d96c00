"""The one door for files that hold expressions: text in, checked expression or problems out."""

from configurator.language.checked import CheckedExpression, NameScope
from configurator.language.parse import parse
from configurator.language.type_check import check
from configurator.language.types import Type
from configurator.problems import Problem
from configurator.source import Location


def read_expression(
    text: str, scope: NameScope, location: Location, *, where: str = "", expected: Type | None = None
) -> tuple[CheckedExpression | None, tuple[Problem, ...]]:
    """Parse and check a text that begins at `location`; return None and all problems if it has any.

    `where` is the path inside the document that messages name; `expected` is the type the expression must have.
    """
    tree, problems = parse(text, location, where=where)
    if tree is None:
        return None, problems
    return check(tree, scope, text=text, location=location, where=where, expected=expected)
