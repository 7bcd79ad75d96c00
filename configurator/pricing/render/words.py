"""The sentences of a price, by locale. The owner's texts are quoted, never translated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from configurator.canonical_json import exact_text
from configurator.catalog.model import Text
from configurator.errors import NotExact
from configurator.money import Money, decimal_of, formatted
from configurator.pricing.cadence import Cadence
from configurator.pricing.limits import MOST_PARTS
from configurator.pricing.lines import Considered, Outcome
from configurator.pricing.operations import Operation, Treatment
from configurator.pricing.steps import Move, Part, Slice, Step, origin_of


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language, as templates."""

    totals: Mapping[Cadence, str]
    periods: Mapping[Cadence, str]
    operations: Mapping[Operation, str]
    outcomes: Mapping[Outcome, str]
    treatments: Mapping[Treatment, str]
    tier: str
    fee: str
    block: str
    capped: str
    one_tier: str
    up_to: str
    above: str
    starting: str
    more: str
    less: str
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
        Operation.MULTIPLY: "times {quantity}",
        Operation.OVERAGE: "what exceeds {base} counts {quantity} times",
        Operation.BEYOND: "beyond the prepaid {base}, {quantity} times",
        Operation.ROUND: "rounded to a multiple of {quantity}",
        Operation.BILLED_BEFORE: "billed before: {operand}",
        Operation.PARTS: "{parts}",
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
        Outcome.DUE_LATER: "it is billed with another part of the period",
        Outcome.NO_PRICE: "its table has no price for this",
    },
    treatments={
        Treatment.MULTIPLIED: "{before} × {operand} = {after}",
        Treatment.DIVIDED: "{before} / {operand} = {after}",
        Treatment.ROUNDED: "rounded to {after}",
        Treatment.FREE: "{operand} free",
        Treatment.RESERVED: "{operand} reserved",
        Treatment.RATCHETED: "at least {operand} after an earlier peak",
        Treatment.BILLED_BEFORE: "{operand} of them billed before",
        Treatment.COMMITTED: "at least {operand} committed",
        Treatment.DRAWN: "{operand} drawn from the balance",
    },
    tier="{quantity} × {price}",
    fee="{flat} fee",
    block="{quantity} × {price} for {block} each",
    capped="{fee} (capped at {cap})",
    one_tier="{quantity} in tier {tier}{bounds}: {slices}",
    up_to="up to {bound}",
    above="above {bound}",
    starting="from {bound}",
    more="and {number} more",
    less="{base} less {billed} billed before",
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
        Operation.MULTIPLY: "mal {quantity}",
        Operation.OVERAGE: "was {base} übersteigt, zählt {quantity}-fach",
        Operation.BEYOND: "über das Guthaben von {base} hinaus, {quantity}-fach",
        Operation.ROUND: "gerundet auf ein Vielfaches von {quantity}",
        Operation.BILLED_BEFORE: "schon berechnet: {operand}",
        Operation.PARTS: "{parts}",
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
        Outcome.DUE_LATER: "wird mit einem anderen Teil des Zeitraums berechnet",
        Outcome.NO_PRICE: "die Tabelle hat dafür keinen Preis",
    },
    treatments={
        Treatment.MULTIPLIED: "{before} × {operand} = {after}",
        Treatment.DIVIDED: "{before} / {operand} = {after}",
        Treatment.ROUNDED: "gerundet auf {after}",
        Treatment.FREE: "{operand} frei",
        Treatment.RESERVED: "{operand} reserviert",
        Treatment.RATCHETED: "mindestens {operand} nach einer früheren Spitze",
        Treatment.BILLED_BEFORE: "{operand} davon schon berechnet",
        Treatment.COMMITTED: "mindestens {operand} zugesagt",
        Treatment.DRAWN: "{operand} aus dem Guthaben",
    },
    tier="{quantity} × {price}",
    fee="{flat} Gebühr",
    block="{quantity} × {price} für je {block}",
    capped="{fee} (höchstens {cap})",
    one_tier="{quantity} in Staffel {tier}{bounds}: {slices}",
    up_to="bis {bound}",
    above="über {bound}",
    starting="ab {bound}",
    more="und {number} weitere",
    less="{base} abzüglich schon berechneter {billed}",
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
    parts = [_part(part, currency, locale) for part in step.parts[:MOST_PARTS]]
    if len(step.parts) > MOST_PARTS:
        parts.append(words.more.format(number=len(step.parts) - MOST_PARTS))
    sentence = _operation(step, currency, locale, "; ".join(parts))
    for each in step.metered:
        treated = {key: exact_text(getattr(each, key)) for key in ("before", "operand", "after")}
        sentence += f"; {words.treatments[each.treatment].format(**treated)}"
    if step.rounding is not None:
        before = origin_of(step.operation, step.before)
        exact, after = (shown(each - before, currency, locale) for each in (step.rounding.exact, step.after))
        sentence += f" ({words.rounded.format(exact=exact, after=after)})"
    return f"{sentence}: {step.because.in_locale(locale)}" if step.because else sentence


