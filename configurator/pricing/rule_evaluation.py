"""Asking a configuration: conditions and quantities evaluated, amounts resolved for a day, instances walked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from configurator.language.checked import ABSENT, Absence, CheckedExpression, Value, World
from configurator.language.evaluate import evaluate
from configurator.pricing.amounts import Amount, Case
from configurator.pricing.price_lines import Outcome

At = Mapping[str, str]
"""Where names are looked up: a structure's id path to the path of the instance at hand; "" is the root."""

ROOT_AT: At = {"": ""}


@dataclass(frozen=True, slots=True)
class Resolved:
    """The case of an amount that applies, its value, and the cases that were passed over before it."""

    value: Fraction
    case: Case
    passed: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Unresolved:
    """No case applies; `in_force` holds those that were in force on the day and not eligible."""

    in_force: tuple[Case, ...]

    @property
    def outcome(self) -> Outcome:
        """Why there is no value: none is in force, or none of those in force is eligible."""
        return Outcome.NOT_ELIGIBLE if self.in_force else Outcome.OUT_OF_DATE

    @property
    def condition(self) -> str:
        """The conditions that stood in the way."""
        return "; ".join(case.when.text for case in self.in_force if case.when)


def truth(condition: CheckedExpression, world: World, at: At) -> bool | Absence:
    """Return whether a condition holds, or that it names something absent."""
    result = evaluate(condition.tree, world, at)
    return result if isinstance(result, bool) else ABSENT


def number(expression: CheckedExpression, world: World, at: At) -> Fraction | Absence:
    """Return the value of a numeric expression in base units, or that it names something absent."""
    result = evaluate(expression.tree, world, at)
    return result if isinstance(result, Fraction) else ABSENT


def resolve(amount: Amount, on: date, world: World, at: At) -> Resolved | Unresolved:
    """Return the first case in force that applies."""
    passed: list[Case] = []
    for case in amount:
        if on not in case.interval:
            continue
        value = _value(case, world, at)
        if value is not None:
            return Resolved(value, case, tuple(passed))
        passed.append(case)
    return Unresolved(tuple(passed))


def _value(case: Case, world: World, at: At) -> Fraction | None:
    if case.when is not None and truth(case.when, world, at) is not True:
        return None
    if isinstance(case.value, Fraction):
        return case.value
    result = number(case.value, world, at)
    return result if isinstance(result, Fraction) else None


def instances_of(each: str, world: World) -> Iterator[At]:
    """Yield where names are looked up for every present instance of a structure; for "", once at the root."""
    return _walk(world, ROOT_AT, "", tuple(each.split(".")) if each else ())


def _walk(world: World, at: At, done: str, rest: tuple[str, ...]) -> Iterator[At]:
    if not rest:
        yield at
        return
    here = f"{done}.{rest[0]}" if done else rest[0]
    for instance in world.instances(at[done], rest[:1]):
        yield from _walk(world, {**at, here: instance}, here, rest[1:])


@dataclass(frozen=True, slots=True)
class ExtendedWorld:
    """A world with further parameters, which its subclasses add; everything else is that of another one."""

    world: World

    def value(self, instance: str, path: tuple[str, ...]) -> Value | Absence:
        return self.world.value(instance, path)

    def attribute(self, instance: str, path: tuple[str, ...], name: str) -> Value | Absence:
        return self.world.attribute(instance, path, name)

    def instances(self, instance: str, path: tuple[str, ...]) -> tuple[str, ...]:
        return self.world.instances(instance, path)


@dataclass(frozen=True, slots=True)
class WithBase(ExtendedWorld):
    """A world in which the parameter `base` is the amount that a stage acts on."""

    base: Fraction

    def parameter(self, name: str) -> Value | Absence:
        return self.base if name == BASE else self.world.parameter(name)


BASE = "base"
"""The name of the amount that a stage acts on."""

QUANTITY = "quantity"
"""The name of the number of pieces that an item has."""
