"""Random trees: any that a text can be parsed into, and any that make sense in the little shop."""

from collections.abc import Callable
from fractions import Fraction

from hypothesis import strategies as st

from configurator.language import tree as t
from configurator.language.reserved_words import is_name
from tests.language.shop import CELL, COVER, CPU, SHAPE, TRIM, Shop

Trees = st.SearchStrategy[t.Expression]

names = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True).filter(is_name)
_decimals = st.builds(lambda digits, places: Fraction(digits, 10**places), st.integers(0, 10**6), st.integers(0, 4))
numbers = st.builds(t.NumberLiteral, _decimals, st.sampled_from(["", "", "W", "kW", "%", "m2"]))
_words = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="'\"\\"), max_size=6)
texts = st.builds(t.TextLiteral, _words | st.sampled_from(["it's", 'say "so"']))
booleans = st.builds(t.Boolean, st.booleans())
_paths = st.lists(names, min_size=1, max_size=4).map(lambda words: _path(*words))


def _path(first: str, *rest: str) -> t.Expression:
    found: t.Expression = t.Name(first)
    for word in rest:
        found = t.MemberAccess(found, word)
    return found


def _inner(part: Trees) -> Trees:
    some = st.lists(part, min_size=2, max_size=3).map(tuple)
    constants = numbers | texts | booleans | numbers.map(t.Negative)
    generators = st.lists(st.builds(t.Generator, names, _paths), min_size=1, max_size=2).map(tuple)
    functions = st.sampled_from(t.AggregateFunction)
    comparisons = st.lists(st.tuples(st.sampled_from(t.ComparisonOperator), part), min_size=1, max_size=3)
    return st.one_of(
        part.map(t.Negative),
        part.map(t.Negation),
        st.builds(t.ArithmeticExpression, st.sampled_from(t.ArithmeticOperator), part, part),
        st.builds(t.Comparison, part, comparisons.map(tuple)),
        some.map(t.Conjunction),
        some.map(t.Disjunction),
        st.builds(t.IfElse, part, part, part),
        st.builds(t.Membership, part, st.lists(constants, min_size=1, max_size=3).map(tuple)),
        st.builds(t.Comprehension, functions, part, generators, st.none() | part),
        st.builds(t.Listing, functions, st.lists(part, min_size=1, max_size=3).map(tuple)),
        st.builds(t.Present, _paths),
    )


parsed_trees: Trees = st.recursive(numbers | texts | booleans | _paths, _inner, max_leaves=25)
"""Every tree that parsing may yield."""

# ── trees that make sense in the shop ────────────────────────────────────────────────────────────────────────────────

_OPTIONS = {"trim": TRIM, "cover": COVER, "shape": SHAPE, "main_cpu": CPU, "kit.model": SHAPE, "cpu": CPU}
_UNITS = {"power": ["W", "kW", "mW"], "length": ["mm", "m", "inch"], "": [""]}
_ROOT_NUMBERS = {
    "": ["ports", "seats", "main_cpu.cores", "customer.discount", "running"],
    "power": ["power", "reserve", "main_cpu.watts"],
    "length": ["cable", "kit.cable"],
}
_CELL_NUMBERS = {"": ["memory", "cpu.cores"], "power": ["load", "cpu.watts"], "length": []}
_ROOT_BOOLEANS = ["apps", "navigation", "main_cpu.boost"]


def conditions(depth: int = 3, variables: tuple[str, ...] = ()) -> Trees:
    """Return trees that are true or false."""
    leaves = st.sampled_from(
        [*_ROOT_BOOLEANS, *(f"{v}.hot" for v in variables), *(f"{v}.cpu.boost" for v in variables)]
    )
    leaf: Trees = leaves.map(_dotted) | booleans | _presence(variables)
    if depth == 0:
        return leaf
    part, some = st.deferred(lambda: conditions(depth - 1, variables)), t.AggregateFunction
    parts = st.lists(part, min_size=2, max_size=3).map(tuple)
    listings = st.builds(t.Listing, st.sampled_from([some.ALL, some.ANY]), parts)
    return st.one_of(
        leaf,
        part.map(t.Negation),
        parts.map(t.Conjunction),
        parts.map(t.Disjunction),
        listings,
        st.builds(t.IfElse, part, part, part),
        st.sampled_from(["", "power", "length"]).flatmap(
            lambda dimension: _comparisons(dimension, depth - 1, variables)
        ),
        _option_tests(variables),
        _loops([some.ALL, some.ANY], lambda inner: conditions(depth - 1, inner), depth, variables),
    )


