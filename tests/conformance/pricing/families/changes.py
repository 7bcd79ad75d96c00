"""Plans that change within a period: credits, charges, and the order in which an invoice is settled."""

import re
from collections.abc import Mapping
from typing import Any, Final

from configurator.pricing.periods.day_count import count
from tests.conformance.pricing.asked import NotExpressible, Phase, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.plain import by_formula
from tests.conformance.pricing.reading import amount_of, change_of_plan, each_of, total
from tests.conformance.pricing.terms import day, period
from tests.conformance.pricing.words import CURRENCY, NUMBER, asking, rounding_as, rounding_of

_WORD: Final = re.compile(r"coupons?|tax|credit[ _]notes?|prepaid|wallet|credits")
_OF_DAYS: Final = re.compile(r"([0-9]+) of ([0-9]+) days")
_STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "coupon": ("coupons",),
    "tax": ("tax",),
    "credit_note": ("credit_notes",),
    "prepaid": ("prepaid",),
    "wallet": ("prepaid",),
    "credit": ("credit_notes", "prepaid"),
}
_OLD, _NEW = "old", "new"


# ── changes of a plan ────────────────────────────────────────────────────────────────────────────────────────────────


def _change(case: Case) -> Quoted:
    """Price the rest of the period by the old plans, then by the new ones: the change is what re-rating adds.

    Where the net comes first, both are charges of one book, whose total is rounded.
    """
    left, of = _left(case)
    days = {"usage.left": left, "usage.of": of}
    if _net_comes_first(case):
        return Quoted(_book(case, (_OLD, _NEW), {"at": "total"}), total, [Phase({**days, **_inputs(case, _OLD, _NEW)})])
    phases = [Phase({**days, **_renamed(_inputs(case, plan), plan)}) for plan in (_OLD, _NEW)]
    if "full" in case.parameters.get("rule", "").lower():
        phases[0] = Phase({**phases[0].inputs, "usage.left": of})
    return Quoted(_book(case, (_NEW,), {}), change_of_plan, phases)


def _net_comes_first(case: Case) -> bool:
    words = case.parameters.get("order", "round, then net")
    return "exact" in words or words.find("net") < words.find("round")


def _book(case: Case, plans: tuple[str, ...], place: Mapping[str, str]) -> dict[str, Any]:
    """Return a book with a charge for every instalment of these plans; beside others, an old one is given back."""
    names = [name.removeprefix("usage.") for name in _inputs(case, *plans)]
    prices = [name for name in names if name.startswith("price_")]
    charges = {
        name: {"amount": f"{'-' if (_OLD in name) else ''}usage.{name} * usage.{_seats(name)} * usage.left / usage.of"}
        for name in prices
    }
    kinds = asking(left=NUMBER, of=NUMBER, **dict.fromkeys(names, NUMBER))
    return {"parameters": kinds, "rounding": {**rounding_of(case.rounding, CURRENCY), **place}, "charges": charges}


def _seats(price: str) -> str:
    return price.replace("price_", "seats_")


def _inputs(case: Case, *plans: str) -> dict[str, Any]:
    """Return the price and the seats of every instalment."""
    inputs: dict[str, Any] = {}
    for number, pair in enumerate(_pairs(case), start=1):
        for plan, given in zip((_OLD, _NEW), pair, strict=True):
            if plan in plans:
                price, seats = _instalment(given)
                inputs |= {f"usage.price_{plan}_{number}": price, f"usage.seats_{plan}_{number}": seats}
    return inputs


def _renamed(inputs: Mapping[str, Any], plan: str) -> dict[str, Any]:
    """Return the inputs of a plan under the names that the book has for both."""
    return {name.replace(f"_{plan}_", f"_{_NEW}_"): value for name, value in inputs.items()}


def _instalment(given: Any) -> tuple[Any, Any]:
    if not isinstance(given, Mapping):
        return given, "1"
    seats = [key for key in given if key in ("qty", "quantity", "seats")]
    if {*given} != {"price", *seats} or len(seats) > 1:
        raise NotExpressible(f"a plan has no {sorted(given)}")
    return given["price"], given[seats[0]] if seats else "1"


