"""Amounts: a number, an expression, or cases with dates and conditions, as one list in the order they are tried.

Cases with the same condition are a series in time: within it a figure holds from its `from` until its `until` or, where
that is left out, until the next figure's `from`. The series are tried in the order in which they first appear.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from configurator.catalog.building.expressions import ExpressionReader
from configurator.catalog.model import Interval, Text
from configurator.language.checked import CheckedExpression
from configurator.language.types import NumberType
from configurator.pricing import codes
from configurator.pricing.amounts import NO_AMOUNT, Amount, Case
from configurator.pricing.building.book_context import BookContext
from configurator.pricing.shape import Amount as AmountShape
from configurator.pricing.shape import CaseShape, DatedShape
from configurator.reading.shape import Word
from configurator.units import PLAIN

_NUMBER: Final = re.compile(r"([+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?)(?: ?([A-Z]{3}))?", re.ASCII)
KEEP: Final = "keep"


@dataclass(frozen=True, slots=True)
class Sign:
    """The accepted figures of an amount; `word` names it in messages."""

    word: str
    least: Fraction | None = None


ANY = Sign("an amount")
POSITIVE = Sign("an amount of 0 or more", Fraction(0))
PERCENT = Sign("a percentage of 0 or more", Fraction(0))


@dataclass(frozen=True, slots=True)
class _Raw:
    """A figure as written, before the ends of its days are settled."""

    case: Case
    condition: str


def read_amount(
    book: BookContext,
    given: AmountShape | None,
    where: str,
    reader: ExpressionReader,
    sign: Sign = ANY,
    *,
    chosen: bool = False,
) -> Amount:
    """Read an amount; an empty one where none is given. `chosen`: several cases apply at once, and one is chosen."""
    if given is None:
        return NO_AMOUNT
    if isinstance(given, Word):
        value = _value(book, given, where, reader, sign)
        return NO_AMOUNT if value is None else (Case(value, given.location),)
    return read_cases(book, given, where, reader, sign, chosen=chosen)


def read_cases(
    book: BookContext,
    given: Sequence[CaseShape],
    where: str,
    reader: ExpressionReader,
    sign: Sign = ANY,
    *,
    chosen: bool = False,
) -> Amount:
    """Read a list of cases into the order they are tried in; report figures that clash or can never apply."""
    series: dict[str, list[Case]] = {}
    for number, shape in enumerate(given, start=1):
        for each in _raw(book, shape, f"{where}[{number}]", reader, sign):
            series.setdefault(str(number) if chosen else each.condition, []).append(each.case)
    settled = {condition: _settled(book, cases, where) for condition, cases in series.items()}
    if not chosen:
        _report_unreachable(book, settled, where)
    return tuple(case for cases in settled.values() for case in cases)


def _raw(book: BookContext, shape: CaseShape, where: str, reader: ExpressionReader, sign: Sign) -> list[_Raw]:
    when = reader.condition(shape.when, f"{where}.when")
    because = book.reason(shape.because, where, shape.location)
    condition = str(shape.when or "").strip()
    if isinstance(shape.amount, Word):
        interval = book.interval(shape.from_, shape.until, where, shape.location)
        existing = _existing(book, shape, where)
        results = [_case(book, shape.amount, where, reader, sign, interval, when, because, existing)]
    else:
        if shape.from_ or shape.until:
            message, hint = "the days are given twice", "keep `from` and `until` in the list under `amount`"
            book.report.add(codes.OVERLAPPING_DATES, shape.location, where, message, hint=hint)
        results = [
            _case(
                book,
                dated.amount,
                f"{where}.amount[{number}]",
                reader,
                sign,
                book.interval(dated.from_, dated.until, f"{where}.amount[{number}]", dated.location),
                when,
                because,
                _existing(book, dated, f"{where}.amount[{number}]"),
            )
            for number, dated in enumerate(shape.amount, start=1)
        ]
    if shape.when is not None and when is None:
        return []
    return [_Raw(case, condition) for case in results if case is not None]


def _case(
    book: BookContext,
    given: Word,
    where: str,
    reader: ExpressionReader,
    sign: Sign,
    interval: Interval,
    when: CheckedExpression | None,
    because: Text | None,
    existing: date | None,
) -> Case | None:
    value = _value(book, given, f"{where}.amount", reader, sign)
    return None if value is None else Case(value, given.location, interval, when, because, existing)


def _existing(book: BookContext, shape: CaseShape | DatedShape, where: str) -> date | None:
    """Return from when a figure holds for existing customers; `date.max` if they keep the earlier one."""
    if shape.existing is None or shape.existing == KEEP:
        return None if shape.existing is None else date.max
    try:
        day = date.fromisoformat(shape.existing)
    except ValueError:
        day = None
    if day is None or (shape.from_ is not None and day < shape.from_):
        message, expected = f"found `{shape.existing}`", "a day not before its `from`, or keep"
        book.report.add(codes.BAD_EXISTING, shape.existing.location, f"{where}.existing", message, expected)
        return None
    return day


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _value(
    book: BookContext, given: Word, where: str, reader: ExpressionReader, sign: Sign
) -> Fraction | CheckedExpression | None:
    """Read `895`, `895 USD`, or an expression for a plain number or an amount of the book's currency."""
    written = _NUMBER.fullmatch(given.strip())
    if written is None:
        return _expression(book, given, where, reader, sign)
    if written[2] and (written[2] != book.currency or sign is PERCENT):
        message, expected = f"`{given}` is in {written[2]}", f"an amount in {book.currency}, the currency of the book"
        book.report.add(codes.MIXED_CURRENCY, given.location, where, message, expected)
        return None
    value = Fraction(written[1])
    if sign.least is not None and value < sign.least:
        book.report.add(codes.NEGATIVE_AMOUNT, given.location, where, f"found {given}", sign.word)
    return value


