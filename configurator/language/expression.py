"""Reads expressions in files: parses and type-checks a text."""

from configurator.language.checked import CheckedExpression, NameScope
from configurator.language.parse import parse
from configurator.language.type_check import check
from configurator.language.types import Type
from configurator.problems import Problem
from configurator.source import Location


def read_expression(
    text: str, scope: NameScope, location: Location, *, where: str = "", expected: Type | None = None
) -> tuple[CheckedExpression | None, tuple[Problem, ...]]:
    """Parse and type-check a text that begins at `location`; return None and all problems if it has any.

    `where` is the path in the document, for problems; `expected` is the required type.
    """
    tree, problems = parse(text, location, where=where)
    if tree is None:
        return None, problems
    return check(tree, scope, text=text, location=location, where=where, expected=expected)
