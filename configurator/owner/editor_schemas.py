"""JSON Schemas by which editors complete and check the owner's files while they are written."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from configurator.catalog.shape import CatalogShape, LibraryShape, ScenariosShape
from configurator.contracts.growth.shape import ForecastShape
from configurator.contracts.shape import ContractScenariosShape, OfferShape
from configurator.errors import InvalidRequest
from configurator.offering.shape import OrderShape
from configurator.owner.shape import OrderScenariosShape
from configurator.pricing.orders.shape import OrderRulesShape
from configurator.pricing.shape import BookShape
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.reading.shape import Shape

SHAPES: Mapping[str, type[Shape]] = MappingProxyType(
    {
        "catalog": CatalogShape,
        "library": LibraryShape,
        "book": BookShape,
        "order_rules": OrderRulesShape,
        "order": OrderShape,
        "order_scenarios": OrderScenariosShape,
        "scenarios": ScenariosShape,
        "contracts": OfferShape,
        "contract_scenarios": ContractScenariosShape,
        "forecast": ForecastShape,
    }
)


def schema_of(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of one kind of file; raise InvalidRequest for a kind that there is not."""
    if kind not in SHAPES:
        hint = did_you_mean(kind, SHAPES) or f"expected one of {some_of(SHAPES)}"
        raise InvalidRequest(f"there is no schema `{kind}`; {hint}", field="kind")
    return {**SHAPES[kind].editor_schema(), "title": f"configurator {kind}"}
