"""Conditions that never hold, and cases always preempted by an earlier one, by trying every combination.

Only small domains are tried: options, booleans, small ranges, parameters with a list of texts. Constraints of the
catalog are ignored, so a reported rule can never apply.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from configurator.catalog.addresses import IdPath
from configurator.catalog.feature_values import in_base_units
from configurator.catalog.model import (
    BooleanDomain,
    Catalog,
    Enumeration,
    Feature,
    NumericDomain,
    features_in,
    structures_in,
)
from configurator.language.checked import ABSENT, Absence, CheckedExpression, Value
from configurator.language.evaluate import NotDefined, evaluate
from configurator.language.tree import Comprehension, Count, FeatureRef, ParameterRef, Present, StructureRef, walk
from configurator.language.types import BooleanType, OptionType, Type
from configurator.pricing.amounts import Amount
from configurator.pricing.checks.unconditional import amounts_in
from configurator.pricing.codes import MISSING_PRICE, NEVER_APPLIES, UNREACHABLE_CASE
from configurator.pricing.limits import BOOK_TRIALS, CONDITION_COMBINATIONS
from configurator.pricing.model import PriceBook, Stage
from configurator.problems import Problem
from configurator.reading.message_parts import some_of

Key = tuple[str, tuple[str, ...]]
"""A feature by the structure it is looked up in and the way from there; a parameter by `?` and its name."""

PARAMETER = "?"


def every_condition_can_hold(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning for every rule whose condition holds in no combination of values."""
    tried = _Trial(catalog)
    groups = (("charges", book.charges), ("waivers", book.waivers), ("stages", book.stages))
    for section, rules in groups:
        for rule in rules:
            if rule.when is not None and tried.never((rule.when,)):
                where = f"{section}.{rule.id}.when"
                message = f"`{rule.when.text}` holds for no combination of values"
                yield Problem(NEVER_APPLIES, rule.when.location, where, message, "a condition that can hold")


