"""Expressions of a catalog: parsed in the scope of their body, with a library's names bound."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import get_args

from configurator.catalog.addresses import IdPath
from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.model import Feature, Structure
from configurator.language.checked import CheckedExpression, NameScope
from configurator.language.parse import parse
from configurator.language.show import show
from configurator.language.tree import (
    AggregateFunction,
    Comprehension,
    Expression,
    Listing,
    MemberAccess,
    Name,
    Negation,
    children,
    walk,
)
from configurator.language.type_check import check
from configurator.language.types import BOOLEAN, InstancesType, InstanceType, Type
from configurator.reading.shape import Word
from configurator.source import Location
from configurator.units import Units


def member_types(structure: Structure, path: IdPath = ()) -> Mapping[str, Type]:
    """Return the type of every member of a structure."""
    return {name: member_type(member, (*path, name)) for name, member in structure.members.items()}


def member_type(member: Feature | Structure, path: IdPath) -> Type:
    """Return a feature's type, or the type of a structure's instance or instances."""
    if isinstance(member, Feature):
        return member.type
    instance = InstanceType(".".join(path), member_types(member, path))
    return instance if member.singleton else InstancesType(instance)


def scope_of(root: Structure, path: IdPath, units: Units, parameters: Mapping[str, Type] | None = None) -> NameScope:
    """Return the scope of an expression in the body of a structure: its own members first, the catalog's last."""
    binders: list[tuple[str, Mapping[str, Type]]] = [("", member_types(root))]
    here = root
    for length, name in enumerate(path, start=1):
        inner = here.members[name]
        if not isinstance(inner, Structure):
            raise TypeError(f"{'.'.join(path[:length])} is a feature; only structures have a body")
        here = inner
        binders.insert(0, (".".join(path[:length]), member_types(here, path[:length])))
    return NameScope(tuple(binders), parameters or {}, units)


@dataclass(frozen=True)
class ExpressionReader:
    """Reads the expressions of one body of one document."""

    context: BuildContext
    scope: NameScope

    def condition(self, text: Word | None, where: str) -> CheckedExpression | None:
        """Read a condition; None where there is none or it is wrong."""
        return None if text is None else self.expression(text, where, BOOLEAN)

    def conditions(self, texts: list[Word], where: str) -> tuple[CheckedExpression | None, ...]:
        return tuple(self.condition(text, f"{where}[{number}]") for number, text in enumerate(texts, 1))

    def expression(self, text: Word, where: str, expected: Type | None = None) -> CheckedExpression | None:
        """Read an expression of the expected type, or of any; report its problems."""
        if self.context.report.is_full(text.location.file):
            return None
        location = text.begin
        tree, problems = parse(text, location, where=where)
        self.context.report.extend(problems)
        if tree is None:
            return None
        tree = bound(tree, self.context.bindings)
        if self.context.left_out and self._names_what_is_left_out(tree):
            return None
        checked_expression, problems = check(
            tree, self.scope, text=text, location=location, where=where, expected=expected
        )
        self.context.report.extend(problems)
        return checked_expression

    def _names_what_is_left_out(self, tree: Expression) -> bool:
        return any(isinstance(node, Name | MemberAccess) and node.name in self.context.left_out for node in walk(tree))


def all_of(items: tuple[CheckedExpression, ...], location: Location) -> CheckedExpression:
    """Join conditions; one that is absent is skipped, as it would be if it stood alone."""
    if len(items) == 1:
        return items[0]
    tree = Listing(AggregateFunction.ALL, tuple(item.tree for item in items))
    return CheckedExpression(tree, BOOLEAN, location, show(tree))


def negated(item: CheckedExpression) -> CheckedExpression:
    """Return the opposite of a condition; absent where the condition is."""
    tree = Negation(item.tree)
    return CheckedExpression(tree, BOOLEAN, item.location, show(tree))


def bound(tree: Expression, bindings: tuple[Mapping[str, str], ...]) -> Expression:
    """Substitute the bound names of a parsed tree, the innermost include first."""
    for names in bindings:
        if names:
            tree = _renamed(tree, names)
    return tree


def free_names(tree: Expression) -> frozenset[str]:
    """Return the names of a parsed tree that no loop of its own introduces."""
    match tree:
        case Name(name):
            return frozenset({name})
        case Comprehension(generators=generators):
            first = free_names(generators[0].source)
            inner = frozenset[str]().union(*(free_names(child) for child in children(tree)))
            return first | (inner - {each.variable for each in generators})
    return frozenset[str]().union(*(free_names(child) for child in children(tree)))


def _renamed(node: Expression, names: Mapping[str, str]) -> Expression:
    if isinstance(node, Name):
        return _path(names[node.name], node) if node.name in names else node
    if isinstance(node, Comprehension):
        variables = {each.variable for each in node.generators}
        inner = {name: to for name, to in names.items() if name not in variables}
        first, *others = node.generators
        return replace(
            node,
            generators=(
                replace(first, source=_renamed(first.source, names)),
                *(replace(each, source=_renamed(each.source, inner)) for each in others),
            ),
            body=_renamed(node.body, inner),
            condition=None if node.condition is None else _renamed(node.condition, inner),
        )
    parts = {item.name: getattr(node, item.name) for item in fields(node)}
    renamed = {name: _renamed_part(part, names) for name, part in parts.items()}
    return replace(node, **renamed)  # type: ignore[arg-type]  # every part keeps its kind


def _renamed_part(part: object, names: Mapping[str, str]) -> object:
    if isinstance(part, tuple):
        return tuple(_renamed_part(item, names) for item in part)
    return _renamed(part, names) if isinstance(part, get_args(Expression)) else part


def _path(path: str, node: Name) -> Expression:
    """Return the tree of a path of names, where a name stood."""
    first, *rest = path.split(".")
    result: Expression = Name(first, span=node.span)
    for name in rest:
        result = MemberAccess(result, name, span=node.span)
    return result
