"""The sentences of a price, by locale. The owner's texts are quoted, never translated."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from configurator.canonical_json import exact_text
from configurator.catalog.model import Text
from configurator.errors import NotExact
from configurator.money import Money, decimal_of, formatted
from configurator.pricing.cadence import Cadence
from configurator.pricing.limits import MOST_PARTS
from configurator.pricing.operations import Operation, Treatment
from configurator.pricing.price_lines import Considered, Outcome
from configurator.pricing.steps import Move, Part, Slice, Step, origin_of
from configurator.texts import N_, number_text, texts_for

TOTALS: Mapping[Cadence, str] = {
    Cadence.ONE_TIME: N_("Total"),
    Cadence.MONTHLY: N_("Total per month"),
    Cadence.QUARTERLY: N_("Total per quarter"),
    Cadence.YEARLY: N_("Total per year"),
}
PERIODS: Mapping[Cadence, str] = {
    Cadence.MONTHLY: N_("per month"),
    Cadence.QUARTERLY: N_("per quarter"),
    Cadence.YEARLY: N_("per year"),
}
OPERATIONS: Mapping[Operation, str] = {
    Operation.ADD: "{operand}",
    Operation.TIMES: "{quantity} × {base}",
    Operation.TIERS: N_("{quantity} in tiers: {slices}"),
    Operation.PERCENT: N_("{quantity} % of {base}"),
    Operation.TAX_ON_LINE: N_("{quantity} % of {base}"),
    Operation.INCLUDED: N_("{quantity} % in {base}"),
    Operation.WAIVE: N_("waived: {operand}"),
    Operation.TRUE_UP: N_("from {base} up to at least {operand}"),
    Operation.CAP: N_("from {base} down to at most {operand}"),
    Operation.AT_LEAST: N_("not below {operand}"),
    Operation.AT_MOST: N_("not above {operand}"),
    Operation.SHARE_OF_ROUNDING: N_("share of rounding the total: {operand}"),
    Operation.MULTIPLY: N_("times {quantity}"),
    Operation.OVERAGE: N_("what exceeds {base} counts {quantity} times"),
    Operation.BEYOND: N_("beyond the prepaid {base}, {quantity} times"),
    Operation.ROUND: N_("rounded to a multiple of {quantity}"),
    Operation.BILLED_BEFORE: N_("billed before: {operand}"),
    Operation.PARTS: "{parts}",
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.NOT_ELIGIBLE: N_("its condition does not hold"),
    Outcome.OUT_OF_DATE: N_("it is not in force on this day"),
    Outcome.ABSENT: N_("it speaks of something that is absent"),
    Outcome.NOTHING_TO_ACT_ON: N_("there is nothing that it acts on"),
    Outcome.NOT_NEEDED: N_("it would change nothing"),
    Outcome.NEGATIVE_QUANTITY: N_("its quantity is negative and counts as 0"),
    Outcome.ALREADY_WAIVED: N_("another package includes the part already"),
    Outcome.NOT_THE_DEAREST: N_("a dearer part was waived instead"),
    Outcome.NOT_CHOSEN: N_("another one was chosen; compared"),
    Outcome.CASE_PASSED_OVER: N_("this case does not apply"),
    Outcome.DUE_LATER: N_("it is billed with another part of the period"),
    Outcome.NO_PRICE: N_("its table has no price for this"),
}
TREATMENTS: Mapping[Treatment, str] = {
    Treatment.MULTIPLIED: "{before} × {operand} = {after}",
    Treatment.DIVIDED: "{before} / {operand} = {after}",
    Treatment.ROUNDED: N_("rounded to {after}"),
    Treatment.FREE: N_("{operand} free"),
    Treatment.RESERVED: N_("{operand} reserved"),
    Treatment.RATCHETED: N_("at least {operand} after an earlier peak"),
    Treatment.BILLED_BEFORE: N_("{operand} of them billed before"),
    Treatment.COMMITTED: N_("at least {operand} committed"),
    Treatment.DRAWN: N_("{operand} drawn from the balance"),
}
OF_WHICH = N_("of which {title}")
NOT_APPLIED = N_("Considered, but not applied")
NOT_PRICED = N_("no price, so the total is incomplete: {item}")
ILLUSTRATIVE = N_("Illustrative prices, not published ones.")


def shown(amount: Fraction, currency: str, locale: str) -> str:
    """Write an exact amount; one that has no end as a decimal is written as a fraction."""
    try:
        return formatted(Money(decimal_of(amount), currency), locale)
    except NotExact:
        return f"{exact_text(amount)} {currency}"


def line_title(title: Text, cadence: Cadence, instance: str, locale: str, rate: Fraction | None = None) -> str:
    """Name a line, with the rate of a tax, the instance it is for and the period in which it is due again."""
    _ = texts_for(locale).gettext
    period = _(PERIODS[cadence]) if cadence in PERIODS else ""
    name = title.in_locale(locale) + (f" {number_text(decimal_of(rate), locale)} %" if rate is not None else "")
    shown = f"{name}, {period}" if period else name
    return f"{shown} ({instance})" if instance else shown


def step_sentence(step: Step, currency: str, locale: str) -> str:
    """Describe a step, with its reason and the effect of rounding."""
    _ = texts_for(locale).gettext
    parts = [_part(part, currency, locale) for part in step.parts[:MOST_PARTS]]
    if len(step.parts) > MOST_PARTS:
        parts.append(_("and {number} more").format(number=len(step.parts) - MOST_PARTS))
    sentence = _operation(step, currency, locale, "; ".join(parts))
    if step.times != 1 and (step.slices or step.parts):
        sentence = f"{exact_text(step.times)} × ({sentence})"
    for each in step.metered:
        treated = {key: exact_text(getattr(each, key)) for key in ("before", "operand", "after")}
        sentence += f"; {_(TREATMENTS[each.treatment]).format(**treated)}"
    if step.rounding is not None:
        before = origin_of(step.operation, step.before)
        exact, after = (shown(each - before, currency, locale) for each in (step.rounding.exact, step.after))
        rounded = _("exactly {exact}, rounded to {after}").format(exact=exact, after=after)
        sentence += f" ({rounded})"
    return f"{sentence}: {step.because.in_locale(locale)}" if step.because else sentence


def _operation(step: Step | Move, currency: str, locale: str, parts: str = "") -> str:
    _ = texts_for(locale).gettext
    if step.operation is Operation.TIERS and len(step.slices) == 1 and step.slices[0].tier:
        return _one_tier(step, step.slices[0], currency, locale)
    limit = shown(step.operand, currency, locale)
    if step.base and step.operation in (Operation.AT_LEAST, Operation.AT_MOST):
        limit = _("{base} less {billed} billed before").format(base=limit, billed=shown(step.base, currency, locale))
    return _(OPERATIONS[step.operation]).format(
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
    """Describe the tier that was reached, with its bounds."""
    _ = texts_for(locale).gettext
    bounds = []
    if tier.low:
        begins = _("from {bound}") if tier.quantity == tier.low else _("above {bound}")
        bounds.append(begins.format(bound=exact_text(tier.low)))
    if tier.up_to is not None:
        bounds.append(_("up to {bound}").format(bound=exact_text(tier.up_to)))
    quantity = exact_text(step.operand) if step.operand or tier.quantity == step.operand else ""
    shown_bounds = f" ({' '.join(bounds)})" if bounds else ""
    return (
        _("{quantity} in tier {tier}{bounds}: {slices}")
        .format(quantity=quantity, tier=tier.tier, bounds=shown_bounds, slices=_slices(step, currency, locale))
        .lstrip()
    )


def _slice(each: Slice, currency: str, locale: str) -> Iterator[str]:
    """Yield the priced slices of a tier; with the cap if it binds."""
    results = list(_prices(each, currency, locale))
    if each.cap is not None and each.amount < each.price * each.quantity + each.flat:
        cap = shown(each.cap, currency, locale)
        yield texts_for(locale).gettext("{fee} (capped at {cap})").format(fee=" + ".join(results), cap=cap)
    else:
        yield from results


def _prices(each: Slice, currency: str, locale: str) -> Iterator[str]:
    _ = texts_for(locale).gettext
    if each.price or not each.flat:
        figures = {"price": shown(each.price, currency, locale), "quantity": exact_text(each.quantity)}
        if each.block == 1:
            yield "{quantity} × {price}".format(**figures)
        else:
            yield _("{quantity} × {price} for {block} each").format(block=exact_text(each.block), **figures)
    if each.flat:
        yield _("{flat} fee").format(flat=shown(each.flat, currency, locale))


def considered_sentence(each: Considered, locale: str) -> str:
    """Describe why a rule did not apply."""
    subject = f" ({each.subject})" if each.subject else ""
    condition = f": {each.condition}" if each.condition else ""
    return f"{each.rule}{subject}: {texts_for(locale).gettext(OUTCOMES[each.outcome])}{condition}"
