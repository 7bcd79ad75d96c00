"""All that is wrong with a request at once: looked for only where it was refused, and then in every part of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import NamedTuple

from configurator.configuration import FeatureValue
from configurator.contracts.model import Offer
from configurator.contracts.offers import OfferIndex
from configurator.documents import LoadedCatalog
from configurator.engine import Engine, EvaluationRequest, OrderRequest
from configurator.errors import ConfiguratorError, InvalidRequest, NotFound, Undecided
from configurator.pricing.orders.order_faults import InvalidOrder
from configurator.reading.message_parts import did_you_mean, quoted, some_of
from configurator.session import ChoiceCause, Choices
from configurator.session.partial_assignment import PartialAssignment
from configurator.session.render import cause_sentence
from configurator_api.fault_locations import pointer_step
from configurator_api.limits import FAULT_SECONDS, MOST_ERRORS
from configurator_api.problem_details import FaultyRequest
from configurator_api.schemas.plan_requests import PlanRequest

WHOLE: Mapping[str, str] = MappingProxyType({"items": "/items", "on": "/on"})
"""Fields of a request as a whole that the engine finds fault with, and their pointers."""


@contextmanager
def all_faults(
    engine: Engine,
    requests: Mapping[str, EvaluationRequest],
    *,
    clashes: bool = False,
    in_url: bool = False,
    about: tuple[str | None, FeatureValue | None] = (None, None),
    fields: Mapping[str, str] = WHOLE,
) -> Iterator[None]:
    """If the body of the block is refused, raise all faults of the request together, each with its JSON pointer.

    `requests` maps the pointer of a part of the body to its request. `clashes` makes conflicting choices a fault too.
    `about` is the `path` and the `value` that the body asks about, if any. `fields` maps what the engine names as the
    field of its refusal to a pointer.
    Other errors are raised unchanged.
    """
    try:
        yield
    except (InvalidRequest, NotFound) as error:
        results = list(error.faults) if isinstance(error, FaultyRequest) else []
        for at, request in requests.items():
            faults = faults_of(engine, request, at, in_url=in_url, about=about)
            results += faults or (_clash(engine, request, at) if clashes else [])
            if len(results) > MOST_ERRORS:
                break
        if not results and isinstance(error, InvalidRequest) and error.field in fields:
            results = [(fields[error.field], str(error))]
        if not results:
            raise
        raise FaultyRequest(results) from error


@contextmanager
def order_faults(engine: Engine, order: OrderRequest) -> Iterator[None]:
    """Do the same for an order: the faults of its items, then those of its rules, codes and parameters."""
    requests = {f"/items/{number}": item.request for number, item in enumerate(order.items)}
    fields = {**{item.id: at for item, at in zip(order.items, requests, strict=True)}, **WHOLE}
    try:
        with all_faults(engine, requests, clashes=True, fields=fields):
            yield
    except FaultyRequest as error:
        refused = error.__cause__
        if not isinstance(refused, InvalidOrder):
            raise
        raise FaultyRequest([*error.faults, *_beside(refused, error.faults)]) from error
    except InvalidOrder as error:
        raise FaultyRequest([(fault.pointer, fault.message) for fault in error.faults]) from error


def _beside(order: InvalidOrder, known: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the faults of an order at places where, or below which, no other is known."""
    for fault in order.faults:
        if not any(f"{pointer}/".startswith(f"{fault.pointer}/") for pointer, _ in known):
            yield fault.pointer, fault.message


def faults_of(
    engine: Engine,
    request: EvaluationRequest,
    at: str,
    *,
    in_url: bool,
    about: tuple[str | None, FeatureValue | None],
) -> list[tuple[str, str]]:
    """Return what a request names that does not exist; `at` is the pointer of the part of the body that names it."""
    try:
        engine.require(request.catalog)
    except NotFound as error:
        return [] if in_url else [(f"{at}/catalog", str(error))]
    results = list(_pricing_faults(engine, request, at))
    try:
        loaded = engine.catalog(request.catalog, engine.budget(FAULT_SECONDS))
    except Undecided:
        return results
    empty = _nothing_chosen(loaded, request.choices)
    results += [
        (f"{at}/{each.of}/{pointer_step(each.path)}", each.message) for each in _choice_faults(empty, request.choices)
    ]
    return [*results, *_subject_faults(empty, *about)]


