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


def places_of(text: str) -> str | None:
    """Return how many places `9 places half-up` has: a number, `currency`, or None where it says none."""
    found = _PLACES.search(text)
    return None if found is None else found[1] or "currency"


def rounding_mode(text: str) -> str:
    """Return the mode of `2 places half-up` or `half-even, 5 places`; half up where it says none."""
    words = " ".join(_BESIDE.sub(" ", _PLACES.sub(" ", text)).split())
    return mode_of(words) if words else "half_up"


def tiers_of(given: Sequence[Any]) -> list[dict[str, Any]]:
    """Return tiers of a book: from mappings, from (bound, price) or from (block, number of blocks, price)."""
    return [_tier(each) for each in given]


def _tier(each: Any) -> dict[str, Any]:
    match each:
        case {"block_size": size, "max_blocks": number, "block_price": price}:
            return _blocks(size, number, price)
        case Mapping():
            names = {"up_to": "up_to", "unit": "price", "rate_percent": "price", "flat": "flat", "cap": "cap"}
            unknown = each.keys() - names.keys()
            if unknown:
                raise NotExpressible(f"a tier has no {sorted(unknown)}")
            return {names[key]: value for key, value in each.items() if value is not None}
        case [bound, price]:
            return {"up_to": bound, "price": price} if bound is not None else {"price": price}
        case [size, number, price]:
            return _blocks(size, number, price)
        case _:
            raise NotExpressible(f"no tier is written as {each!r}")


def _blocks(size: Any, number: Any, price: Any) -> dict[str, Any]:
    open_one = number in (-1, "-1", None)
    return {"block": size, "price": price} if open_one else {"block": size, "blocks": number, "price": price}


NUMBER: Final = {"type": "number"}
SERIES: Final = {"type": "series"}


def usage_charge(model: str, **keys: Any) -> dict[str, Any]:
    """Return a charge for a quantity that is a parameter."""
    return {"model": model, "quantity": "usage.quantity", **keys}


def asking(**kinds: Mapping[str, str]) -> dict[str, Any]:
    """Return the parameters a book asks for, all under `usage`."""
    return {f"usage.{name}": kind for name, kind in kinds.items()}


def quantity_phase(case: Case, key: str = "quantity") -> Phase:
    """Return the one pricing of a case with a quantity."""
    return Phase({"usage.quantity": case.input[key]})


def series(values: Sequence[Any]) -> str:
    """Return readings as the one text of a series."""
    return ", ".join(map(str, values))
