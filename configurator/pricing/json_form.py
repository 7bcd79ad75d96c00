"""A priced configuration as canonical JSON: stored in quotes, served by the API and compared in verification."""

from collections.abc import Mapping

from configurator.canonical_json import Json, as_json, dumps
from configurator.catalog.model import Interval, Text
from configurator.pricing.lines import Considered, Level, Line, Priced, Totals, Unpriced, waterfall
from configurator.pricing.steps import Move, Part, Slice, Step, Treated


def to_json(priced: Priced) -> dict[str, Json]:
    """Return a price as a JSON object; exact numbers are texts, texts are maps by locale."""
    return {
        "book": {"id": priced.book, "digest": priced.book_digest},
        "catalog": {"id": priced.catalog, "digest": priced.catalog_digest},
        "on": priced.on.isoformat(),
        "currency": priced.currency,
        "parameters": as_json(priced.parameters),
        "lines": [_line(line) for line in priced.lines],
        "waterfall": [_level(level) for level in waterfall(priced)],
        "totals": totals_to_json(priced.totals),
        "compare_over_months": priced.compare_over,
        "considered": [_considered(each) for each in priced.trace],
        "unpriced": [_unpriced(each) for each in priced.unpriced],
        "illustrative": priced.illustrative,
    }


def canonical(priced: Priced) -> str:
    """Return the one text of a price: equal prices give equal bytes."""
    return dumps(to_json(priced))


def totals_to_json(totals: Totals) -> dict[str, Json]:
    """Return the vector of totals by cadence, and the number that ranks."""
    by_cadence = {str(cadence): as_json(amount) for cadence, amount in totals.by_cadence.items()}
    return {**by_cadence, "compare": as_json(totals.compare)}


def _line(line: Line) -> Json:
    return {
        "id": line.id,
        "rule": line.rule,
        "kind": line.kind,
        "title": _text(line.title),
        "cadence": line.cadence,
        "item": line.item,
        "feature": line.feature,
        "instance": line.instance,
        "amount": as_json(line.amount),
        "steps": [_step(step) for step in line.steps],
    }


def _step(step: Step) -> Json:
    results: dict[str, Json] = {
        "stage": step.stage,
        "rule": step.rule,
        "place": str(step.location),
        "interval": _interval(step.interval),
        "operation": step.operation,
        "before": as_json(step.before),
        "base": as_json(step.base),
        "operand": as_json(step.operand),
        "after": as_json(step.after),
        "because": None if step.because is None else _text(step.because),
    }
    if step.slices:
        results["slices"] = [_slice(each) for each in step.slices]
    if step.parts:
        results["parts"] = [_part(each) for each in step.parts]
    if step.metered:
        results["metered"] = [_treated(each) for each in step.metered]
    if step.rounding is not None:
        results["rounding"] = {
            "exact": as_json(step.rounding.exact),
            "step": as_json(step.rounding.step),
            "mode": step.rounding.rounding,
        }
    return results


def _treated(each: Treated) -> Json:
    return {
        "treatment": each.treatment,
        "before": as_json(each.before),
        "operand": as_json(each.operand),
        "after": as_json(each.after),
    }


def _slice(each: Slice) -> Json:
    results: dict[str, Json] = {
        "above": as_json(each.low),
        "up_to": as_json(each.up_to),
        "quantity": as_json(each.quantity),
        "price": as_json(each.price),
        "flat": as_json(each.flat),
        "amount": as_json(each.amount),
    }
    if each.block != 1:
        results["block"] = as_json(each.block)
    if each.cap is not None:
        results["cap"] = as_json(each.cap)
    return results


def _part(part: Part) -> Json:
    return {
        "label": part.label,
        "quantity": as_json(part.quantity),
        "moves": [_move(each) for each in part.moves],
        "amount": as_json(part.amount),
    }


def _move(move: Move) -> Json:
    results: dict[str, Json] = {
        "operation": move.operation,
        "before": as_json(move.before),
        "base": as_json(move.base),
        "operand": as_json(move.operand),
        "after": as_json(move.after),
    }
    if move.slices:
        results["slices"] = [_slice(each) for each in move.slices]
    return results


def _level(level: Level) -> Json:
    return {
        "stage": level.stage,
        "cadence": level.cadence,
        "before": as_json(level.before),
        "after": as_json(level.after),
    }


def _considered(each: Considered) -> Json:
    return {
        "rule": each.rule,
        "place": str(each.location),
        "outcome": each.outcome,
        "subject": each.subject,
        "condition": each.condition,
        "interval": None if each.interval is None else _interval(each.interval),
    }


def _unpriced(each: Unpriced) -> Json:
    return {"item": each.item, "feature": each.feature, "place": str(each.location)}


def _interval(interval: Interval) -> Json:
    return {"from": as_json(interval.start), "until": as_json(interval.end)}


def _text(text: Text) -> Json:
    results: Mapping[str, str] = text.by_locale
    return dict(results)
