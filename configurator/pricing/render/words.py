"""The few sentences a price is told with, by locale. What the owner wrote is quoted, never translated."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from configurator.catalog.model import Text
from configurator.errors import NotExact
from configurator.money import Money, decimal_of, formatted
from configurator.pricing.cadence import Cadence
from configurator.pricing.lines import Considered, Operation, Outcome, Step
from configurator.wire import exact_text


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language, as templates."""

    totals: Mapping[Cadence, str]
    periods: Mapping[Cadence, str]
    operations: Mapping[Operation, str]
    outcomes: Mapping[Outcome, str]
    tier: str
    fee: str
    rounded: str
    illustrative: str
    not_priced: str
    not_applied: str
    nothing: str


ENGLISH = Words(
    totals={
        Cadence.ONE_TIME: "Total",
        Cadence.MONTHLY: "Total per month",
        Cadence.QUARTERLY: "Total per quarter",
        Cadence.YEARLY: "Total per year",
    },
    periods={Cadence.MONTHLY: "per month", Cadence.QUARTERLY: "per quarter", Cadence.YEARLY: "per year"},
    operations={
        Operation.ADD: "{operand}",
        Operation.TIMES: "{quantity} × {base}",
        Operation.TIERS: "{quantity} in tiers: {slices}",
        Operation.PERCENT: "{quantity} % of {base}",
        Operation.TAX_ON_LINE: "{quantity} % of {base}",
        Operation.WAIVE: "waived: {operand}",
        Operation.TRUE_UP: "from {base} up to at least {operand}",
        Operation.CAP: "from {base} down to at most {operand}",
        Operation.AT_LEAST: "not below {operand}",
        Operation.AT_MOST: "not above {operand}",
        Operation.SHARE_OF_ROUNDING: "share of rounding the total: {operand}",
    },
    outcomes={
        Outcome.NOT_ELIGIBLE: "its condition does not hold",
        Outcome.OUT_OF_DATE: "it is not in force on this day",
        Outcome.ABSENT: "it speaks of something that is absent",
        Outcome.NOTHING_TO_ACT_ON: "there is nothing that it acts on",
        Outcome.NOT_NEEDED: "it would change nothing",
        Outcome.NEGATIVE_QUANTITY: "its quantity is negative",
        Outcome.ALREADY_WAIVED: "another package includes the part already",
        Outcome.NOT_THE_DEAREST: "a dearer part was waived instead",
        Outcome.CASE_PASSED_OVER: "this case does not apply",
    },
    tier="{quantity} × {price}",
    fee="{flat} fee",
    rounded="exactly {exact}, rounded to {after}",
    illustrative="Illustrative prices, not published ones.",
    not_priced="not priced, as no price is in force: {item}",
    not_applied="Considered, but not applied",
    nothing="no difference",
)

GERMAN = Words(
    totals={
        Cadence.ONE_TIME: "Summe",
        Cadence.MONTHLY: "Summe je Monat",
        Cadence.QUARTERLY: "Summe je Quartal",
        Cadence.YEARLY: "Summe je Jahr",
    },
    periods={Cadence.MONTHLY: "je Monat", Cadence.QUARTERLY: "je Quartal", Cadence.YEARLY: "je Jahr"},
    operations={
        Operation.ADD: "{operand}",
        Operation.TIMES: "{quantity} × {base}",
        Operation.TIERS: "{quantity} in Staffeln: {slices}",
        Operation.PERCENT: "{quantity} % von {base}",
        Operation.TAX_ON_LINE: "{quantity} % von {base}",
        Operation.WAIVE: "erlassen: {operand}",
        Operation.TRUE_UP: "von {base} auf mindestens {operand}",
        Operation.CAP: "von {base} auf höchstens {operand}",
        Operation.AT_LEAST: "nicht unter {operand}",
        Operation.AT_MOST: "nicht über {operand}",
        Operation.SHARE_OF_ROUNDING: "Anteil an der Rundung der Summe: {operand}",
    },
    outcomes={
        Outcome.NOT_ELIGIBLE: "die Bedingung ist nicht erfüllt",
        Outcome.OUT_OF_DATE: "gilt an diesem Tag nicht",
        Outcome.ABSENT: "betrifft etwas, das nicht vorhanden ist",
        Outcome.NOTHING_TO_ACT_ON: "nichts vorhanden, worauf es wirkt",
        Outcome.NOT_NEEDED: "würde nichts ändern",
        Outcome.NEGATIVE_QUANTITY: "die Menge ist negativ",
        Outcome.ALREADY_WAIVED: "ein anderes Paket enthält das Teil bereits",
        Outcome.NOT_THE_DEAREST: "stattdessen wurde ein teureres Teil erlassen",
        Outcome.CASE_PASSED_OVER: "dieser Fall trifft nicht zu",
    },
    tier="{quantity} × {price}",
    fee="{flat} Gebühr",
    rounded="genau {exact}, gerundet auf {after}",
    illustrative="Beispielpreise, keine veröffentlichten.",
    not_priced="ohne Preis, da keiner gilt: {item}",
    not_applied="Geprüft, aber nicht angewandt",
    nothing="kein Unterschied",
)

LANGUAGES: Mapping[str, Words] = {"en": ENGLISH, "de": GERMAN}


def words_for(locale: str) -> Words:
    """Return the sentences of a locale (`de-AT`), of its language (`de`), or English."""
    return LANGUAGES.get(locale) or LANGUAGES.get(locale.split("-")[0]) or ENGLISH


def shown(amount: Fraction, currency: str, locale: str) -> str:
    """Write an exact amount; one that has no end as a decimal is written as a fraction."""
    try:
        return formatted(Money(decimal_of(amount), currency), locale)
    except NotExact:
        return f"{exact_text(amount)} {currency}"


def line_title(title: Text, cadence: Cadence, instance: str, locale: str) -> str:
    """Name a line, with the instance it is for and the period in which it is due again."""
    period = words_for(locale).periods.get(cadence, "")
    shown = f"{title.in_locale(locale)}, {period}" if period else title.in_locale(locale)
    return f"{shown} ({instance})" if instance else shown


def step_sentence(step: Step, currency: str, locale: str) -> str:
    """Say what a step does, with its reason and what rounding changed."""
    words = words_for(locale)
    sentence = words.operations[step.operation].format(
        base=shown(step.base, currency, locale),
        operand=shown(step.operand, currency, locale),
        quantity=exact_text(step.operand),
        slices=_slices(step, currency, locale),
    )
    if step.rounding is not None:
        exact, after = (shown(each, currency, locale) for each in (step.rounding.exact, step.after))
        sentence += f" ({words.rounded.format(exact=exact, after=after)})"
    return f"{sentence}: {step.because.in_locale(locale)}" if step.because else sentence


def _slices(step: Step, currency: str, locale: str) -> str:
    words, parts = words_for(locale), []
    for each in step.slices:
        if each.price or not each.flat:
            price = shown(each.price, currency, locale)
            parts.append(words.tier.format(quantity=exact_text(each.quantity), price=price))
        if each.flat:
            parts.append(words.fee.format(flat=shown(each.flat, currency, locale)))
    return " + ".join(parts) or shown(Fraction(0), currency, locale)


def considered_sentence(each: Considered, locale: str) -> str:
    """Say why a rule did not apply."""
    subject = f" ({each.subject})" if each.subject else ""
    condition = f": {each.condition}" if each.condition else ""
    return f"{each.rule}{subject}: {words_for(locale).outcomes[each.outcome]}{condition}"
