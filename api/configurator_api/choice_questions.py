"""Questions about choices: what follows from them, and why; answered in this process or in a worker process."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any, cast

from configurator.canonical_json import as_object, dumps, loads
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import InvalidRequest
from configurator.offering.evaluation_json import evaluation_text
from configurator.offering.evaluation_responses import WhyResponse
from configurator.offering.price_differences import RankBy, all_conflicts
from configurator.offering.repair_json import conflicts_data, repair_data
from configurator.quoting.saved_choices import SavedChoices, read_saved_choices, write_saved_choices
from configurator.session import Choices, as_data
from configurator_api.request_faults import all_faults
from configurator_api.schemas.request_models import ConflictsRequest, EvaluateRequest, ExplainRequest, RequestModel


@dataclass(frozen=True, slots=True)
class EvaluatedText:
    """An evaluation as JSON, and whether it is undecided."""

    text: str
    undecided: bool

    def written(self) -> str:
        """Return it as it crosses the border of a process."""
        return dumps({"text": self.text, "undecided": self.undecided})

    @staticmethod
    def read(text: str) -> "EvaluatedText":
        """Return what was written."""
        data = cast(Mapping[str, Any], loads(text, most_bytes=4 * len(text)))
        return EvaluatedText(data["text"], data["undecided"])


class TrialRequest(RequestModel):
    """Choices in their stored form that are evaluated to see whether that ends in time."""

    saved: dict[str, Any]
    cheapest: bool
    differences: bool

    @staticmethod
    def of(request: EvaluationRequest, digest: str) -> "TrialRequest":
        """Return a trial of a request about a catalog of some digest."""
        day = None if isinstance(request.on, datetime) else request.on
        chosen = request.choices
        parameters = {
            name: value for name, value in request.parameters.items() if isinstance(value, Fraction | bool | str)
        }
        saved = SavedChoices(
            request.catalog, digest, chosen.values, chosen.instances, request.book, day, parameters, None
        )
        body = as_object(write_saved_choices(saved))
        return TrialRequest(saved=body, cheapest=request.cheapest, differences=request.differences)


def evaluate(engine: Engine, catalog: str, body: EvaluateRequest, now: datetime, seconds: float) -> str:
    """Return everything that follows from the choices, as the text of an `EvaluatedText`."""
    request = body.evaluation_request(catalog, now, seconds)
    with all_faults(engine, {"": request}, in_url=True):
        evaluation = engine.evaluation(request)
    return EvaluatedText(evaluation_text(evaluation, body.locale), evaluation.undecided).written()


def explain(engine: Engine, catalog: str, body: ExplainRequest, now: datetime, seconds: float) -> str:
    """Return why a value cannot be chosen, or, of a path alone, why it is implied, absent or present."""
    request = body.evaluation_request(catalog, now, seconds)
    with all_faults(engine, {"": request}, in_url=True, about=(body.path, body.value)):
        explanation_result = (
            engine.why(request, body.path) if body.value is None else engine.why_not(request, body.path, body.value)
        )
    explanation, repairs = explanation_result.explanation, explanation_result.repairs
    response: WhyResponse = {
        "explanation": None if explanation is None else as_data(explanation, body.locale),
        "repairs": [repair_data(each, body.locale) for each in repairs],
    }
    return dumps(response)


def find_conflicts(engine: Engine, catalog: str, body: ConflictsRequest, now: datetime, seconds: float) -> str:
    """Return all minimal conflicts of the choices, or of a value with them, and all minimal changes that help."""
    request = body.evaluation_request(catalog, now, seconds)
    budget = engine.budget(request.seconds)
    faults = all_faults(engine, {"": request}, in_url=True, about=(body.path, body.value))
    with faults, engine.catalog(catalog, budget).locked(budget):
        session = engine.session(catalog, request.choices, seconds=budget.remaining())
        prepared = engine.prepared(request)
        conflicts = all_conflicts(session, prepared, body.path, body.value, by=RankBy(body.by), budget=budget)
    return dumps(conflicts_data(conflicts, body.locale))


def try_out(engine: Engine, catalog: str, body: TrialRequest, now: datetime, seconds: float) -> str:
    """Evaluate and return whether that is undecided: an `EvaluatedText` without a text.

    Of a request that is refused, only the states of a catalog are worked out, with nothing chosen.
    """
    budget = engine.budget(seconds)
    saved = read_saved_choices(body.saved)
    request = EvaluationRequest(
        catalog,
        saved.on or now,
        Choices(saved.choices, saved.instances),
        saved.book,
        parameters=saved.parameters,
        seconds=seconds,
    )
    request = replace(request, cheapest=body.cheapest, differences=body.differences)
    try:
        undecided = engine.evaluation(request).undecided
    except InvalidRequest:
        session = engine.session(catalog, seconds=budget.remaining())
        undecided = not session.states(budget=budget).decided
    return EvaluatedText("", undecided).written()
