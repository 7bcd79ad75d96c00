"""The expression tree, before and after type checking.

`parse` yields trees whose leaves are `Name`, `MemberAccess`, `NumberLiteral`, `TextLiteral` and `Boolean`. `check`
replaces those leaves by resolved ones (`FeatureRef`, `AttributeRef`, `StructureRef`, `ParameterRef`, `Constant`); inner
nodes are unchanged. Evaluation, compilation and explanations all read the same resolved tree.

Absence. A reference to a feature that is absent (and an attribute that the chosen option lacks) makes the whole
expression *absent*: a constraint then holds vacuously, a price is skipped, an aggregate skips that element. The
exceptions are `present(…)`, which tests for it, and the branch of `if … else` that is not taken. `and` and `or` are
strict, so the order of their operands never matters.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from enum import StrEnum
from fractions import Fraction
from functools import cache

from configurator.language.types import Type


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """The characters of the expression that a node covers: the half-open range from `start` to `end`."""

    start: int
    end: int


NOWHERE = SourceSpan(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    span: SourceSpan = field(default=NOWHERE, compare=False, repr=False)


# ── leaves as parsed ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NumberLiteral(_Node):
    """A number as written: `12`, `0.5`, with a unit `800[W]`."""

    value: Fraction
    unit: str = ""


@dataclass(frozen=True, slots=True)
class TextLiteral(_Node):
    """A quoted word: an option's id or a text."""

    value: str


@dataclass(frozen=True, slots=True)
class Boolean(_Node):
    """`true` or `false` (Python's spellings are accepted too)."""

    value: bool


@dataclass(frozen=True, slots=True)
class Name(_Node):
    """An identifier that is not resolved yet."""

    name: str


@dataclass(frozen=True, slots=True)
class MemberAccess(_Node):
    """`of.name`, not resolved yet."""

    of: "Expression"
    name: str


# ── leaves as checked ────────────────────────────────────────────────────────────────────────────────────────────────

ROOT = ""


@dataclass(frozen=True, slots=True)
class FeatureRef(_Node):
    """A feature of the instance that `binder` stands for.

    `binder` is ROOT for the catalog's own features, the variable of a comprehension (`c` in `for c in cells`), or the
    id path of the structure in whose body the expression was written (`cells`, `partitions.cells`), for the current
    instance. `path` walks from there through singletons to the feature (`("kit", "model")`).
    """

    binder: str
    path: tuple[str, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class AttributeRef(_Node):
    """An attribute of the option that a feature has (`cpu.watts`)."""

    feature: FeatureRef
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class StructureRef(_Node):
    """A structure seen from a binder, as the source of a comprehension, in `count(cells)` or `present(kit)`."""

    binder: str
    path: tuple[str, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class ParameterRef(_Node):
    """A value given from outside the configuration, such as `customer.segment` or a stage's running amount."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Constant(_Node):
    """A typed literal: a number in base units, an option's id, a text or a boolean.

    `shown` is its canonical source text (`800[W]`), so that printing loses nothing.
    """

    value: Fraction | bool | str
    type: Type
    shown: str = field(default="", compare=False)


# ── inner nodes ──────────────────────────────────────────────────────────────────────────────────────────────────────


class ArithmeticOperator(StrEnum):
    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    FLOOR_DIVIDE = "//"
    REMAINDER = "%"


class ComparisonOperator(StrEnum):
    EQUAL = "=="
    DIFFERENT = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="


class AggregateFunction(StrEnum):
    """The aggregate functions. Over no elements, sum and count are 0, all is true, any false, min and max absent."""

    SUM = "sum"
    COUNT = "count"
    MIN = "min"
    MAX = "max"
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Negative(_Node):
    """`-of`."""

    of: "Expression"


@dataclass(frozen=True, slots=True)
class ArithmeticExpression(_Node):
    """`left operator right`, exact; a division of integers is a fraction."""

    operator: ArithmeticOperator
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Comparison(_Node):
    """A chain `first op₁ e₁ op₂ e₂ …`: the conjunction of its adjacent comparisons."""

    first: "Expression"
    rest: tuple[tuple[ComparisonOperator, "Expression"], ...]


@dataclass(frozen=True, slots=True)
class Negation(_Node):
    of: "Expression"


@dataclass(frozen=True, slots=True)
class Conjunction(_Node):
    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Disjunction(_Node):
    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class IfElse(_Node):
    """`then if condition else otherwise`; only the branch that is taken is evaluated."""

    then: "Expression"
    condition: "Expression"
    otherwise: "Expression"


@dataclass(frozen=True, slots=True)
class Membership(_Node):
    """`of in (a, b, …)`; the candidates are constants. `not in` is `Negation(Membership(…))`."""

    of: "Expression"
    candidates: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Generator:
    """`for variable in source`; before checking the source is a Name or Member, afterwards a StructureRef."""

    variable: str
    source: "Expression"


@dataclass(frozen=True, slots=True)
class Comprehension(_Node):
    """`function(body for v in source … if condition …)`; a `count` folds a condition: `count(c.hot for c in cells)`.

    `count(cells)` is checked into `Count`. Conditions are joined by and; an element whose condition or body is absent
    is skipped.
    """

    function: AggregateFunction
    body: "Expression"
    generators: tuple[Generator, ...]
    condition: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class Listing(_Node):
    """`function(a, b, …)` over listed items; absent ones are skipped, and `count` counts the true ones."""

    function: AggregateFunction
    items: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Count(_Node):
    """`count(cells)`: the number of instances of a structure; 0 if the structure is absent."""

    structure: "Expression"


@dataclass(frozen=True, slots=True)
class Present(_Node):
    """`present(kit)`, `present(kit.model)`: whether a structure has an instance, or a feature is not absent."""

    of: "Expression"


Leaf = (
    NumberLiteral
    | TextLiteral
    | Boolean
    | Name
    | MemberAccess
    | FeatureRef
    | AttributeRef
    | StructureRef
    | ParameterRef
    | Constant
)
Expression = (
    Leaf
    | Negative
    | ArithmeticExpression
    | Comparison
    | Negation
    | Conjunction
    | Disjunction
    | IfElse
    | Membership
    | Comprehension
    | Listing
    | Count
    | Present
)


def children(node: Expression) -> Iterator[Expression]:
    """Yield the direct sub-expressions of a node, in reading order."""
    for name in _parts_of(type(node)):  # type: ignore[arg-type]  # a class is hashable
        yield from _expressions_in(getattr(node, name))


@cache
def _parts_of(kind: type[_Node]) -> tuple[str, ...]:
    """Return the fields of a node class that may hold other nodes."""
    return tuple(item.name for item in fields(kind) if item.name != "span")


def _expressions_in(value: object) -> Iterator[Expression]:
    if isinstance(value, _Node):
        yield value  # type: ignore[misc]  # every _Node is one of the Expression union
    elif isinstance(value, Generator):
        yield value.source
    elif isinstance(value, tuple):
        for item in value:
            yield from _expressions_in(item)


def walk(node: Expression) -> Iterator[Expression]:
    """Yield a node and everything below it, each before its children."""
    yield node
    for child in children(node):
        yield from walk(child)
