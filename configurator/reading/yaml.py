"""YAML as text in places: events in, a tree out. Nothing is ever constructed, and every bound has its problem.

The parser's events are used rather than its node composer, because the composer recurses and would overflow the
stack on hostile nesting, and because anchors can then be counted before they explode.
"""

from collections.abc import Iterator

import yaml

from configurator.garbage import collected_later
from configurator.problems import Problem
from configurator.reading import codes
from configurator.reading.limits import LIMITS, Limits
from configurator.reading.text import read_text
from configurator.reading.tree import Node
from configurator.reading.yaml_syntax import problem_of
from configurator.reading.yaml_tree import Halt, TreeBuilder
from configurator.source import Location

_Loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


@collected_later()
def read_yaml(data: bytes, file: str, limits: Limits = LIMITS) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read one YAML document into a tree.

    The tree is None when reading had to stop; otherwise it is whole and fit for further checks, even beside problems
    (of a key that occurs twice the first is kept).
    """
    text, problems = read_text(data, file, limits)
    if text is None:
        return None, problems
    builder = TreeBuilder(text, file, limits)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        return None, (*problems, *builder.problems, problem_of(error, text, file))
    except ValueError as error:
        return None, (*problems, *builder.problems, problem_of(_marked(error), text, file))
    except Halt as halt:
        return None, (*problems, *builder.problems, halt.problem)
    if builder.root is None:
        return None, (*problems, *builder.problems, _empty(file))
    return builder.root, (*problems, *builder.problems)


def _events(text: str) -> Iterator[yaml.Event]:
    return yaml.parse(text, Loader=_Loader)


def _marked(error: ValueError) -> yaml.MarkedYAMLError:
    """Return what the Python parser lets slip out of an escape or a directive as the error that the C parser gives."""
    return yaml.MarkedYAMLError(problem=f"found a number that is none: {str(error)[:60]}")


def _empty(file: str) -> Problem:
    found = "the file says nothing"
    return Problem(codes.EMPTY_DOCUMENT, Location(file, 1, 1), "", found, "a map of keys and values")
