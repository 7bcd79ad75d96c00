"""Writes a catalog as one canonical file. Reading it gives the same catalog, apart from locations."""

import sys
from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations

from configurator.catalog.columns import unit_of_column
from configurator.catalog.feature_values import show_number, show_quantity, show_value
from configurator.catalog.model import (
    BillLine,
    BooleanDomain,
    Cardinality,
    Catalog,
    CodeSegment,
    Combinations,
    Component,
    ComponentGroup,
    Constraint,
    DisplayGroup,
    Enumeration,
    Feature,
    NumericDomain,
    Preference,
    Requirement,
    Resource,
    Structure,
    Text,
)
from configurator.catalog.plain_yaml import Plain, to_yaml
from configurator.language.checked import CheckedExpression, Value
from configurator.language.types import BooleanType, NumberType
from configurator.units import PLAIN, STANDARD_UNITS, Unit, Units


def write_catalog(catalog: Catalog) -> str:
    """Return the text of a catalog file without includes and tables, every default spelled out."""
    return to_yaml(_Writer(catalog).document())


class _Writer:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def document(self) -> Plain:
        catalog = self._catalog
        return _without_empty(
            {
                "format": "1",
                "catalog": catalog.id,
                "title": _text(catalog.title),
                "locales": list(catalog.locales),
                "effective": _without_empty(
                    {
                        "from": catalog.effective.start.isoformat() if catalog.effective.start else "",
                        "until": catalog.effective.end.isoformat() if catalog.effective.end else "",
                    }
                ),
                "illustrative": "true" if catalog.illustrative else "",
                "source": _text(catalog.source) if catalog.source else "",
                "units": _units(catalog.units),
                "components": {name: self._group(group) for name, group in catalog.groups.items()},
                **self._body(catalog.root, ""),
                "resources": {name: self._resource(resource) for name, resource in catalog.resources.items()},
                "preferences": {preference.id: _preference(preference) for preference in catalog.preferences},
                "groups": [_display(group) for group in catalog.display if group.id],
                "bill_of_materials": {line.id: _bill(line) for line in catalog.bill},
                "product_code": [_segment(segment) for segment in catalog.product_code.segments]
                if catalog.product_code
                else [],
            }
        )

    # ── components ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _group(self, group: ComponentGroup) -> Plain:
        attributes = {
            name: _without_empty(
                {
                    "type": _type_word(declaration.type),
                    "unit": declaration.unit.name,
                    "required": "" if declaration.required else "false",
                }
            )
            for name, declaration in group.attributes.items()
        }
        items = {name: self._component(group, component) for name, component in group.components.items()}
        return _without_empty({"title": _text(group.title), "attributes": attributes, "items": items})

    def _component(self, group: ComponentGroup, component: Component) -> Plain:
        values = {name: _amount(value, group.attributes[name].unit) for name, value in component.attributes.items()}
        return {"title": _text(component.title), **({"code": component.code} if component.code else {}), **values}

    # ── features, structures and constraints ─────────────────────────────────────────────────────────────────────────

    def _body(self, structure: Structure, path: str) -> Mapping[str, Plain]:
        features = {name: self._feature(it) for name, it in structure.members.items() if isinstance(it, Feature)}
        inner = {
            name: self._structure(it, f"{path}{name}.")
            for name, it in structure.members.items()
            if isinstance(it, Structure)
        }
        constraints = {each.id.removeprefix(path): self._constraint(each) for each in structure.constraints}
        return {"features": features, "structures": inner, "constraints": constraints}

    def _structure(self, structure: Structure, path: str) -> Plain:
        return _without_empty(
            {
                "title": _text(structure.title),
                "description": _text(structure.description) if structure.description else "",
                "cardinality": f"{structure.low}..{structure.high}",
                "prefix": structure.prefix,
                "default": "" if structure.default is None else str(structure.default),
                "when": _expression(structure.when),
                **self._body(structure, path),
            }
        )

    def _feature(self, feature: Feature) -> Plain:
        return _without_empty(
            {
                "title": _text(feature.title),
                "description": _text(feature.description) if feature.description else "",
                **self._domain(feature.domain),
                "default": "" if feature.default is None else show_value(feature.default),
                "when": _expression(feature.when),
            }
        )

    def _domain(self, domain: Enumeration | BooleanDomain | NumericDomain) -> Mapping[str, Plain]:
        match domain:
            case Enumeration():
                return {"options": self._options(domain)}
            case BooleanDomain(component):
                return {"type": "boolean", "component": component.id if component else ""}
            case NumericDomain(low, high, step, integral, unit):
                return {
                    "type": "integer" if integral else "number",
                    "unit": unit.name,
                    "range": f"{show_number(low)} .. {show_number(high)}",
                    "step": show_number(step),
                }

    def _options(self, domain: Enumeration) -> Plain:
        groups = dict.fromkeys(option.component.group for option in domain.options.values() if option.component)
        if groups:
            named: dict[str, Plain] = {"groups": list(groups)} if len(groups) > 1 else {"group": next(iter(groups))}
            return {**named, "only": list(domain.options)}
        return {
            name: {"title": _text(option.title), **({"code": option.code} if option.code else {})}
            for name, option in domain.options.items()
        }

    def _constraint(self, constraint: Constraint) -> Plain:
        return _without_empty(
            {
                **self._rule(constraint),
                "when": _expression(constraint.rule.when),
                "severity": constraint.severity.value,
                "because": _text(constraint.because),
            }
        )

    def _rule(self, constraint: Constraint) -> Mapping[str, Plain]:
        match constraint.rule:
            case Requirement(condition):
                return {"require": condition.text}
            case Cardinality(items, low, high):
                bounds = {"at_least": str(low), **({} if high is None else {"at_most": str(high)})}
                return {**bounds, "of": [item.text for item in items]}
            case Combinations(allowed=allowed) as rule:
                return {"allowed" if allowed else "forbidden": self._combinations(rule)}

    def _combinations(self, rule: Combinations) -> Plain:
        units = tuple(unit_of_column(self._catalog.root, self._catalog.groups, column) for column in rule.columns)
        rows = [
            ["*" if cell is None else _amount(cell, unit) for cell, unit in zip(row, units, strict=True)]
            for row in rule.rows
        ]
        return {"columns": [column.text for column in rule.columns], "rows": rows}

    def _resource(self, resource: Resource) -> Plain:
        return _without_empty(
            {
                "title": _text(resource.title),
                "unit": resource.unit.name,
                "supply": {name: each.text for name, each in resource.supply.items()},
                "demand": {name: each.text for name, each in resource.demand.items()},
                "because": _text(resource.because),
            }
        )


