"""Reads YAML into a positioned tree, without constructing objects; each exceeded limit is a problem.

The parser's events are used, not its node composer: the composer recurses and would overflow the stack on hostile
nesting, and counting aliases before they are expanded prevents exponential growth.
"""

from typing import TypeVar

import yaml

from configurator.garbage_collection import collection_paused
from configurator.problems import Problem, in_order
from configurator.reading import codes
from configurator.reading.files import Files
from configurator.reading.limits import LIMITS, Limits
from configurator.reading.positioned_tree import Node
from configurator.reading.shape import Shape, validate
from configurator.reading.source_text import read_text
from configurator.reading.yaml_syntax import Failure, problem_at
from configurator.reading.yaml_tree import Halt, TreeBuilder
from configurator.source import Location

_Loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


@collection_paused()
def read_yaml(data: bytes, file: str, limits: Limits = LIMITS) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read one YAML document into a tree.

    The tree is None if reading had to stop. Otherwise it is complete, even beside problems: of a duplicate key, the
    first is kept.
    """
    text, problems = read_text(data, file, limits)
    if text is None:
        return None, problems
    builder = TreeBuilder(text, file, limits)
    last = _build(builder, text)
    problems = (*problems, *builder.problems)
    if last is not None:
        return None, (*problems, last)
    if builder.root is None:
        return None, (*problems, _empty(file))
    return builder.root, problems


def _build(builder: TreeBuilder, text: str) -> Problem | None:
    """Feed a builder the events of a text; return the problem that stopped it, or None."""
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except Halt as halt:
        return halt.problem
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # The Python parser leaks the last two.
        failure = _failure(error, builder, text)
        return _nesting_before(failure, builder, text) or problem_at(failure, text)
    return None


def _failure(error: Exception, builder: TreeBuilder, text: str) -> Failure:
    """Return where the parser stopped: at its marks, or after the last event if it set none."""
    at, construct_start = builder.read_to, None
    if isinstance(error, yaml.MarkedYAMLError):
        construct_start = error.context_mark
        at = error.problem_mark or construct_start or at
    index = at.index if at else 0
    return Failure(
        min(index, len(text)),
        builder.location(at),
        construct_start.index if construct_start else None,
        builder.location(construct_start or at),
        isinstance(error, yaml.parser.ParserError),
        builder.innermost,
        builder.is_complete,
    )


def _nesting_before(failure: Failure, builder: TreeBuilder, text: str) -> Problem | None:
    """Return the problem of excessive nesting in the text before a failure, if there is one.

    The parser scans ahead of its events, by a line or by 1,024 characters, so it may stop at a limit of its own (or at
    a syntax error) before it emits the event that exceeds `limits.depth`. Parsing a shorter prefix emits that event.
    """
    ahead = text[builder.read_to.index if builder.read_to else 0 : failure.index]
    if builder.depth + sum(map(ahead.count, "[{-?:")) < builder.limits.depth:
        return None
    for back in _CUTS:
        again = TreeBuilder(text, builder.file, builder.limits)
        try:
            for event in yaml.parse(text[: max(0, failure.index - back)], Loader=_Loader):
                again.take(event)
        except Halt as halt:
            return halt.problem
        except (yaml.YAMLError, ValueError, RecursionError):
            continue
    return None


_CUTS = (0, 1, 2, 4, 8, 16, 32, 64)
"""Characters by which the prefix before a failure is shortened: the failure is at or after the opening token."""


def _empty(file: str) -> Problem:
    text = "the file says nothing"
    return Problem(codes.EMPTY_DOCUMENT, Location(file, 1, 1), "", text, "a map of keys and values")


AnyShape = TypeVar("AnyShape", bound=Shape)


def read_document(files: Files, entry: str, shape: type[AnyShape]) -> tuple[AnyShape | None, tuple[Problem, ...]]:
    """Read the file `entry` as a shape; return None and all problems if it is missing or invalid."""
    if entry not in files:
        return None, files.find(entry, Location(entry, 1, 1))[1]
    return document_of(files[entry], entry, shape)


def document_of(data: bytes, file: str, shape: type[AnyShape]) -> tuple[AnyShape | None, tuple[Problem, ...]]:
    """Read the bytes of a file as a shape; `file` is its name in the problems' locations."""
    node, problems = read_yaml(data, file)
    if node is None:
        return None, in_order(problems)
    result, more = validate(node, shape)
    return result, in_order((*problems, *more)) if result is None else problems