def _left(case: Case) -> tuple[Any, Any]:
    """Return how many days are left, and how many the period has."""
    given = {**case.parameters, **case.input}
    of = next((given[key] for key in ("days_total", "period_days", "days_in_period", "days") if key in given), None)
    if "days_left" in given and of is not None:
        return given["days_left"], of
    if "period" in given and "change" in given:
        whole = period(given["period"])
        return count(day(given["change"]), whole.end), count(whole.start, whole.end)
    days = _OF_DAYS.search(given.get("rule", ""))
    if days is None:
        raise NotExpressible("it is not said how much of the period is left")
    return days[1], days[2]


def _pairs(case: Case) -> list[tuple[Any, Any]]:
    if "changes" not in case.parameters:
        return [(case.parameters.get("old", "0"), case.parameters.get("new", "0"))]
    return [_pair(words) for words in case.parameters["changes"]]


def _pair(words: str) -> tuple[str, str]:
    """Read `100->200`, `add 50` or `remove 30`."""
    old, arrow, new = words.partition("->")
    if arrow:
        return old.strip(), new.strip()
    verb, _, amount = words.partition(" ")
    match verb:
        case "add" | "start":
            return "0", amount
        case "remove" | "cancel" | "end":
            return amount, "0"
    raise NotExpressible(f"{words!r} is no change of a plan")


# ── credits ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _credit_cap(case: Case) -> Quoted:
    """At most what was paid and not yet credited, and at least nothing."""
    inputs = {**case.input, "credited": case.input.get("credited", "0")}
    bounds = [{"maximum_spend": "usage.paid - usage.credited"}, {"minimum_spend": "0"}]
    return by_formula(case, "usage.potential", inputs, modifiers=bounds)


def _unused_days(case: Case) -> Quoted:
    given = case.parameters
    paid = given["paid_minor" if "paid_minor" in given else "paid"]
    inputs = {"paid": paid, "unused": case.input["unused_days"], "days": case.input["days"]}
    tax = {"id": "tax", "kind": "tax", "percent": given.get("tax_percent", "0"), "because": "published"}
    priced = by_formula(case, "usage.paid * usage.unused / usage.days", inputs)
    read = each_of(net=amount_of("charges.usage"), tax=amount_of("stages.tax"), total=total)
    return Quoted({**priced.book, "stages": [tax]}, read, priced.phases)


def _upgrade_credit(case: Case) -> Quoted:
    given = {**case.parameters, **case.input}
    stage = {"id": "credit", "kind": "discount", "amount": given["credit"], "because": "published"}
    book = {"rounding": rounding_as(case), "charges": {"plan": {"amount": given["new_price"]}}, "stages": [stage]}
    return Quoted(book, total)


# ── the order of an invoice ──────────────────────────────────────────────────────────────────────────────────────────


def _invoice(case: Case) -> Quoted:
    """What an invoice charges, then its steps in their order; a tax among them is a surcharge."""
    deductions = ("coupons", "credit_notes", "prepaid")
    charges = {name: {"amount": amount} for name, amount in case.input.items() if name not in deductions}
    stages = [_stage(step, case) for step in _order(case.parameters["order"]) if step in {*case.input, "tax"}]
    return Quoted({"rounding": rounding_as(case), "charges": charges, "stages": stages}, total)


def _stage(step: str, case: Case) -> dict[str, Any]:
    if step == "tax":
        percent = case.parameters.get("tax_percent", "0")
        return {"id": step, "kind": "surcharge", "percent": percent, "because": "published"}
    return {"id": step, "kind": "discount", "amount": case.input[step], "because": "published"}


def _order(words: str) -> list[str]:
    """Read `coupons, tax, credit notes, prepaid`, `tax before coupons and credits` or `tax after coupons`."""
    steps: list[str] = []
    for part in words.split(" after ")[::-1]:
        for word in _WORD.findall(part):
            name = word.replace(" ", "_").removesuffix("s")
            steps.extend(step for step in _STEPS[name] if step not in steps)
    return steps


TRANSLATIONS: Translations = {
    "credit_cap": _credit_cap,
    "credit_unused_days": _unused_days,
    "invoice_waterfall": _invoice,
    "plan_change_proration": _change,
    "proration_change_mid_period": _change,
    "upgrade_credit": _upgrade_credit,
    "upgrade_in_advance": _change,
}