def every_case_can_be_the_first(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for every case of an amount that earlier ones take the place of in every combination."""
    tried = _Trial(catalog)
    for where, amount in _amounts(book):
        for position, case in enumerate(amount):
            before = [each.when for each in amount[:position] if each.interval == case.interval and each.when]
            if case.when is not None and before and tried.covered(case.when, before):
                message = f"this case never applies: wherever `{case.when.text}` holds, an earlier one does as well"
                hint = "put it before the others, or take it out"
                yield Problem(UNREACHABLE_CASE, case.location, where, message, hint=hint)


def every_value_has_a_case(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning for every amount of a charge whose cases name one feature and omit some of its values.

    If cases name several features, constraints may forbid the omitted values, so nothing is reported.
    """
    tried = _Trial(catalog)
    for charge in book.charges:
        for amount in amounts_in(charge):
            conditions = [case.when for case in amount if case.when is not None]
            missing = tried.left_out(conditions) if charge.when is None and len(conditions) == len(amount) > 1 else ()
            if missing:
                name, values = missing
                message = f"the cases leave out `{name}` = {some_of(map(str, values))}, where the charge has no line"
                hint = "add a last case without `when`, with the amount 0 if it costs nothing"
                yield Problem(
                    MISSING_PRICE, charge.location, f"charges.{charge.id}", message, "a case for every value", hint
                )


def _amounts(book: PriceBook) -> Iterator[tuple[str, Amount]]:
    """Yield every amount with several cases, and its path."""
    for item, prices in book.prices.items.items():
        yield from ((f"prices.items.{item}", price.amount) for price in prices if len(price.amount) > 1)
    for section, rules in (("charges", book.charges), ("stages", book.stages)):
        for rule in rules:
            if not isinstance(rule, Stage) or rule.choose is None:
                yield from ((f"{section}.{rule.id}", each) for each in amounts_in(rule) if len(each) > 1)


@dataclass
class _Trial:
    """Trials over one book, as long as there is time for them."""

    catalog: Catalog
    left: int = BOOK_TRIALS

    def never(self, conditions: Sequence[CheckedExpression]) -> bool:
        """Whether conditions never hold together; false where there is too much to try."""
        return not any(self._holding(conditions, None))

    def covered(self, condition: CheckedExpression, by: Sequence[CheckedExpression]) -> bool:
        """Whether one of several conditions holds wherever this one does; false where there is too much to try."""
        return not any(self._holding((condition,), by))

    def left_out(self, by: Sequence[CheckedExpression]) -> tuple[str, list[Value]] | tuple[()]:
        """Return the one feature that conditions name and its values for which none holds; nothing if all are met."""
        domains = self._domains(by)
        if domains is None or len(domains) != 1:
            return ()
        ((key, values),) = domains.items()
        features = dict(features_in(self.catalog.root))
        worlds = ((value, _World(features, {key: value})) for value in values if value is not ABSENT)
        results = [value for value, world in worlds if not any(world.holds(each) for each in by)]
        return (".".join(key[1]), results) if results else ()

    def _holding(
        self, conditions: Sequence[CheckedExpression], without: Sequence[CheckedExpression] | None
    ) -> Iterator[bool]:
        """Yield a truth for each combination in which the conditions hold and none of the others does."""
        domains = self._domains((*conditions, *(without or ())))
        self.left -= prod(map(len, domains.values())) if domains else 0
        if domains is None or self.left < 0:
            yield True
            return
        features = dict(features_in(self.catalog.root))
        for values in product(*domains.values()):
            world = _World(features, dict(zip(domains, values, strict=True)))
            if all(world.holds(each) for each in conditions) and not any(world.holds(each) for each in without or ()):
                yield True

    def _domains(self, conditions: Sequence[CheckedExpression]) -> dict[Key, tuple[Value | Absence, ...]] | None:
        """Return the values of all names in conditions; None if some have many, or are in loops."""
        results: dict[Key, tuple[Value | Absence, ...]] = {}
        features = dict(features_in(self.catalog.root))
        for condition in conditions:
            for node in walk(condition.tree):
                match node:
                    case FeatureRef(binder, path):
                        values, key = self._values_at((*_steps(binder), *path), features), (binder, path)
                    case ParameterRef(name, kind):
                        values, key = _of_type(kind), (PARAMETER, (name,))
                    case Comprehension() | Count() | Present() | StructureRef():
                        return None
                    case _:
                        continue
                if values is None:
                    return None
                results[key] = values
        return results if prod(map(len, results.values())) <= CONDITION_COMBINATIONS else None

    def _values_at(self, path: IdPath, features: Mapping[IdPath, Feature]) -> tuple[Value | Absence, ...] | None:
        """Return the values of a feature, with its absence where it can be absent; None where they are many."""
        feature = features.get(path)
        values = _values(feature)
        if values is None or feature is None:
            return None
        structures = dict(structures_in(self.catalog.root))
        around = [structures[path[:length]] for length in range(1, len(path))]
        certain = feature.when is None and all(each.when is None and each.low for each in around)
        return values if certain else (*values, ABSENT)


def _steps(binder: str) -> IdPath:
    return tuple(binder.split(".")) if binder else ()


def _values(feature: Feature | None) -> tuple[Value, ...] | None:
    """Return the values of a feature as expressions see them, where they are few."""
    match feature.domain if feature else None:
        case Enumeration(options):
            return tuple(options)
        case BooleanDomain():
            return (True, False)
        case NumericDomain(low, high, step) if feature is not None and (high - low) / step <= CONDITION_COMBINATIONS:
            count = int((high - low) / step) + 1
            return tuple(in_base_units(feature, Fraction(low) + number * Fraction(step)) for number in range(count))
        case _:
            return None


def _of_type(kind: Type) -> tuple[Value, ...] | None:
    match kind:
        case OptionType(options):
            return tuple(options)
        case BooleanType():
            return (True, False)
        case _:
            return None


@dataclass(frozen=True)
class _World:
    """One combination of values. Structures are named by themselves, as only conditions beside them are tried."""

    features: Mapping[IdPath, Feature]
    values: Mapping[Key, Value | Absence]

    def holds(self, condition: CheckedExpression) -> bool:
        """Whether a condition holds; one that has no value does not."""
        try:
            return evaluate(condition.tree, self, _Itself()) is True
        except NotDefined:
            return False

    def value(self, instance: str, path: tuple[str, ...]) -> Value | Absence:
        return self.values.get((instance, path), ABSENT)

    def attribute(self, instance: str, path: tuple[str, ...], name: str) -> Value | Absence:
        feature, held = self.features.get((*_steps(instance), *path)), self.values[instance, path]
        if feature is None or held is ABSENT or not isinstance(feature.domain, Enumeration):
            return ABSENT
        return feature.domain.options[str(held)].attributes.get(name, ABSENT)

    def instances(self, instance: str, path: tuple[str, ...]) -> tuple[str, ...]:
        return ()

    def parameter(self, name: str) -> Value | Absence:
        return self.values.get((PARAMETER, (name,)), ABSENT)


class _Itself(dict[str, str]):
    """Names are looked up in the structure that they name."""

    def __missing__(self, key: str) -> str:
        return key