def _operation(step: Step | Move, currency: str, locale: str, parts: str = "") -> str:
    words = words_for(locale)
    if step.operation is Operation.TIERS and len(step.slices) == 1 and step.slices[0].tier:
        return _one_tier(step, step.slices[0], currency, locale)
    limit = shown(step.operand, currency, locale)
    if step.base and step.operation in (Operation.AT_LEAST, Operation.AT_MOST):
        limit = words.less.format(base=limit, billed=shown(step.base, currency, locale))
    return words.operations[step.operation].format(
        base=shown(step.base, currency, locale),
        operand=limit,
        quantity=exact_text(step.operand),
        slices=_slices(step, currency, locale),
        parts=parts,
    )


def _part(part: Part, currency: str, locale: str) -> str:
    label = f"{part.label}: " if part.label else ""
    return label + ", ".join(_operation(move, currency, locale) for move in part.moves)


def _slices(step: Step | Move, currency: str, locale: str) -> str:
    parts = [text for each in step.slices for text in _slice(each, currency, locale)]
    return " + ".join(parts) or shown(Fraction(0), currency, locale)


def _one_tier(step: Step | Move, tier: Slice, currency: str, locale: str) -> str:
    """Say which tier was reached, and between which bounds it lies: that is why it is this one."""
    words, bounds = words_for(locale), []
    if tier.low:
        begins = words.starting if tier.quantity == tier.low else words.above
        bounds.append(begins.format(bound=exact_text(tier.low)))
    if tier.up_to is not None:
        bounds.append(words.up_to.format(bound=exact_text(tier.up_to)))
    quantity = exact_text(step.operand) if step.operand or tier.quantity == step.operand else ""
    shown_bounds = f" ({' '.join(bounds)})" if bounds else ""
    return words.one_tier.format(
        quantity=quantity, tier=tier.tier, bounds=shown_bounds, slices=_slices(step, currency, locale)
    ).lstrip()


def _slice(each: Slice, currency: str, locale: str) -> Iterator[str]:
    """Yield what a tier priced; where its cap binds, together with the cap."""
    results = list(_prices(each, currency, locale))
    if each.cap is not None and each.amount < each.price * each.quantity + each.flat:
        cap = shown(each.cap, currency, locale)
        yield words_for(locale).capped.format(fee=" + ".join(results), cap=cap)
    else:
        yield from results


def _prices(each: Slice, currency: str, locale: str) -> Iterator[str]:
    words = words_for(locale)
    if each.price or not each.flat:
        figures = {"price": shown(each.price, currency, locale), "quantity": exact_text(each.quantity)}
        if each.block == 1:
            yield words.tier.format(**figures)
        else:
            yield words.block.format(block=exact_text(each.block), **figures)
    if each.flat:
        yield words.fee.format(flat=shown(each.flat, currency, locale))


def considered_sentence(each: Considered, locale: str) -> str:
    """Say why a rule did not apply."""
    subject = f" ({each.subject})" if each.subject else ""
    condition = f": {each.condition}" if each.condition else ""
    return f"{each.rule}{subject}: {words_for(locale).outcomes[each.outcome]}{condition}"
