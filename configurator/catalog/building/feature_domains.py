"""Domains of features: options, a boolean, or numbers on a step."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.names import check_item
from configurator.catalog.building.unit_declarations import find_unit
from configurator.catalog.codes import (
    BAD_ATTRIBUTE,
    BAD_RANGE,
    EMPTY_DOMAIN,
    FEATURE_KIND,
    UNKNOWN_COMPONENT,
    UNKNOWN_GROUP,
)
from configurator.catalog.feature_values import read_amount, read_quantity, show_number
from configurator.catalog.limits import MOST_STEPS
from configurator.catalog.model import (
    BooleanDomain,
    Component,
    ComponentGroup,
    Domain,
    Enumeration,
    NumericDomain,
    Option,
)
from configurator.catalog.shape import FeatureShape, GroupOptionsShape, OptionShape
from configurator.language.types import BOOLEAN, NumberType, OptionType, Type
from configurator.money import ONE, ZERO
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.reading.shape import Word
from configurator.units import NO_UNIT, Unit

_KEYS = {
    "options": ("options",),
    "boolean": ("component",),
    "integer": ("range", "step", "unit"),
    "number": ("range", "step", "unit"),
}


@dataclass(frozen=True)
class ComponentIndex:
    """All component groups of a catalog, and all components by id."""

    groups: Mapping[str, ComponentGroup]
    components: Mapping[str, Component]

    @staticmethod
    def of(groups: Mapping[str, ComponentGroup]) -> "ComponentIndex":
        components = (component for group in groups.values() for component in group.components.values())
        return ComponentIndex(groups, {component.id: component for component in components})


def build_domain(context: BuildContext, stock: ComponentIndex, shape: FeatureShape, where: str) -> Domain | None:
    """Build a feature's domain; report its problems, and return None if no value remains."""
    kind = _kind(context, shape, where)
    match kind:
        case "options":
            return _enumeration(context, stock, shape, where)
        case "boolean":
            return BooleanDomain(_component(context, stock, shape.component, f"{where}.component"))
        case "integer" | "number":
            return _numbers(context, shape, where, integral=kind == "integer")
    return None


def type_of(domain: Domain, groups: Mapping[str, ComponentGroup]) -> Type:
    """Return the type that a feature of a domain has in expressions."""
    match domain:
        case BooleanDomain():
            return BOOLEAN
        case NumericDomain(unit=unit):
            return NumberType(unit.dimension, unit.name)
        case Enumeration(options):
            sold = dict.fromkeys(each.component.group for each in options.values() if each.component is not None)
            attributes = {name: it.type for group in sold for name, it in groups[group].attributes.items()}
            return OptionType(tuple(options), attributes)


def _kind(context: BuildContext, shape: FeatureShape, where: str) -> str:
    kind = shape.type or ("options" if shape.options is not None else "")
    expected = "`options`, or `type` boolean, integer or number"
    if not kind:
        message = "the feature has neither options nor a type"
        context.report.add(FEATURE_KIND, shape.location, where, message, expected)
        return ""
    for key in ("options", "component", "range", "step", "unit"):
        if shape.has(key) and key not in _KEYS[kind]:
            what = "a choice among options" if kind == "options" else f"a feature of type {kind}"
            message = f"`{key}` does not belong to {what}"
            context.report.add(FEATURE_KIND, shape.key_location(key), where, message, some_of(_KEYS[kind]))
    return kind


def _component(context: BuildContext, stock: ComponentIndex, name: Word | None, where: str) -> Component | None:
    if name is None or name in stock.components:
        return None if name is None else stock.components[name]
    hint = did_you_mean(name, stock.components) or "declare it under `components`"
    message = f"there is no component `{name}`"
    context.report.add(UNKNOWN_COMPONENT, name.location, where, message, hint=hint)
    return None


# ── options ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _enumeration(context: BuildContext, stock: ComponentIndex, shape: FeatureShape, where: str) -> Enumeration | None:
    given, at = shape.options, f"{where}.options"
    if isinstance(given, dict):
        options = {str(name): _inline(context, name, it, f"{at}.{name}") for name, it in given.items()}
    elif given is not None:
        chosen = _from_groups(context, stock, given, at)
        if chosen is None:
            return None
        options = {it.id: Option(it.id, it.title, it.attributes, it.location, it, it.code) for it in chosen}
    if options:
        return Enumeration(options)
    message = "the feature has no options"
    context.report.add(EMPTY_DOMAIN, shape.location_of("options"), at, message, "one option at least")
    return None


def _inline(context: BuildContext, name: Word, given: Word | OptionShape, where: str) -> Option:
    check_item(context.report, name, where)
    if isinstance(given, OptionShape):
        title = context.text(given.title, f"{where}.title", given.location, name)
        return Option(str(name), title, {}, name.location, code=str(given.code or ""))
    return Option(str(name), context.plain_text(str(given)), {}, name.location)


def _from_groups(
    context: BuildContext, stock: ComponentIndex, given: Word | GroupOptionsShape, where: str
) -> tuple[Component, ...] | None:
    names = _group_names(context, given, where)
    groups = [_group(context, stock, name, where) for name in names]
    known = [group for group in groups if group is not None]
    if not known or len(known) < len(groups) or not _agree(context, known, names, where):
        return None
    components = {it.id: it for group in known for it in group.components.values()}
    return (
        _chosen(context, given, components, where)
        if isinstance(given, GroupOptionsShape)
        else tuple(components.values())
    )