def amounts(dimension: str, depth: int = 3, variables: tuple[str, ...] = ()) -> Trees:
    """Return trees that are numbers of a dimension."""
    named = [*_ROOT_NUMBERS[dimension], *(f"{v}.{name}" for v in variables for name in _CELL_NUMBERS[dimension])]
    literals = st.builds(t.NumberLiteral, st.integers(0, 9).map(Fraction), st.sampled_from(_UNITS[dimension]))
    leaf: Trees = st.sampled_from(named).map(_dotted) | literals
    if not dimension:
        leaf |= st.sampled_from([t.Listing(t.AggregateFunction.COUNT, (t.Name("cells"),))])
    if depth == 0:
        return leaf
    part: Trees = st.deferred(lambda: amounts(dimension, depth - 1, variables))
    plain: Trees = st.deferred(lambda: amounts("", depth - 1, variables))
    condition, some = st.deferred(lambda: conditions(depth - 1, variables)), t.AggregateFunction
    operator = t.ArithmeticOperator
    parts = st.lists(part, min_size=1, max_size=3).map(tuple)
    divisor, plain_divisor = part.filter(_not_zero), plain.filter(_not_zero)
    found = st.one_of(
        leaf,
        part.map(t.Negative),
        st.builds(t.ArithmeticExpression, st.sampled_from([operator.ADD, operator.SUBTRACT]), part, part),
        st.builds(t.ArithmeticExpression, st.just(operator.REMAINDER), part, divisor),
        st.builds(t.ArithmeticExpression, st.just(operator.MULTIPLY), part, plain),
        st.builds(t.ArithmeticExpression, st.just(operator.DIVIDE), part, plain_divisor),
        st.builds(t.IfElse, part, condition, part),
        st.builds(t.Listing, st.sampled_from([some.SUM, some.MIN, some.MAX]), parts),
        _loops([some.SUM, some.MIN, some.MAX], lambda inner: amounts(dimension, depth - 1, inner), depth, variables),
    )
    if dimension:
        return found
    power = st.deferred(lambda: amounts("power", depth - 1, variables))
    return st.one_of(
        found,
        st.builds(
            t.ArithmeticExpression,
            st.sampled_from([operator.DIVIDE, operator.FLOOR_DIVIDE]),
            power,
            power.filter(_not_zero),
        ),
        st.builds(t.Listing, st.just(some.COUNT), st.lists(condition, min_size=2, max_size=3).map(tuple)),
        _loops([some.COUNT], lambda inner: conditions(depth - 1, inner), depth, variables),
    )


def _presence(variables: tuple[str, ...]) -> Trees:
    paths = ["cells", "kit", "kit.model", "kit.boards", "trim", "main_cpu.watts", "running"]
    inside = [f"{v}.{member}" for v in variables for member in CELL.members]
    return st.sampled_from([*paths, *inside]).map(_dotted).map(t.Present)


def _comparisons(dimension: str, depth: int, variables: tuple[str, ...]) -> Trees:
    part = amounts(dimension, depth, variables)
    rest = st.lists(st.tuples(st.sampled_from(t.ComparisonOperator), part), min_size=1, max_size=2).map(tuple)
    return st.builds(t.Comparison, part, rest)


@st.composite
def _option_tests(draw: st.DrawFn, variables: tuple[str, ...]) -> t.Expression:
    """Draw `trim == 'base'`, `cover == trim`, `main_cpu in ('slow', …)`, also over what an `if` chooses."""
    path = draw(st.sampled_from([*(name for name in _OPTIONS if name != "cpu"), *(f"{v}.cpu" for v in variables)]))
    options = _OPTIONS["cpu" if path.endswith(".cpu") else path].options
    literal = st.sampled_from(options).map(t.TextLiteral)
    other = literal | st.builds(t.IfElse, literal, booleans, literal)
    if path in {"trim", "cover"}:
        other |= st.sampled_from([t.Name("trim"), t.Name("cover")])
    operator = draw(st.sampled_from([t.ComparisonOperator.EQUAL, t.ComparisonOperator.DIFFERENT]))
    comparison = t.Comparison(_dotted(path), ((operator, draw(other)),))
    membership = t.Membership(_dotted(path), tuple(draw(st.lists(literal, min_size=1, max_size=3))))
    return membership if draw(st.booleans()) else comparison


@st.composite
def _loops(
    draw: st.DrawFn,
    functions: list[t.AggregateFunction],
    body: Callable[[tuple[str, ...]], Trees],
    depth: int,
    variables: tuple[str, ...],
) -> t.Expression:
    """Draw an aggregate over the cells; as many loops inside one another as the depth allows."""
    inner = (*variables, f"v{len(variables)}")
    condition = draw(st.none() | conditions(depth - 1, inner))
    generators = (t.Generator(inner[-1], t.Name("cells")),)
    return t.Comprehension(draw(st.sampled_from(functions)), draw(body(inner)), generators, condition)


def _not_zero(node: t.Expression) -> bool:
    return not (isinstance(node, t.NumberLiteral) and node.value == 0)


def _dotted(path: str) -> t.Expression:
    return _path(*path.split("."))


# ── worlds ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_some_number = st.none() | st.integers(-3, 9).map(Fraction) | st.sampled_from([Fraction(1, 3), Fraction(5, 2)])
_some_boolean = st.none() | st.booleans()


def _some(options: tuple[str, ...]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(options)


_cells = st.fixed_dictionaries(
    {
        "memory": _some_number,
        "hot": _some_boolean,
        "cpu": _some(CPU.options),
        "load": _some_number,
        "disks": st.lists(st.fixed_dictionaries({"size": _some_number, "spare": _some_boolean}), max_size=2),
    }
)
_boards = st.lists(st.fixed_dictionaries({"pins": _some_number}), max_size=2)
_kits = st.fixed_dictionaries({"model": _some(SHAPE.options), "cable": _some_number, "boards": _boards})
shops: st.SearchStrategy[Shop] = st.builds(
    Shop,
    st.fixed_dictionaries(
        {
            "apps": _some_boolean,
            "navigation": _some_boolean,
            "trim": _some(TRIM.options),
            "cover": _some(COVER.options),
            "shape": _some(SHAPE.options),
            **dict.fromkeys(["ports", "seats", "power", "reserve", "cable"], _some_number),
            "main_cpu": _some(CPU.options),
            "cells": st.lists(_cells, max_size=3),
            "kit": st.none() | _kits,
        }
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "customer.segment": st.sampled_from(["fleet", "retail"]),
            "customer.discount": st.integers(0, 9).map(Fraction),
            "running": st.integers(0, 9).map(Fraction),
        },
    ),
)
"""Worlds of the shop in which anything may be absent."""