class ChoiceFault(NamedTuple):
    """A path of `instances` or of `choices` that means nothing in a catalog, and why."""

    of: str
    path: str
    message: str


def choice_faults(loaded: LoadedCatalog, choices: Choices) -> Iterator[ChoiceFault]:
    """Yield what choices name and a catalog does not have; whether they are possible together is another matter."""
    return _choice_faults(_nothing_chosen(loaded, choices), choices)


def _nothing_chosen(loaded: LoadedCatalog, choices: Choices) -> PartialAssignment:
    return PartialAssignment(loaded.compiled, loaded.solver, Choices({}, choices.instances))


def _choice_faults(empty: PartialAssignment, choices: Choices) -> Iterator[ChoiceFault]:
    for structure in choices.instances:
        try:
            empty.naming.check_ids(structure)
        except InvalidRequest as error:
            yield ChoiceFault("instances", structure, str(error))
    for path, value in choices.values.items():
        try:
            empty.checked(path, value)
        except InvalidRequest as error:
            yield ChoiceFault("choices", path, str(error))


def _subject_faults(
    empty: PartialAssignment, path: str | None, value: FeatureValue | None
) -> Iterator[tuple[str, str]]:
    if path is None:
        return
    try:
        empty.member(path)
    except InvalidRequest as error:
        yield "/path", str(error)
        return
    try:
        if value is not None:
            empty.checked(path, value)
    except InvalidRequest as error:
        yield "/value", str(error)


def _pricing_faults(engine: Engine, request: EvaluationRequest, at: str) -> Iterator[tuple[str, str]]:
    try:
        engine.book(request.catalog, request.book)
    except NotFound as error:
        yield f"{at}/book", str(error)
        return
    try:
        engine.prepared(request)
    except InvalidRequest as error:
        yield "/on" if error.field == "on" else f"{at}/parameters/{pointer_step(error.field)}", str(error)
    except ConfiguratorError as error:
        yield f"{at}/book", str(error)


def _clash(engine: Engine, request: EvaluationRequest, at: str) -> list[tuple[str, str]]:
    """Return why the choices of an item do not go together, in the owner's words where there is time for them."""
    budget = engine.budget(FAULT_SECONDS)
    try:
        loaded = engine.catalog(request.catalog, budget)
        with loaded.locked(budget):
            session = engine.session(request.catalog, request.choices, seconds=budget.remaining())
            conflict = session.conflict(budget=budget)
    except Undecided:
        return []
    if conflict is None:
        return []
    laws = [cause_sentence(each, "en") for each in conflict.all_causes() if not isinstance(each, ChoiceCause)]
    said = "; ".join(dict.fromkeys(laws))
    return [(f"{at}/choices", f"the choices clash, so there is nothing to quote: {said}")]


def requested_offer(offers: OfferIndex, body: PlanRequest) -> Offer:
    """Return the offer of a plan. Raises all that the plan names and that does not exist, each with its pointer."""
    try:
        offer = offers.offer(body.offer)
    except NotFound as error:
        raise FaultyRequest([("/offer", str(error))]) from error
    faults = []
    if body.resource is None and len(offer.resources) > 1:
        faults.append(("/resource", f"offer {offer.id} has several resources; name one of {some_of(offer.resources)}"))
    elif body.resource is not None and body.resource not in offer.resources:
        faults.append(("/resource", _unknown("resource", body.resource, offer.id, offer.resources)))
    faults += [
        (f"/contracts/{number}", _unknown("contract", name, offer.id, offer.contracts))
        for number, name in enumerate(body.contracts or ())
        if name not in offer.contracts
    ]
    if faults:
        raise FaultyRequest(faults)
    return offer


def _unknown(kind: str, name: str, offer: str, known: Iterable[str]) -> str:
    names = list(known)
    return f"offer {offer} has no {kind} {quoted(name)}; {did_you_mean(name, names) or f'it has {some_of(names)}'}"
