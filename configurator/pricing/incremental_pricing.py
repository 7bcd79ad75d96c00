"""The inputs of a part of a price, so that it is recomputed only if one of them has changed.

The price of a neighbouring configuration shares most lines with that of the first. A *piece* is the result of one rule
for one instance; it records the values it read, and remains valid while none of them changes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Final

from configurator.catalog.addresses import IdPath, id_path_of, join
from configurator.configuration import Configuration
from configurator.language.checked import CheckedExpression
from configurator.language.tree import Comprehension, Expression, FeatureRef, ParameterRef, StructureRef, children
from configurator.pricing.amounts import Amount
from configurator.pricing.charge import Charge
from configurator.pricing.model import Stage
from configurator.pricing.named_amounts import amounts_in
from configurator.pricing.price_lines import Considered, OpenLine, Unpriced
from configurator.pricing.rule_evaluation import BASE, At


@dataclass(frozen=True, slots=True)
class Reads:
    """The inputs of a rule: `own` by the structure of lookup (and the path from there), `wide` in any instance."""

    own: frozenset[tuple[str, tuple[str, ...]]] = frozenset()
    wide: frozenset[IdPath] = frozenset()
    rooted: frozenset[str] = frozenset()
    """The paths that it reads at the root."""
    base: bool = False
    """Whether it reads the amount that a stage acts on."""
    amounts: bool = False
    """Whether it reads amounts of earlier steps."""

    def at(self, at: At) -> frozenset[str]:
        """Return the paths that the rule reads where its names are looked up there."""
        if len(at) == 1:
            return self.rooted
        return frozenset(join(at[binder], ".".join(path)) for binder, path in self.own)


NO_READS: Final = Reads()


@dataclass(frozen=True, slots=True)
class Piece:
    """The result of one rule for one instance or feature: its lines, its trace, its inputs, and what has no price."""

    lines: tuple[OpenLine, ...]
    trace: tuple[Considered, ...]
    read: frozenset[str]
    wide: frozenset[IdPath]
    unpriced: tuple[Unpriced, ...] = ()


Pieces = Mapping[tuple[str, str], Piece]
"""Pieces by the rule and the instance or feature they were made for."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The pieces of an earlier price, and the changes since: paths, and their id paths."""

    pieces: Pieces = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    changed_ids: frozenset[IdPath] = frozenset()

    def standing(self, key: tuple[str, str]) -> Piece | None:
        """Return a piece that is still valid, or None."""
        piece = self.pieces.get(key)
        if piece is None or not piece.read.isdisjoint(self.changed) or not piece.wide.isdisjoint(self.changed_ids):
            return None
        return piece


NO_EARLIER: Final = Earlier()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A configuration beside another of the same catalog, and the paths whose value or instances differ."""

    configuration: Configuration
    changed: Sequence[str]

    @staticmethod
    def of(before: Configuration, after: Configuration) -> "Neighbour":
        return Neighbour(after, changed_paths(before, after))


def earlier(pieces: Pieces, before: Configuration, after: Configuration) -> Earlier:
    """Return the pieces of one configuration with their differences in another."""
    changed = frozenset(changed_paths(before, after))
    return Earlier(pieces, changed, frozenset(map(id_path_of, changed)))


def changed_paths(before: Configuration, after: Configuration) -> list[str]:
    """Return the paths of features and structures that do not have the same value or instances in both."""
    return [*_changed(before.values, after.values), *_changed(before.instances, after.instances)]


def _changed(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    if old is new:
        return []
    changed = [path for path, value in new.items() if old.get(path, _MISSING) is not value]  # Most are the same object.
    changed = [path for path in changed if _differ(old.get(path, _MISSING), new[path])]
    return changed if old.keys() == new.keys() else [*changed, *(path for path in old if path not in new)]


_MISSING: Final = object()


def _differ(one: object, other: object) -> bool:
    """Whether two values differ, or are of different kinds (1 and true)."""
    return one != other or type(one) is not type(other)


# ── inputs of rules ───────────────────────────────────────────────────────────────────────────────────────────────────


def reads_of(expressions: Iterable[CheckedExpression | None]) -> Reads:
    """Return the inputs of some expressions."""
    own: set[tuple[str, tuple[str, ...]]] = set()
    wide: set[IdPath] = set()
    base = amounts = False
    for each in expressions:
        if each is not None:
            _collect(each.tree, {}, own, wide)
            base = base or _reads_base(each.tree)
            amounts = amounts or any(amounts_in(each.tree))
    rooted = frozenset(".".join(path) for binder, path in own if not binder)
    if not (own or wide or base or amounts):
        return NO_READS
    return Reads(frozenset(own), frozenset(wide), rooted, base, amounts)


def _reads_base(node: Expression) -> bool:
    return (isinstance(node, ParameterRef) and node.name == BASE) or any(map(_reads_base, children(node)))


def in_amount(amount: Amount) -> Iterator[CheckedExpression | None]:
    """Yield the expressions of an amount."""
    for case in amount:
        yield case.when
        if isinstance(case.value, CheckedExpression):
            yield case.value


def in_stage(stage: Stage) -> Iterator[CheckedExpression | None]:
    """Yield every expression of a stage: its condition, its figures and its bounds."""
    yield stage.when
    rates = (rate.percent for rate in stage.rates)
    for amount in (stage.percent, stage.amount, stage.at_least, stage.at_most, stage.never_below, *rates):
        yield from in_amount(amount)


def in_charge(charge: Charge) -> Iterator[CheckedExpression | None]:
    """Yield every expression of a charge, in its model, metering and modifiers."""
    yield from _expressions(charge)


def _expressions(part: object) -> Iterator[CheckedExpression]:
    match part:
        case CheckedExpression():
            yield part
        case tuple() | list():
            for each in part:
                yield from _expressions(each)
        case Mapping():
            for each in part.values():
                yield from _expressions(each)
        case _ if hasattr(part, "__dataclass_fields__"):
            for each in fields(part):  # type: ignore[arg-type]  # it has dataclass fields by the line before
                yield from _expressions(getattr(part, each.name))


def _collect(
    node: Expression,
    loops: Mapping[str, IdPath],
    own: set[tuple[str, tuple[str, ...]]],
    wide: set[IdPath],
) -> None:
    match node:
        case FeatureRef(binder, path):
            if binder in loops:
                wide.add((*loops[binder], *path))
            else:
                own.add((binder, path))
            return
        case StructureRef():
            wide.update(_ways(_id_path(node, loops)))
            return
        case Comprehension(generators=generators):
            inner = dict(loops)
            for generator in generators:
                if isinstance(generator.source, StructureRef):
                    wide.update(_ways(_id_path(generator.source, inner)))
                    inner[generator.variable] = _id_path(generator.source, inner)
            loops = inner
    for part in children(node):
        _collect(part, loops, own, wide)


def _id_path(node: StructureRef, loops: Mapping[str, IdPath]) -> IdPath:
    start = loops[node.binder] if node.binder in loops else tuple(node.binder.split(".")) if node.binder else ()
    return (*start, *node.path)


def _ways(path: IdPath) -> Iterator[IdPath]:
    """Yield a structure's id path and those of all structures on the way: any of them may be absent."""
    return (path[:length] for length in range(1, len(path) + 1))
