"""The cost of changing a plan within a period: a credit for the old one, a charge for the new one.

Systems differ in the credit (the unused part, the whole instalment, nothing) and in whether both are rounded before
netting. Both are declared; the defaults are the unused part, and rounded lines, as on an invoice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from configurator.errors import InvalidRequest
from configurator.money import ZERO, Rounding, round_to


class CreditOf(StrEnum):
    """The credit for an instalment paid in advance."""

    UNUSED = "unused"
    FULL_INSTALMENT = "full_instalment"
    NONE = "none"


class Netting(StrEnum):
    """Whether credit and charge are rounded and then netted, or netted exactly and the net is rounded."""

    ROUNDED_LINES = "rounded_lines"
    ROUNDED_NET = "rounded_net"


@dataclass(frozen=True, slots=True)
class ChangeTerms:
    """How a change is computed; amounts are rounded to multiples of `step`."""

    step: Fraction
    rounding: Rounding = Rounding.HALF_UP
    credit: CreditOf = CreditOf.UNUSED
    netting: Netting = Netting.ROUNDED_LINES

    def rounded(self, amount: Fraction) -> Fraction:
        """Round an amount by these terms."""
        return round_to(amount, self.step, self.rounding)


@dataclass(frozen=True, slots=True)
class Change:
    """The credit and the charge, both positive, and the net amount due: negative for a refund."""

    credit: Fraction
    charge: Fraction
    net: Fraction


def change(old: Fraction, new: Fraction, left: Fraction, terms: ChangeTerms) -> Change:
    """Change from an instalment `old`, paid in advance, to `new`, with the share `left` of the period still to come."""
    if not 0 <= left <= 1:
        raise InvalidRequest(f"the part of a period that is left lies between 0 and 1, not at {left}", field="left")
    credit, charge = _credit(old, left, terms.credit), new * left
    lines = Change(terms.rounded(credit), terms.rounded(charge), terms.rounded(charge) - terms.rounded(credit))
    if terms.netting is Netting.ROUNDED_LINES:
        return lines
    return Change(lines.credit, lines.charge, terms.rounded(charge - credit))


def changes(pairs: Sequence[tuple[Fraction, Fraction]], left: Fraction, terms: ChangeTerms) -> Change:
    """Make several changes at once, each from an old to a new instalment; an added one was 0 before."""
    each = [change(old, new, left, terms) for old, new in pairs]
    credit, charge = sum((one.credit for one in each), ZERO), sum((one.charge for one in each), ZERO)
    if terms.netting is Netting.ROUNDED_LINES:
        return Change(credit, charge, charge - credit)
    exact = sum((new * left - _credit(old, left, terms.credit) for old, new in pairs), ZERO)
    return Change(credit, charge, terms.rounded(exact))


def capped_credit(credit: Fraction, paid: Fraction, credited: Fraction = ZERO) -> Fraction:
    """Return the allowed part of a credit: never more than was paid and not yet refunded, and never below 0."""
    return max(ZERO, min(credit, paid - credited))


@dataclass(frozen=True, slots=True)
class Taxed:
    """An amount, its tax, and their sum, rounded so that they add up."""

    net: Fraction
    tax: Fraction
    total: Fraction


def taxed(net: Fraction, percent: Fraction, terms: ChangeTerms) -> Taxed:
    """Round a net amount, then its exact tax; the total is the sum of the two and not the rounded gross."""
    shown, tax = terms.rounded(net), terms.rounded(net * percent / 100)
    return Taxed(shown, tax, shown + tax)


@dataclass(frozen=True, slots=True)
class Settled:
    """The amount due after a credit, and the remaining credit."""

    due: Fraction
    left: Fraction


def instalment(price: Fraction, quantity: Fraction = Fraction(1)) -> Fraction:
    """Return the price of a quantity for a whole period."""
    return price * quantity


def settled(amount: Fraction, credit: Fraction) -> Settled:
    """Apply a credit to an amount; the remainder of the credit is kept."""
    used = min(amount, credit)
    return Settled(amount - used, credit - used)


def _credit(old: Fraction, left: Fraction, credit: CreditOf) -> Fraction:
    match credit:
        case CreditOf.UNUSED:
            return old * left
        case CreditOf.FULL_INSTALMENT:
            return old
        case CreditOf.NONE:
            return ZERO
        case _:
            assert_never(credit)