def _group_names(context: BuildContext, given: Word | GroupOptionsShape, where: str) -> list[Word]:
    if isinstance(given, Word):
        return [given]
    if (given.group is None) is (given.groups is None):
        text = "neither `group` nor `groups` is given" if given.group is None else "`group` and `groups` stand together"
        context.report.add(FEATURE_KIND, given.location, where, text, "one of them")
        return []
    return [given.group] if given.group is not None else list(given.groups or [])


def _group(context: BuildContext, stock: ComponentIndex, name: Word, where: str) -> ComponentGroup | None:
    group = stock.groups.get(name)
    if group is None:
        hint = did_you_mean(name, stock.groups) or "declare it under `components`"
        context.report.add(UNKNOWN_GROUP, name.location, where, f"there is no component group `{name}`", hint=hint)
    return group


def _agree(context: BuildContext, groups: list[ComponentGroup], names: list[Word], where: str) -> bool:
    """Report attributes that one group declares otherwise than another; expressions need one type of each."""
    first: dict[str, tuple[ComponentGroup, Type]] = {}
    before = len(context.report.problems)
    for group, name in zip(groups, names, strict=True):
        for attribute, declared in group.attributes.items():
            other, kind = first.setdefault(attribute, (group, declared.type))
            if kind != declared.type:
                message = f"`{attribute}` is {kind} in `{other.id}` and {declared.type} in `{group.id}`"
                context.report.add(BAD_ATTRIBUTE, name.location, where, message, "one type in all groups")
    return len(context.report.problems) == before


def _chosen(
    context: BuildContext, given: GroupOptionsShape, components: Mapping[str, Component], where: str
) -> tuple[Component, ...] | None:
    if given.only is not None and given.except_ is not None:
        message = "`only` and `except` stand together"
        context.report.add(FEATURE_KIND, given.key_location("except"), where, message, "one of them")
    names, key = (given.only, "only") if given.only is not None else (given.except_ or [], "except")
    if not _all_known(context, given, components, names, f"{where}.{key}"):
        return None
    if given.only is not None:
        return tuple(components[name] for name in names)
    return tuple(it for it in components.values() if it.id not in names)


def _all_known(
    context: BuildContext, given: GroupOptionsShape, components: Mapping[str, Component], names: list[Word], where: str
) -> bool:
    unknown = [name for name in names if name not in components]
    for name in unknown:
        hint = did_you_mean(name, components)
        text = f"the group `{given.group}` has" if given.group is not None else "the groups have"
        message = f"{text} no component `{name}`"
        context.report.add(UNKNOWN_COMPONENT, name.location, where, message, some_of(components), hint)
    return not unknown


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _numbers(context: BuildContext, shape: FeatureShape, where: str, *, integral: bool) -> NumericDomain | None:
    if shape.range is None or (shape.step is None and not integral):
        key = "range" if shape.range is None else "step"
        message = f"a feature of type {shape.type} needs `{key}`"
        expected = "`range: 0..24`" if integral else "`range: 0.5 .. 10` and `step: 0.5`"
        context.report.add(FEATURE_KIND, shape.location, where, message, expected)
        return None
    ends = re.fullmatch(r"(.+?)\.\.(.+)", shape.range)
    if ends is None:
        message = f"`{shape.range}` is not a range"
        context.report.add(
            BAD_RANGE, shape.range.location, f"{where}.range", message, "two numbers: 0..24, 0.5 m .. 10 m"
        )
        return None
    unit = _unit(context, shape, ends[2], where)
    low = _amount(context, Word(ends[1].strip(), shape.range.location), unit, f"{where}.range")
    high = _amount(context, Word(ends[2].strip(), shape.range.location), unit, f"{where}.range")
    step = ONE if shape.step is None else _amount(context, shape.step, unit, f"{where}.step")
    if low is None or high is None or step is None:
        return None
    domain = NumericDomain(low, high, step, integral, unit)
    return domain if _fits(context, shape, shape.range, domain, where) else None


def _unit(context: BuildContext, shape: FeatureShape, high: str, where: str) -> Unit:
    if shape.unit is not None:
        return find_unit(context.report, context.units, shape.unit, f"{where}.unit")
    _, name = read_amount(high) or (ZERO, "")
    return context.units.get(name, NO_UNIT)


def _amount(context: BuildContext, text: Word, unit: Unit, where: str) -> Fraction | None:
    amount = read_quantity(text, unit, context.units)
    if isinstance(amount, Fraction):
        return unit.from_base(amount)
    context.report.add(BAD_RANGE, text.location, where, amount, f"a number{f' in {unit.name}' if unit.name else ''}")
    return None


def _fits(context: BuildContext, shape: FeatureShape, written: Word, domain: NumericDomain, where: str) -> bool:
    low, high, step = (show_number(each) for each in (domain.low, domain.high, domain.step))
    code, location, at = BAD_RANGE, written.location, f"{where}.range"
    hint = ""
    if domain.low > domain.high:
        code, message, hint = EMPTY_DOMAIN, f"no number is at least {low} and at most {high}", f"write {high} .. {low}"
    elif domain.step <= 0:
        location, at, message = shape.location_of("step"), f"{where}.step", f"a step of {step} leads nowhere"
    elif domain.integral and any(each.denominator != 1 for each in (domain.low, domain.high, domain.step)):
        message, hint = "an integer has a range or step with a fraction", "write `type: number`"
    elif ((domain.high - domain.low) / domain.step).denominator != 1:
        last = domain.low + (domain.high - domain.low) // domain.step * domain.step
        message = f"steps of {step} from {low} do not meet {high}"
        hint = f"the last one before it is {show_number(last)}"
    elif (domain.high - domain.low) / domain.step > MOST_STEPS:
        message = f"there are more than {MOST_STEPS:,} numbers from {low} to {high}"
    else:
        return True
    context.report.add(code, location, at, message, hint=hint)
    return False
