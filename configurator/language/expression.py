"""The one door for files that hold expressions: text in, checked expression or problems out."""

from configurator.language.check import check
from configurator.language.checked import CheckedExpression, Scope
from configurator.language.parse import parse
from configurator.language.types import Type
from configurator.problems import Problem
from configurator.source import Place


def read_expression(
    text: str, scope: Scope, place: Place, *, where: str = "", expected: Type | None = None
) -> tuple[CheckedExpression | None, tuple[Problem, ...]]:
    """Parse and check a text whose first character stands at `place`; return None and all problems where it has some.

    `where` is the path inside the document that messages name; `expected` is the type the expression must have.
    """
    tree, problems = parse(text, place, where=where)
    if tree is None:
        return None, problems
    return check(tree, scope, text=text, place=place, where=where, expected=expected)