def _preference(preference: Preference) -> Plain:
    return {
        "prefer": preference.condition.text,
        "weight": str(preference.weight),
        "because": _text(preference.because),
    }


def _display(group: DisplayGroup) -> Plain:
    return {"id": group.id, "title": _text(group.title), "members": list(group.members)}


def _bill(line: BillLine) -> Plain:
    return _without_empty(
        {"each": line.each, "part": line.part.text, "quantity": line.quantity.text, "when": _expression(line.when)}
    )


def _segment(segment: CodeSegment) -> Plain:
    return {"feature": segment.feature, "codes": dict(segment.codes)} if segment.feature else {"text": segment.literal}


def _text(text: Text) -> Plain:
    if set(text.by_locale) == {text.fallback}:
        return text.by_locale[text.fallback]
    return dict(text.by_locale)


def _expression(expression: CheckedExpression | None) -> str:
    return "" if expression is None else expression.text


def _amount(value: Value, unit: Unit) -> str:
    return show_number(unit.from_base(value)) if isinstance(value, Fraction) else show_value(value)


def _type_word(kind: object) -> str:
    return "number" if isinstance(kind, NumberType) else "boolean" if isinstance(kind, BooleanType) else "text"


def _units(units: Units) -> Mapping[str, Plain]:
    """Write the declared units in their order, each by others that do not depend on it, the simplest one first."""
    declared = {name: unit for name, unit in units.items() if STANDARD_UNITS.get(name) != unit}
    known, written = dict(STANDARD_UNITS), dict[str, Plain]()
    while len(written) < len(declared):
        ways = {name: _simplest(unit, known) for name, unit in declared.items() if name not in written}
        name = min(ways, key=lambda name: ways[name][0])
        written[name] = ways[name][1]
        known[name] = declared[name]
    return {name: written[name] for name in declared}


def _simplest(unit: Unit, known: Mapping[str, Unit]) -> tuple[int, str]:
    """Return what a unit is by known ones, as the base of a dimension where it is none of them, and how long that is.

    It is a multiple of another unit, or of the quotient of two.
    """
    if unit.dimension == PLAIN:
        return 0, show_number(unit.factor)
    alike = [other for other in known.values() if other.dimension == unit.dimension]
    alike = alike or [
        Unit(f"{above.name}/{below.name}", above.factor / below.factor, unit.dimension)
        for above, below in permutations(known.values(), 2)
        if above.dimension / below.dimension == unit.dimension
    ]
    if not alike:
        return sys.maxsize if unit.factor != 1 else 0, "base"
    amounts = [unit.factor / other.factor for other in alike]
    best = min(range(len(alike)), key=lambda at: amounts[at].numerator + amounts[at].denominator)
    amount = amounts[best]
    return amount.numerator + amount.denominator, show_quantity(amount, alike[best])


def _without_empty(entries: Mapping[str, Plain]) -> Mapping[str, Plain]:
    return {key: value for key, value in entries.items() if value}