def _expression(
    book: BookContext, given: Word, where: str, reader: ExpressionReader, sign: Sign
) -> CheckedExpression | None:
    checked_expression = reader.expression(given, where)
    if checked_expression is None:
        return None
    allowed = (PLAIN,) if sign is PERCENT else (PLAIN, book.units[book.currency].dimension)
    if isinstance(checked_expression.type, NumberType) and checked_expression.type.dimension in allowed:
        return checked_expression
    message = f"`{checked_expression.text}` is {checked_expression.type}"
    book.report.add(
        codes.BAD_AMOUNT, given.location, where, message, f"a plain number, or an amount in {book.currency}"
    )
    return None


# ── days ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _settled(book: BookContext, cases: list[Case], where: str) -> list[Case]:
    """Sort a series by date, and end each figure at the next one unless it has its own end."""
    ordered = sorted(cases, key=lambda case: case.interval.start or date.min)
    settled = []
    for case, following in zip(ordered, [*ordered[1:], None], strict=True):
        if following is None:
            settled.append(case)
            continue
        end, start = case.interval.end, following.interval.start
        if start is None or start == case.interval.start or (end is not None and end > start):
            _report_overlap(book, case, following, where)
        elif end is None:
            case = replace(case, interval=Interval(case.interval.start, start))
        elif end < start:
            message = f"no figure holds from {end} until {start}"
            book.report.add(codes.GAP_IN_DATES, following.location, where, message, hint=f"leave out `until: {end}`")
        settled.append(case)
    return settled


def _report_overlap(book: BookContext, case: Case, following: Case, where: str) -> None:
    later = max(case, following, key=lambda each: each.location)
    earlier = following if later is case else case
    shown = following.interval.start or "the beginning"
    message = f"from {shown} on two figures hold; the other one is at {earlier.location}"
    hint = "give it a `from` of its own" if later.when is None else "give it a `from` or a `when` of its own"
    book.report.add(codes.OVERLAPPING_DATES, later.location, where, message, "one figure for every day", hint)


def _report_unreachable(book: BookContext, series: dict[str, list[Case]], where: str) -> None:
    always: list[Case] = []
    for cases in series.values():
        for case in cases:
            cover = next((each for each in always if _covers(each.interval, case.interval)), None)
            if cover is not None:
                message = f"this case never applies: the one at {cover.location} has no condition and comes first"
                book.report.add(
                    codes.UNREACHABLE_CASE, case.location, where, message, hint="put the case without a condition last"
                )
        always.extend(case for case in cases if case.when is None and isinstance(case.value, Fraction))


def _covers(outer: Interval, inner: Interval) -> bool:
    starts_before = outer.start is None or (inner.start is not None and outer.start <= inner.start)
    ends_after = outer.end is None or (inner.end is not None and inner.end <= outer.end)
    return starts_before and ends_after
