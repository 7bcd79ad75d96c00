"""Converts pydantic's errors to problems: location, dotted path, message, expected input and hint.

The `loc` of an error holds keys and indices, which lead through the tree, and labels of union alternatives. Of a union,
only the alternative that the author most likely meant is reported.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from configurator.problems import Problem, ProblemCode, in_order
from configurator.reading import codes
from configurator.reading.limits import Limits
from configurator.reading.message_parts import did_you_mean, kind_of_node, quoted, some_of
from configurator.reading.positioned_tree import Mapping, Node, Scalar, Sequence


@dataclass(slots=True)
class ShapesTried:
    """The shapes that one validation tried on each map, to look up the keys that each of them knows."""

    shapes: dict[int, dict[str, type[BaseModel]]] = field(default_factory=dict)

    def note(self, node: Node, shape: type[BaseModel]) -> None:
        self.shapes.setdefault(id(node), {})[shape.__name__] = shape

    def keys_at(self, node: Node, label: str) -> dict[str, FieldInfo]:
        """Return the known keys of the shape tried on a map; `label` selects among several shapes."""
        tried = self.shapes.get(id(node), {})
        named = [shape for name, shape in tried.items() if re.search(rf"\b{name}\b", label)] or list(tried.values())
        return {info.alias or name: info for name, info in named[0].model_fields.items()} if named else {}


def problems_of(
    error: ValidationError, node: Node, shapes_tried: ShapesTried, where: str, limits: Limits
) -> tuple[Problem, ...]:
    """Return the problems in file order, at most `limits.problems` and one that more were left out."""
    details = error.errors(include_url=False, include_input=False)[: 10 * limits.problems]
    results = _ErrorConverter(shapes_tried).at(
        node, where, [_LocatedError(detail["loc"], detail) for detail in details]
    )
    problems = in_order(results)
    if len(problems) <= limits.problems:
        return problems
    last = problems[limits.problems - 1]
    more = Problem(
        codes.TOO_MANY_PROBLEMS, last.location, "", "there are more problems than are shown", "", "mend these first"
    )
    return (*islice(problems, limits.problems), more)


@dataclass(frozen=True, slots=True)
class _LocatedError:
    """An error, the unresolved part of its `loc`, and the accepted words of the last resolved key."""

    path: tuple[int | str, ...]
    detail: ErrorDetails
    words: tuple[str, ...] = ()

    def beyond(self, known: dict[str, FieldInfo]) -> "_LocatedError":
        info = known.get(str(self.path[0]))
        return _LocatedError(
            self.path[1:], self.detail, self.words if info is None else tuple(_words_of(info.annotation))
        )


@dataclass(frozen=True, slots=True)
class _ErrorConverter:
    shapes_tried: ShapesTried

    def at(self, node: Node, where: str, errors: list[_LocatedError], label: str = "") -> list[Problem]:
        """Report the errors at a node and below it."""
        children, known = _children(node), self.shapes_tried.keys_at(node, label)
        problems: list[Problem] = []
        below: dict[int | str, list[_LocatedError]] = {}
        for error in errors:
            if not error.path or (error.detail["type"] == "missing" and len(error.path) == 1):
                problems.append(self._here(node, where, error))
            elif error.detail["type"] == "extra_forbidden" and len(error.path) == 1:
                problems.append(self._unknown_key(children, node, where, error, label))
            else:
                below.setdefault(error.path[0], []).append(error.beyond(known))
        results = [self.at(node, where, below[step], str(step)) for step in below if step not in children]
        problems.extend(_most_likely_alternative(results, node, where) if results else [])
        for step in below:
            if child := children.get(step):
                problems.extend(self._below(child, _inside(where, step), below[step]))
        return _without_misspelt_keys(problems)

    def _below(self, child: "_Child", where: str, errors: list[_LocatedError]) -> list[Problem]:
        of_value = [error for error in errors if error.path[:1] != ("[key]",)]
        of_key = [replace(error, path=()) for error in errors if error.path[:1] == ("[key]",)]
        problems = self.at(child.value, where, of_value) if of_value else []
        return [*problems, *(self._here(child.key, where, error) for error in of_key)]

    def _here(self, node: Node, where: str, error: _LocatedError) -> Problem:
        detail = error.detail
        context = detail.get("ctx", {})
        if detail["type"] == "missing":
            key = str(error.path[0])
            return Problem(
                codes.MISSING_KEY, node.location, _joined(where, key), "the key is missing", f"`{key}` in this map"
            )
        if detail["type"] == "problem":
            location = context["location"] or node.location
            return Problem(context["code"], location, where, context["message"], context["expected"], context["hint"])
        code, text, expected, hint = _message_of(detail, context, node, error.words)
        return Problem(code, node.location, where, text, expected, hint)

    def _unknown_key(
        self, children: dict[int | str, "_Child"], node: Node, where: str, error: _LocatedError, label: str
    ) -> Problem:
        key = str(error.path[0])
        location = children[key].key.location if key in children else node.location
        known = self.shapes_tried.keys_at(node, label)
        near = did_you_mean(key, known)
        text, expected = f"the key {quoted(key)} is not known here", "" if near else _one_of(known)
        return Problem(codes.UNKNOWN_KEY, location, _joined(where, key), text, expected, near)


@dataclass(frozen=True, slots=True)
class _Child:
    """A mapping entry or a list item; for an item, `key` is the item itself."""

    key: Node
    value: Node


def _children(node: Node) -> dict[int | str, _Child]:
    match node:
        case Mapping():
            return {entry.key.text: _Child(entry.key, entry.value) for entry in node.entries}
        case Sequence():
            return {at: _Child(item, item) for at, item in enumerate(node.items)}
        case Scalar():
            return {}


def _inside(where: str, step: int | str) -> str:
    return f"{where}[{step + 1}]" if isinstance(step, int) else _joined(where, step)


def _joined(where: str, key: str) -> str:
    shown = key if re.fullmatch(r"[\w-]{1,60}", key) else quoted(key)
    return f"{where}.{shown}" if where else shown


def _one_of(words: Iterable[str], most: int = 20) -> str:
    listed = some_of(words, most)
    return f"one of {listed}" if listed else ""


def _most_likely_alternative(results: list[list[Problem]], node: Node, where: str) -> list[Problem]:
    """Return the problems of the alternative most likely meant: of the right kind, with the best-fitting keys.

    If no alternative fits better than the others, merge them into one problem.
    """
    inside = [problems for problems in results if not _is_about_the_whole(problems, node, where)]
    if inside:
        return min(inside, key=lambda problems: (_ill_fitting_keys(problems, where), len(problems)))
    of_kind = [problems[0] for problems in results if problems[0].code is not codes.WRONG_KIND]
    nearest = of_kind or [problems[0] for problems in results]
    first = nearest[0]
    code = first.code if all(problem.code is first.code for problem in nearest) else codes.WRONG_VALUE
    expected = " or ".join(dict.fromkeys(problem.expected for problem in nearest if problem.expected))
    return [replace(first, code=code, expected=expected)]


def _ill_fitting_keys(problems: list[Problem], where: str) -> int:
    about_keys = (problem for problem in problems if problem.code in (codes.MISSING_KEY, codes.UNKNOWN_KEY))
    return sum("." not in problem.where.removeprefix(where).removeprefix(".") for problem in about_keys)


def _is_about_the_whole(problems: list[Problem], node: Node, where: str) -> bool:
    about = {codes.WRONG_KIND, *(() if isinstance(node, Mapping | Sequence) else _SCALAR_CODES)}
    return len(problems) == 1 and problems[0].where == where and problems[0].code in about


_SCALAR_CODES = (
    codes.EMPTY_VALUE,
    codes.NOT_ONE_OF,
    codes.WRONG_DAY,
    codes.WRONG_FLAG,
    codes.WRONG_NUMBER,
    codes.WRONG_VALUE,
)


def _without_misspelt_keys(problems: list[Problem]) -> list[Problem]:
    """Drop a missing key whose misspelling is reported beside it."""
    guessed = {
        (problem.where.rpartition(".")[0], problem.hint)
        for problem in problems
        if problem.code is codes.UNKNOWN_KEY and problem.hint
    }
    if not guessed:
        return problems
    return [
        problem
        for problem in problems
        if problem.code is not codes.MISSING_KEY or _suggested_key(problem) not in guessed
    ]


def _suggested_key(problem: Problem) -> tuple[str, str]:
    parent, _, key = problem.where.rpartition(".")
    return parent, f"did you mean `{key}`?"


_BOUNDS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}
_MAPS = ("model_type", "model_attributes_type", "dict_type", "mapping_type")
_LISTS = ("list_type", "tuple_type", "set_type", "frozen_set_type", "iterable_type")


def _message_of(
    detail: ErrorDetails, context: dict[str, Any], node: Node, words: tuple[str, ...]
) -> tuple[ProblemCode, str, str, str]:
    """Return code, message, expected input and hint for one of pydantic's own errors."""
    kind, text = detail["type"], f"found {kind_of_node(node)}"
    if kind in _MAPS:
        return codes.WRONG_KIND, text, "a map", _hint_for_map(node)
    if kind in _LISTS:
        return codes.WRONG_KIND, text, "a list", ""
    if kind == "literal_error":
        return _not_one_of(words, node, text)
    if kind in _BOUNDS:
        name, bound = _BOUNDS[kind]
        return codes.WRONG_NUMBER, text, f"{bound} {context[name]}", ""
    if kind == "too_short":
        return codes.WRONG_VALUE, text, f"at least {context['min_length']}", ""
    if kind == "too_long":
        return codes.WRONG_VALUE, f"found {context['actual_length']} items", f"at most {context['max_length']}", ""
    if kind in ("value_error", "assertion_error"):
        return codes.WRONG_VALUE, str(context["error"]), "", ""
    return codes.WRONG_VALUE, text, detail["msg"], ""


def _hint_for_map(node: Node) -> str:
    empty = isinstance(node, Scalar) and not node.text
    return "write keys under it, indented, or leave it out" if empty else ""


def _words_of(annotation: Any) -> Iterator[str]:
    """Yield the words that a field accepts: those of its literals, also inside lists and unions."""
    for part in get_args(annotation):
        if get_origin(annotation) is Literal:
            yield str(part)
        else:
            yield from _words_of(part)


def _not_one_of(words: tuple[str, ...], node: Node, result: str) -> tuple[ProblemCode, str, str, str]:
    if not isinstance(node, Scalar):
        return codes.WRONG_KIND, result, _one_of(words), ""
    return codes.NOT_ONE_OF, result, _one_of(words), did_you_mean(node.text, words)
