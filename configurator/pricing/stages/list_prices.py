"""The first stage: everything that was chosen, at its list price."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from configurator.catalog.addresses import id_path_of
from configurator.catalog.bill import bill_of_materials
from configurator.money import ZERO
from configurator.pricing import tags
from configurator.pricing.asking import ROOT_AT, At, Resolved, number, resolve
from configurator.pricing.cadence import Cadence
from configurator.pricing.drafts import Draft, Question
from configurator.pricing.lines import Considered, LineKind, OpenLine, Outcome, Unpriced
from configurator.pricing.model import ListPrice, Sales
from configurator.pricing.operations import Operation
from configurator.pricing.prepare import Listed
from configurator.pricing.reuse import Piece
from configurator.pricing.steps import Step, take

ONE = Fraction(1)
STAGE = "list"


def at_list_prices(question: Question, draft: Draft) -> Draft:
    """Add a line for everything sold that has a list price. What a bill counts depends on all of a configuration."""
    bill = question.prepared.book.prices.sales is Sales.BILL
    pieces: dict[tuple[str, str], Piece] = {}
    unpriced: list[Unpriced] = []
    for sold in _parts(question) if bill else _choices(question):
        listed, path, _, _ = sold
        if listed.lapsed is not None:
            unpriced.append(listed.lapsed)
        key = (STAGE, path)
        standing = None if bill else question.earlier.standing(key)
        pieces[key] = standing or _piece(question, sold)
    return replace(draft.made_of(pieces), unpriced=(*draft.unpriced, *unpriced))


def _piece(question: Question, sold: "Sold") -> Piece:
    listed, path, quantity, at = sold
    lines: list[OpenLine] = []
    trace: list[Considered] = []
    for price in listed.prices:
        _sell(question, listed, price, path, quantity, at, lines, trace)
    return Piece(tuple(lines), tuple(trace), listed.reads.at(at) | {path}, listed.reads.wide)


Sold = tuple[Listed, str, Fraction, At]
"""What was sold, where (a feature's full path, or a line of the bill), how many, and where names are looked up."""


def _choices(question: Question) -> Iterator[Sold]:
    """Yield the choices that the list prices: an option or a yes counts once, a quantity as often as it says."""
    listed, quantities = question.prepared.listed, question.prepared.book.prices.quantities
    for path, value in question.configuration.values.items():
        key = path if "[" not in path else ".".join(id_path_of(path))
        if isinstance(value, str | bool) and (key, value) in listed:
            found, quantity = listed[key, value], ONE
        elif (key, None) in listed and value:
            found, quantity = listed[key, None], Fraction(value)
        else:
            continue
        at = _at(path) if "[" in path else ROOT_AT
        if key in quantities:
            counted = number(quantities[key], question.world, at)
            quantity = quantity * counted if isinstance(counted, Fraction) else ZERO
        if quantity:
            yield found, path, quantity, at


def _parts(question: Question) -> Iterator[Sold]:
    parts = question.prepared.parts
    for item in bill_of_materials(question.prepared.catalog, question.configuration):
        if item.part in parts:
            path = f"{item.instance}.{item.line}" if item.instance else item.line
            yield parts[item.part], path, item.quantity, ROOT_AT


def _at(path: str) -> At:
    """Return where names are looked up beside a feature: every structure on the way to it, with its instance."""
    at, walked = {"": ""}, ""
    for step in path.split(".")[:-1]:
        walked = f"{walked}.{step}" if walked else step
        at[".".join(id_path_of(walked))] = walked
    return at


def _sell(
    question: Question,
    listed: Listed,
    price: ListPrice,
    path: str,
    quantity: Fraction,
    at: At,
    lines: list[OpenLine],
    trace: list[Considered],
) -> None:
    prepared, rule = question.prepared, f"prices.{price.item}"
    found = resolve(price.amount, prepared.on, question.world, at)
    for case in found.passed if isinstance(found, Resolved) else found.in_force:
        condition = case.when.text if case.when else ""
        trace.append(Considered(rule, case.location, Outcome.CASE_PASSED_OVER, path, condition, case.interval))
    if not isinstance(found, Resolved):
        return
    step = take(
        prepared.book.rounding,
        Operation.TIMES,
        stage=STAGE,
        rule=rule,
        location=found.case.location,
        interval=found.case.interval,
        base=found.value,
        operand=quantity,
        because=found.case.because,
    )
    lines.append(_line(listed, price, path, at, step))


def _line(listed: Listed, price: ListPrice, path: str, at: At, step: Step) -> OpenLine:
    suffix = "" if price.cadence is Cadence.ONE_TIME else f":{price.cadence}"
    instance, _, _ = path.rpartition(".")
    found = listed.tags | tags.of_cadence(price.cadence)
    return OpenLine(
        f"prices.{path}{suffix}",
        LineKind.ITEM,
        listed.sellable.title,
        price.cadence,
        (step,),
        found,
        item=price.item,
        feature=path,
        instance=instance,
        quantity=step.operand,
    )
