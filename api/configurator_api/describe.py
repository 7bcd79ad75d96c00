"""A catalog as JSON: what can be asked of it, without anything chosen."""

from typing import assert_never

from configurator.canonical_json import Json
from configurator.catalog.model import (
    BooleanDomain,
    Catalog,
    Enumeration,
    Feature,
    NumericDomain,
    Structure,
    Text,
    constraints_of,
)
from configurator.catalog.values import show_number


def catalog_data(catalog: Catalog, locale: str) -> dict[str, Json]:
    """Return the features, structures, groups and constraints of a catalog, with texts in a locale."""
    return {
        "source": _text(catalog.source, locale),
        "effective": {
            "from": catalog.effective.start.isoformat() if catalog.effective.start else None,
            "until": catalog.effective.end.isoformat() if catalog.effective.end else None,
        },
        "groups": [
            {"id": group.id, "title": group.title.in_locale(locale), "members": list(group.members)}
            for group in catalog.display
        ],
        "members": _members(catalog.root, locale),
        "constraints": [
            {
                "id": law.id,
                "structure": ".".join(path),
                "severity": law.severity.value,
                "because": law.because.in_locale(locale),
                "place": str(law.location),
            }
            for path, law in constraints_of(catalog)
        ],
    }


def _members(structure: Structure, locale: str) -> list[Json]:
    return [
        _structure(member, locale) if isinstance(member, Structure) else _feature(member, locale)
        for member in structure.members.values()
    ]


def _structure(structure: Structure, locale: str) -> Json:
    return {
        "id": structure.id,
        "title": structure.title.in_locale(locale),
        "description": _text(structure.description, locale),
        "kind": "structure",
        "low": structure.low,
        "high": structure.high,
        "members": _members(structure, locale),
    }


def _feature(feature: Feature, locale: str) -> Json:
    head: dict[str, Json] = {
        "id": feature.id,
        "title": feature.title.in_locale(locale),
        "description": _text(feature.description, locale),
    }
    match feature.domain:
        case Enumeration(options):
            told: list[Json] = [{"value": id, "title": each.title.in_locale(locale)} for id, each in options.items()]
            return {**head, "kind": "enumeration", "options": told}
        case BooleanDomain():
            return {**head, "kind": "boolean"}
        case NumericDomain(low, high, step, integral, unit):
            bounds: dict[str, Json] = {"low": show_number(low), "high": show_number(high), "step": show_number(step)}
            return {**head, "kind": "integer" if integral else "number", **bounds, "unit": unit.name}
        case other:
            assert_never(other)


def _text(text: Text | None, locale: str) -> str | None:
    return None if text is None else text.in_locale(locale)
