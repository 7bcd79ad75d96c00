"""A priced configuration as canonical JSON: stored in quotes, served by the API and compared in verification."""

from typing import cast

from configurator.canonical_json import as_json, dumps, exact_text
from configurator.catalog.model import Interval, Text
from configurator.pricing.price_lines import Considered, Level, Line, Priced, Totals, Unpriced, waterfall
from configurator.pricing.price_responses import (
    ConsideredRuleResponse,
    IntervalResponse,
    MeteredTreatmentResponse,
    MoveResponse,
    PartResponse,
    PriceLineResponse,
    PriceResponse,
    PriceStepResponse,
    TierSliceResponse,
    UnpricedItemResponse,
    WaterfallLevelResponse,
)
from configurator.pricing.steps import Move, Part, Slice, Step, Treated
from configurator.response_types import (
    MoneyResponse,
    Number,
    Scalar,
    TextByLocale,
    amounts_response,
    money_response,
)


def to_json(priced: Priced) -> PriceResponse:
    """Return a price as a JSON object; exact numbers are texts, texts are maps by locale."""
    response: PriceResponse = {
        "book": {"id": priced.book, "digest": priced.book_digest},
        "catalog": {"id": priced.catalog, "digest": priced.catalog_digest},
        "on": priced.on.isoformat(),
        "currency": priced.currency,
        "parameters": cast(dict[str, Scalar], as_json(priced.parameters)),
        "lines": [line_to_json(line) for line in priced.lines],
        "waterfall": [_level(level) for level in waterfall(priced)],
        "totals": totals_to_json(priced.totals),
        "compare_over_months": priced.compare_over,
        "considered": [considered_to_json(each) for each in priced.trace],
        "unpriced": [_unpriced(each) for each in priced.unpriced],
        "illustrative": priced.illustrative,
    }
    if priced.quantity != 1:
        response["quantity"] = priced.quantity
    return response


def canonical(priced: Priced) -> str:
    """Return the one text of a price: equal prices give equal bytes."""
    return dumps(to_json(priced))


def totals_to_json(totals: Totals) -> dict[str, MoneyResponse | Number]:
    """Return the vector of totals by cadence, and the number that ranks."""
    return {**amounts_response(totals.by_cadence), "compare": exact_text(totals.compare)}


def line_to_json(line: Line) -> PriceLineResponse:
    """Return a line with its steps."""
    response: PriceLineResponse = {
        "id": line.id,
        "rule": line.rule,
        "kind": line.kind,
        "title": _text(line.title),
        "cadence": line.cadence,
        "item": line.item,
        "feature": line.feature,
        "instance": line.instance,
        "amount": money_response(line.amount),
        "steps": [_step(step) for step in line.steps],
    }
    if line.rate is not None:
        response["rate"] = exact_text(line.rate)
    if line.included is not None:
        response["included"] = money_response(line.included)
    return response


def _step(step: Step) -> PriceStepResponse:
    results: PriceStepResponse = {
        "stage": step.stage,
        "rule": step.rule,
        "place": str(step.location),
        "interval": _interval(step.interval),
        "operation": step.operation,
        "before": exact_text(step.before),
        "base": exact_text(step.base),
        "operand": exact_text(step.operand),
        "after": exact_text(step.after),
        "because": None if step.because is None else _text(step.because),
    }
    if step.slices:
        results["slices"] = [_slice(each) for each in step.slices]
    if step.parts:
        results["parts"] = [_part(each) for each in step.parts]
    if step.times != 1:
        results["times"] = exact_text(step.times)
    if step.within:
        results["within"] = exact_text(step.within)
        results["included"] = exact_text(step.included)
    if step.metered:
        results["metered"] = [_treated(each) for each in step.metered]
    if step.rounding is not None:
        results["rounding"] = {
            "exact": exact_text(step.rounding.exact),
            "step": exact_text(step.rounding.step),
            "mode": step.rounding.rounding,
        }
    return results


def _treated(each: Treated) -> MeteredTreatmentResponse:
    return {
        "treatment": each.treatment,
        "before": exact_text(each.before),
        "operand": exact_text(each.operand),
        "after": exact_text(each.after),
    }


def _slice(each: Slice) -> TierSliceResponse:
    results: TierSliceResponse = {
        "above": exact_text(each.low),
        "up_to": None if each.up_to is None else exact_text(each.up_to),
        "quantity": exact_text(each.quantity),
        "price": exact_text(each.price),
        "flat": exact_text(each.flat),
        "amount": exact_text(each.amount),
    }
    if each.block != 1:
        results["block"] = exact_text(each.block)
    if each.cap is not None:
        results["cap"] = exact_text(each.cap)
    return results


def _part(part: Part) -> PartResponse:
    return {
        "label": part.label,
        "quantity": exact_text(part.quantity),
        "moves": [_move(each) for each in part.moves],
        "amount": exact_text(part.amount),
    }


def _move(move: Move) -> MoveResponse:
    results: MoveResponse = {
        "operation": move.operation,
        "before": exact_text(move.before),
        "base": exact_text(move.base),
        "operand": exact_text(move.operand),
        "after": exact_text(move.after),
    }
    if move.slices:
        results["slices"] = [_slice(each) for each in move.slices]
    return results


def _level(level: Level) -> WaterfallLevelResponse:
    return {
        "stage": level.stage,
        "cadence": level.cadence,
        "before": exact_text(level.before),
        "after": exact_text(level.after),
    }


def considered_to_json(each: Considered) -> ConsideredRuleResponse:
    """Return a rule that did not apply."""
    return {
        "rule": each.rule,
        "place": str(each.location),
        "outcome": each.outcome,
        "subject": each.subject,
        "condition": each.condition,
        "interval": None if each.interval is None else _interval(each.interval),
    }


def _unpriced(each: Unpriced) -> UnpricedItemResponse:
    return {"item": each.item, "feature": each.feature, "place": str(each.location), "key": each.key}


def _interval(interval: Interval) -> IntervalResponse:
    return {
        "from": interval.start.isoformat() if interval.start else None,
        "until": interval.end.isoformat() if interval.end else None,
    }


def _text(text: Text) -> TextByLocale:
    return dict(text.by_locale)
