"""Percentages of payments, with fees per event, free events and free money."""

from typing import Any

from tests.conformance.pricing.asked import Phase, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.tiers import by_readings
from tests.conformance.pricing.reading import total
from tests.conformance.pricing.words import EXACT, NUMBER, SERIES, asking, quantity_of, rounding_of, series

KEYS = {
    "rate_percent": "rate",
    "fixed_per_event": "fixed",
    "free_events": "free_events",
    "free_amount": "free_amount",
    "min": "least",
    "max": "most",
}


def _charge(case: Case) -> dict[str, Any]:
    given = {name: case.parameters[key] for key, name in KEYS.items() if key in case.parameters}
    return {"model": "percentage", **given}


def _of_totals(case: Case) -> Quoted:
    """The money, the number of events, and the running totals of the first of them are known; else it is one event."""
    charge = {
        **_charge(case),
        "quantity": "usage.total",
        "events": "usage.events",
        "quantities": "usage.running",
        "measured": "running_totals",
    }
    book = {
        "parameters": asking(total=NUMBER, events=NUMBER, running=SERIES),
        "rounding": rounding_of(case.rounding, EXACT),
        "charges": {"usage": charge},
    }
    inputs = {
        "usage.total": quantity_of(case),
        "usage.events": case.input.get("events", "1"),
        "usage.running": series(case.input.get("running_total", ())),
    }
    return Quoted(book, total, [Phase(inputs)])


def _of_events(key: str) -> Any:
    return lambda case: by_readings(case, {**_charge(case), "measured": "events"}, series(case.input[key]))


TRANSLATIONS: Translations = {
    "percentage": _of_totals,
    "percentage_per_event": _of_events("events"),
    "percentage_min_max_per_transaction": _of_events("transactions"),
}
