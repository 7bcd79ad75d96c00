"""How published parameters name what books name otherwise: tiers, roundings, packages. Nothing is computed."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from tests.conformance.pricing.asked import NotExpressible, Phase
from tests.conformance.pricing.cases import Case

MODES: Final = {
    "half up": "half_up",
    "half away": "half_up",
    "half away from zero": "half_up",
    "round": "half_up",
    "nearest": "half_up",
    "half even": "half_even",
    "half to even": "half_even",
    "banker's": "half_even",
    "bankers": "half_even",
    "half down": "half_down",
    "half toward zero": "half_down",
    "half towards zero": "half_down",
    "up": "up",
    "round up": "up",
    "away from zero": "up",
    "down": "down",
    "round down": "down",
    "toward zero": "down",
    "towards zero": "down",
    "truncate": "down",
    "trunc": "down",
    "ceil": "ceiling",
    "ceiling": "ceiling",
    "floor": "floor",
    "none": "none",
    "exact": "none",
    "unrounded": "none",
}
TIES: Final = ("", "away from zero", "half away from zero", "bankers", "banker's")
"""What may stand in brackets behind the name of a rounding and says the same again."""
PARTIAL: Final = {
    "up": "up",
    "round up": "up",
    "ceil": "up",
    "full": "up",
    "down": "down",
    "round down": "down",
    "floor": "down",
    "exact": "exact",
    "none": "exact",
    "prorated": "exact",
    "prorate": "exact",
    "fractional": "exact",
}
EXACT: Final = {"places": "12"}
"""Figures that were published unrounded: more places than any of them has."""

CURRENCY: Final = {"places": "currency"}

_PLACES: Final = re.compile(r"(?:([0-9]+|currency) (?:decimal )?(?:places?|decimals?|digits?)|currency)\b")
_BRACKETS: Final = re.compile(r"\((?:ties )?([^)]*)\)")
_BESIDE: Final = re.compile(r"\b(cumulative|discount|rounded|to)\b|,")


def mode_of(words: str) -> str:
    """Return the name of a rounding in our words: `half up (ties away from zero)` is `half_up`."""
    name = " ".join(re.split(r"[-_ ]+", _BRACKETS.sub("", words).strip().lower())).replace("round half", "half")
    if name not in MODES or any(each not in TIES for each in _BRACKETS.findall(words)):
        raise NotExpressible(f"no rounding is called {words!r}")
    return MODES[name]


def partial_of(words: str) -> str:
    """Return what an incomplete package costs, in our words."""
    if words not in PARTIAL:
        raise NotExpressible(f"no incomplete package counts {words!r}")
    return PARTIAL[words]


def rounding_of(text: str | None, otherwise: Mapping[str, str] = EXACT) -> Mapping[str, str]:
    """Return the rounding of a book: `2 places half-up`, `cumulative, 2 places half-up`, or what holds otherwise."""
    if text is None:
        return otherwise
    places, mode = places_of(text), rounding_mode(text)
    if mode == "none":
        return EXACT
    if places is None:
        return {**otherwise, "mode": mode}
    return {"places": places, "mode": mode}


UNROUNDED: Final = ("ratio", "units", "days", "billing cycles", "hours", "kW", "GB")
"""Units of figures that are no money."""


def rounding_as(case: Case) -> Mapping[str, str]:
    """Return the rounding that a case states; otherwise that of its unit: of minor units, of a currency, or none."""
    if case.unit in UNROUNDED or case.unit.endswith(("-days", "-minutes")):
        return rounding_of(case.rounding, EXACT)
    return rounding_of(case.rounding, {"places": "0"} if "minor" in case.unit else CURRENCY)


def places_of(text: str) -> str | None:
    """Return how many places `9 places half-up` has: a number, `currency`, or None where it says none."""
    found = _PLACES.search(text)
    return None if found is None else found[1] or "currency"


def rounding_mode(text: str) -> str:
    """Return the mode of `2 places half-up` or `half-even, 5 places`; half up where it says none."""
    words = " ".join(_BESIDE.sub(" ", _PLACES.sub(" ", text)).split())
    return mode_of(words) if words else "half_up"


TIERS: Final = {
    "up_to": "up_to",
    "to": "up_to",
    "unit": "price",
    "unit_price": "price",
    "rate_percent": "price",
    "flat": "flat",
    "flat_fee": "flat",
    "cap": "cap",
    "package_size": "block",
    "package_price": "price",
}
"""What the parts of a tier are called in cases and in books."""

OPEN: Final = (None, "", "inf", "infinity", "unlimited", "-1")
"""Bounds that are none."""


def tiers_of(given: Sequence[Any]) -> list[dict[str, Any]]:
    """Return tiers of a book: from mappings, from (bound, price) or from (block, number of blocks, price)."""
    return [_tier(each) for each in given]


def _tier(each: Any) -> dict[str, Any]:
    match each:
        case {"block_size": size, "max_blocks": number, "block_price": price}:
            return _blocks(size, number, price)
        case Mapping():
            unknown = [key for key in each if key not in TIERS]
            if unknown:
                raise NotExpressible(f"a tier has no {sorted(unknown)}")
            return {
                TIERS[key]: value
                for key, value in each.items()
                if not (TIERS[key] == "up_to" and value in OPEN) and value is not None
            }
        case [bound, price]:
            return {"price": price} if bound in OPEN else {"up_to": bound, "price": price}
        case [size, number, price]:
            return _blocks(size, number, price)
        case _:
            raise NotExpressible(f"no tier is written as {each!r}")


def _blocks(size: Any, number: Any, price: Any) -> dict[str, Any]:
    return {"block": size, "price": price} if number in OPEN else {"block": size, "blocks": number, "price": price}


NUMBER: Final = {"type": "number"}
SERIES: Final = {"type": "series"}


def usage_charge(model: str, **keys: Any) -> dict[str, Any]:
    """Return a charge for a quantity that is a parameter."""
    return {"model": model, "quantity": "usage.quantity", **keys}


def asking(**kinds: Mapping[str, str]) -> dict[str, Any]:
    """Return the parameters a book asks for, all under `usage`."""
    return {f"usage.{name}": kind for name, kind in kinds.items()}


QUANTITIES: Final = (
    "quantity", "units", "usage", "amount", "usage_amount", "total", "used", "cost", "raw", "rate", "instances",
    "precise_total_cents",
)  # fmt: skip
"""What published cases call the quantity that is priced."""


def quantity_of(case: Case) -> Any:
    """Return the quantity that is priced, whatever the case calls it."""
    key = next((name for name in QUANTITIES if name in case.input), "quantity")
    return case.input[key]


def quantity_phase(case: Case) -> Phase:
    """Return the one pricing of a case with a quantity."""
    return Phase({"usage.quantity": quantity_of(case)})


MODIFIERS: Final = {
    "discount_percent": "discount",
    "minimum": "minimum_spend",
    "minimum_spend": "minimum_spend",
    "maximum": "maximum_spend",
    "maximum_spend": "maximum_spend",
}
"""In the order in which they apply."""

FEES: Final = ("recurring", "base_fee", "platform_fee", "fixed_fee", "monthly_fee")

DUE: Final = {
    "final phase only": "at_end",
    "last phase only": "at_end",
    "final only": "at_end",
    "every phase": "always",
}


def modifiers_of(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the modifiers that parameters name."""
    return [{name: _due(given[key])} for key, name in MODIFIERS.items() if key in given]


def _due(text: str) -> Any:
    """Read `100`, or `100, final phase only`."""
    amount, comma, when = text.partition(",")
    if not comma:
        return amount
    if when.strip() not in DUE:
        raise NotExpressible(f"a minimum is not due {when.strip()!r}")
    return {"amount": amount, "due": DUE[when.strip()]}


def dressed(given: Mapping[str, Any], charge: Mapping[str, Any]) -> dict[str, Any]:
    """Return a charge with the free units and the modifiers that parameters name beside its model."""
    free = next((given[key] for key in ("free_units", "usage_discount") if key in given), None)
    found = {"free": free, **charge} if free is not None else dict(charge)
    modifiers = [*charge.get("modifiers", ()), *modifiers_of(given)]
    return {**found, "modifiers": modifiers} if modifiers else found


def fees_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the flat fees that parameters name beside a charge for usage."""
    return {key: {"amount": given[key]} for key in FEES if key in given}


def series(values: Sequence[Any]) -> str:
    """Return readings as the one text of a series."""
    return ", ".join(map(str, values))
