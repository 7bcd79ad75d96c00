"""Order rules prepared for a day, their parameters and the codes that an order names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from configurator.language.checked import Value
from configurator.money import ONE
from configurator.pricing.charge_models.usage import Reading
from configurator.pricing.model import Stage, StageKind
from configurator.pricing.modifiers import PartOfPeriod
from configurator.pricing.orders.model import OrderRule, OrderRules, Voucher
from configurator.pricing.orders.order_faults import OrderFault
from configurator.pricing.orders.order_world import PAYMENT_DAYS
from configurator.pricing.prepare import ParameterValue, completed, day_in
from configurator.pricing.price_lines import Considered, Outcome
from configurator.pricing.reading_series import read_series
from configurator.pricing.steps import RoundingRule
from configurator.reading.message_parts import did_you_mean, quoted


@dataclass(frozen=True)
class PreparedOrder:
    """Order rules on a day. `rules` are those in force by the id of their stage; `codes` those used, by that of theirs,
    and `given` all codes in the order they were given.

    The stages of books read of it what they read of a prepared book.
    """

    book: OrderRules
    on: date
    parameters: Mapping[str, Value]
    rules: Mapping[str, OrderRule]
    codes: Mapping[str, Voucher]
    adjustments: tuple[Stage, ...]
    taxes: tuple[Stage, ...]
    out_of_date: tuple[Considered, ...]
    series: Mapping[str, tuple[Reading, ...]]
    given: tuple[str, ...] = ()
    part: PartOfPeriod = PartOfPeriod.WHOLE
    pieces: Fraction = ONE
    """An order is one: its rules are about all pieces of its items."""
    compare_over: int | None = None
    """What is due once ranks alone."""

    @property
    def rounding(self) -> RoundingRule:
        """How amounts of the order are rounded."""
        return self.book.rounding


def prepare_order(
    rules: OrderRules,
    on: date | datetime,
    parameters: Mapping[str, ParameterValue],
    codes: Sequence[str] = (),
    paid_on: date | None = None,
) -> tuple[PreparedOrder | None, list[OrderFault]]:
    """Make order rules ready, or return everything that is wrong with day, parameters and codes."""
    day = day_in(rules.time_zone, on)
    complete, unfit = completed(rules.parameters, parameters, f"order rules {rules.id}")
    faults = [OrderFault(("parameters", fault.field), str(fault)) for fault in unfit]
    faults += _of_days(rules, day, paid_on)
    vouchers = list(_vouchers(rules, codes, day, faults))
    if faults:
        return None, faults
    if paid_on is not None:
        complete[PAYMENT_DAYS] = _days(day, paid_on)
    in_force = [rule for rule in rules.rules if day in rule.stage.interval]
    ready = {rule.stage.id: rule for each in in_force for rule in _with_codes(each, vouchers)}
    stages = [rule.stage for rule in ready.values()]
    return (
        PreparedOrder(
            rules,
            day,
            complete,
            ready,
            {_code_stage(rule, voucher): voucher for rule in in_force if rule.vouchers for voucher in vouchers},
            tuple(stage for stage in stages if stage.kind is not StageKind.TAX),
            tuple(stage for stage in stages if stage.kind is StageKind.TAX),
            tuple(_out_of_date(rules, day)),
            {name: read_series(str(complete[name]), name) for name, each in rules.parameters.items() if each.series},
            tuple(codes),
        ),
        [],
    )


def _of_days(rules: OrderRules, day: date, paid_on: date | None) -> Iterator[OrderFault]:
    if day not in rules.effective:
        yield OrderFault(("on",), f"order rules {rules.id} are not in force on {day}; they are {rules.effective}")
    if paid_on is not None and paid_on < day:
        yield OrderFault(("paid_on",), f"the day of payment {paid_on} is before that of the order, {day}")


def _days(day: date, paid_on: date) -> Value:
    return Fraction(paid_on.toordinal() - day.toordinal())


def _vouchers(rules: OrderRules, codes: Sequence[str], day: date, faults: list[OrderFault]) -> Iterator[Voucher]:
    """Yield the vouchers of codes, each once; report unknown codes, those not in force, and too many."""
    for position, code in enumerate(codes):
        message = _refused(rules, codes, position, day)
        if message:
            faults.append(OrderFault(("codes", position), message))
        else:
            yield rules.vouchers[code]


def _refused(rules: OrderRules, codes: Sequence[str], position: int, day: date) -> str:
    """Return what is wrong with a code; nothing if it can be used."""
    code = codes[position]
    voucher = rules.vouchers.get(code)
    if voucher is None:
        hint = did_you_mean(code, rules.vouchers)
        return f"there is no code {quoted(code)}{f'; {hint}' if hint else ''}"
    if code in codes[:position]:
        return f"the code {quoted(code)} is given twice"
    if day not in voucher.interval:
        return f"the code {quoted(code)} cannot be used on {day}; it holds {voucher.interval}"
    if position >= rules.most_codes:
        return f"an order may use {rules.most_codes} of the codes; {quoted(code)} is one more"
    return ""


def _with_codes(rule: OrderRule, vouchers: Sequence[Voucher]) -> Iterator[OrderRule]:
    """Yield a rule, or for vouchers one rule for each code with its figures."""
    if not rule.vouchers:
        yield rule
    for voucher in vouchers if rule.vouchers else ():
        stage = replace(
            rule.stage,
            id=_code_stage(rule, voucher),
            tags=frozenset((f"stages.{rule.stage.id}",)),
            percent=voucher.percent,
            amount=voucher.amount,
            on=voucher.on or rule.stage.on,
            because=voucher.because or rule.stage.because,
        )
        yield replace(rule, stage=stage)


def _code_stage(rule: OrderRule, voucher: Voucher) -> str:
    return f"{rule.stage.id}.{voucher.code}"


def _out_of_date(rules: OrderRules, day: date) -> Iterator[Considered]:
    for rule in rules.rules:
        stage = rule.stage
        if day not in stage.interval:
            yield Considered(f"stages.{stage.id}", stage.location, Outcome.OUT_OF_DATE, interval=stage.interval)
