"""Amounts as shoppers read them, made of the exact amounts of the one JSON view."""

from collections.abc import Mapping

from configurator.canonical_json import Json
from configurator.money import formatted, money
from configurator_api.web.words import words_for


def shown_money(amount: Json, locale: str) -> str:
    """Write `{"amount": …, "currency": …}` for people."""
    if not isinstance(amount, Mapping):
        return ""
    return formatted(money(str(amount["amount"]), str(amount["currency"])), locale.replace("_", "-"))


def shown_exact(number: Json, currency: str, locale: str) -> str:
    """Write an amount that may not be rounded yet: `$1,672.995`; a fraction without end stays as it is."""
    text = number.get("amount") if isinstance(number, Mapping) else number
    if not isinstance(text, str) or not text.lstrip("-").replace(".", "", 1).isdigit():
        return "" if text is None else str(text)
    return formatted(money(text, currency), locale.replace("_", "-"))


def shown_cadence(cadence: str, locale: str) -> str:
    """Write how often an amount is due; nothing for what is due once."""
    return "" if cadence == "one_time" else words_for(locale)[cadence]


def shown_difference(difference: Json, locale: str) -> str:
    """Write a difference by cadence: `+$250.00, −$3.00 a month`; nothing where none is known."""
    if not isinstance(difference, Mapping):
        return ""
    parts = [_signed(amount, cadence, locale) for cadence, amount in difference.items() if not _is_zero(amount)]
    return ", ".join(parts) if parts else words_for(locale)["same_price"]


def _signed(amount: Json, cadence: str, locale: str) -> str:
    shown = shown_money(amount, locale)
    text = shown.replace("-", "−") if shown.startswith("-") or "-" in shown else f"+{shown}"
    return " ".join(filter(None, (text, shown_cadence(cadence, locale))))


def _is_zero(amount: Json) -> bool:
    return isinstance(amount, Mapping) and not str(amount["amount"]).strip("0.-")
