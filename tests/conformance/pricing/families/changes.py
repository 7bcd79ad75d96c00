"""Plans that change within a period: credits, charges, and the order in which an invoice is settled."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any, Final

from configurator.pricing.operations import summed
from configurator.pricing.periods.calendar import Period
from configurator.pricing.periods.change import (
    Change,
    ChangeTerms,
    CreditOf,
    Netting,
    Taxed,
    capped_credit,
    change,
    changes,
    instalment,
    settled,
    taxed,
)
from configurator.pricing.periods.day_count import share, share_of_days
from configurator.pricing.periods.proration import prorated_days
from configurator.pricing.periods.settlement import Settlement, SettlementStep, settle
from tests.conformance.pricing.asked import Answer, Called, NotExpressible, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.terms import day, mode_of, number, period, rounded, step_of

_WORD: Final = re.compile(r"coupons?|tax|credit[ _]notes?|prepaid|wallet|credits")
_OF_DAYS: Final = re.compile(r"([0-9]+) of ([0-9]+) days")
_STEPS: Final[Mapping[str, tuple[SettlementStep, ...]]] = {
    "coupon": (SettlementStep.COUPONS,),
    "tax": (SettlementStep.TAX,),
    "credit_note": (SettlementStep.CREDIT_NOTES,),
    "prepaid": (SettlementStep.PREPAID,),
    "wallet": (SettlementStep.PREPAID,),
    "credit": (SettlementStep.CREDIT_NOTES, SettlementStep.PREPAID),
}


# ── changes of a plan ────────────────────────────────────────────────────────────────────────────────────────────────


def _terms(case: Case, credit: CreditOf = CreditOf.UNUSED) -> ChangeTerms:
    words = str(case.parameters.get("order", "round, then net"))
    lines = words.find("net") > words.find("round") and "exact" not in words
    netting = Netting.ROUNDED_LINES if lines else Netting.ROUNDED_NET
    return ChangeTerms(step_of(case), mode_of(case), credit, netting)


def _instalment(given: Any) -> Fraction:
    if isinstance(given, Mapping):
        quantities = [given[key] for key in given if key in ("qty", "quantity", "seats")]
        if len(quantities) + 1 < len(given):
            raise NotExpressible(f"a plan has no {sorted(given)}")
        return instalment(number(given["price"]), number(*(quantities or ["1"])))
    return number(given)


def _left(case: Case) -> Fraction:
    given = {**case.parameters, **case.input}
    of = next((given[key] for key in ("days_total", "period_days", "days_in_period", "days") if key in given), None)
    if "days_left" in given and of is not None:
        return share_of_days(number(given["days_left"]), number(of))
    if "period" not in given or "change" not in given:
        days = _OF_DAYS.search(given.get("rule", ""))
        if days is None:
            raise NotExpressible("it is not said how much of the period is left")
        return share_of_days(number(days[1]), number(days[2]))
    whole = period(given["period"])
    return share(Period(day(given["change"]), whole.end), whole)


def _lines_or_net(case: Case) -> Callable[[Change], Answer]:
    if not isinstance(case.expected, Mapping):
        return lambda found: found.net
    return lambda found: {"credit": found.credit, "charge": found.charge, "net": found.net}


def _pairs(case: Case) -> list[tuple[Fraction, Fraction]]:
    if "changes" not in case.parameters:
        return [(_instalment(case.parameters.get("old", "0")), _instalment(case.parameters.get("new", "0")))]
    return [_pair(words) for words in case.parameters["changes"]]


def _pair(words: str) -> tuple[Fraction, Fraction]:
    """Read `100->200`, `add 50` or `remove 30`."""
    old, arrow, new = words.partition("->")
    if arrow:
        return number(old.strip()), number(new.strip())
    verb, _, amount = words.partition(" ")
    match verb:
        case "add" | "start":
            return number("0"), number(amount)
        case "remove" | "cancel" | "end":
            return number(amount), number("0")
    raise NotExpressible(f"{words!r} is no change of a plan")


def _change(case: Case) -> Called:
    arguments = {"pairs": _pairs(case), "left": _left(case), "terms": _terms(case)}
    return Called(changes, arguments, _lines_or_net(case))


def _upgrade(case: Case) -> Called:
    credit = CreditOf.FULL_INSTALMENT if "full" in case.parameters.get("rule", "").lower() else CreditOf.UNUSED
    arguments = {
        "old": _instalment(case.parameters["old"]),
        "new": _instalment(case.parameters["new"]),
        "left": _left(case),
        "terms": _terms(case, credit),
    }
    return Called(change, arguments, _lines_or_net(case))


# ── credits ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _credit_cap(case: Case) -> Called:
    arguments = {
        "credit": number(case.input["potential"]),
        "paid": number(case.input["paid"]),
        "credited": number(case.input.get("credited", "0")),
    }
    return Called(capped_credit, arguments)


def _unused_days(case: Case) -> Called:
    paid = number(case.parameters["paid_minor" if "paid_minor" in case.parameters else "paid"])
    net = prorated_days(paid, number(case.input["unused_days"]), number(case.input["days"]))
    arguments = {"net": net, "percent": number(case.parameters.get("tax_percent", "0")), "terms": _terms(case)}

    def read(found: Taxed) -> Answer:
        return {"net": found.net, "tax": found.tax, "total": found.total}

    return Called(taxed, arguments, read)


def _upgrade_credit(case: Case) -> Called:
    given = {**case.parameters, **case.input}
    arguments = {"amount": number(given["new_price"]), "credit": number(given["credit"])}
    return Called(settled, arguments, lambda found: found.due)


# ── the order of an invoice ──────────────────────────────────────────────────────────────────────────────────────────


def _invoice(case: Case) -> Called:
    credits = {step: number(case.input[step.value]) for step in SettlementStep if step.value in case.input}
    charged = [number(amount) for name, amount in case.input.items() if name not in set(SettlementStep)]
    arguments = {
        "charged": summed(charged),
        "order": _order(case.parameters["order"], credits),
        "credits": credits,
        "tax_percent": number(case.parameters.get("tax_percent", "0")),
        "rounded": partial(rounded, case),
    }

    def read(found: Settlement) -> Answer:
        return found.due

    return Called(settle, arguments, read)


def _order(words: str, credits: Mapping[SettlementStep, Fraction]) -> list[SettlementStep]:
    """Read `coupons, tax, credit notes, prepaid`, `tax before coupons and credits` or `tax after coupons`."""
    found: list[SettlementStep] = []
    for part in words.split(" after ")[::-1]:
        for word in _WORD.findall(part):
            name = word.replace(" ", "_").removesuffix("s")
            found.extend(step for step in _STEPS[name] if step not in found)
    return [step for step in found if step in credits or step is SettlementStep.TAX]


TRANSLATIONS: Translations = {
    "credit_cap": _credit_cap,
    "credit_unused_days": _unused_days,
    "invoice_waterfall": _invoice,
    "plan_change_proration": _change,
    "proration_change_mid_period": _change,
    "upgrade_credit": _upgrade_credit,
    "upgrade_in_advance": _upgrade,
}
