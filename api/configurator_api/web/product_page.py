"""The page of one product, within one deadline; results not certain by then are marked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fastapi import Response

from configurator.budget import Budget
from configurator.catalog.feature_values import show_value
from configurator.engine import EvaluationRequest
from configurator.errors import InvalidRequest, Undecided
from configurator.offering.evaluation import Evaluation
from configurator.offering.evaluation_json import evaluation_data
from configurator.offering.repair_json import repair_data
from configurator.session import Choices, as_data
from configurator_api.limits import LEAST_SECONDS
from configurator_api.request_faults import choice_faults
from configurator_api.saved_configurations import ReopenedRecord, StoredChoices, reopened, reopened_choices_data
from configurator_api.schemas.request_models import day_from
from configurator_api.service_context import ServiceContext
from configurator_api.web.page_address import PageAddress, split
from configurator_api.web.page_view import page_view, reasons_in_time, repair_view
from configurator_api.web.price_range_view import ShownSpan, span_in_time
from configurator_api.web.rendering import page, spoken


@dataclass(frozen=True, slots=True)
class Visit:
    """A view of a product: its address, its deadline, and its leading message."""

    address: PageAddress
    deadline: Budget
    patient: bool = False
    notice: str = ""
    unknown: tuple[str, ...] = ()
    """The choices of the address that name nothing in the catalog, and were left out."""
    saved: Mapping[str, Any] | None = None

    @staticmethod
    def of(context: ServiceContext, address: PageAddress, *, patient: bool = False) -> "Visit":
        """Return a visit that begins now. Raises NotFound where there is no such product."""
        settings = context.settings
        deadline = context.engine.budget(settings.most_seconds if patient else settings.page_seconds)
        locale, notice = spoken(address.locale, context.engine.outline(address.catalog).locales)
        return Visit(replace(address, locale=locale), deadline, patient, notice)

    def knowing(self, context: ServiceContext) -> "Visit":
        """Return the visit without the choices that the catalog does not know, and with their names."""
        try:
            loaded = context.engine.catalog(self.address.catalog, self.deadline)
        except Undecided:  # It is still loading, and so is the page.
            return self
        choices = self.address.choices
        faults = {(fault.of, fault.path) for fault in choice_faults(loaded, choices)}
        values = {path: value for path, value in choices.values.items() if ("choices", path) not in faults}
        instances = {path: ids for path, ids in choices.instances.items() if ("instances", path) not in faults}
        lost = [f"{path}: {show_value(value)}" for path, value in choices.values.items() if path not in values]
        lost += [path for path in choices.instances if path not in instances]
        known = replace(self.address, choices=Choices(values, instances))
        return replace(self, address=known, unknown=tuple(lost))

    def seconds(self) -> float:
        """Return the time that is left."""
        return max(LEAST_SECONDS, self.deadline.remaining() or 0.0)


def day_of(address: PageAddress) -> date | None:
    """Return the day an address names, if it names one."""
    if not address.on:
        return None
    try:
        return day_from(address.on)
    except ValueError:
        raise InvalidRequest(f"{address.on!r} is no day; write it like 2026-01-31", field="on") from None


def page_request(context: ServiceContext, address: PageAddress, seconds: float) -> EvaluationRequest:
    """Return what an address asks of the engine."""
    on = day_of(address) or context.settings.now()
    return EvaluationRequest(address.catalog, on, address.choices, address.book or None, seconds=seconds)


def _everything(context: ServiceContext, visit: Visit) -> EvaluationRequest:
    """Return the request of a page; an impatient one gets most price differences now, and slow ones later."""
    request = page_request(context, visit.address, visit.seconds())
    return request if visit.patient else replace(request, differences_seconds=context.settings.differences_seconds)


def show_product(context: ServiceContext, visit: Visit) -> Response:
    """Show a product as far as it is known in time."""
    address = visit.address
    try:
        answer = _answer(context, visit) if address.why else None
        evaluation = context.engine.evaluation(_everything(context, visit))
    except Undecided:
        return waiting(visit)
    catalog, books = context.engine.outline(address.catalog), context.engine.books(address.catalog)
    address = address if address.why or address.slip else address.having(evaluation.session.choices)
    reasons, span = _reasons(context, visit, evaluation), _span(context, visit)
    return page(
        "shop.html",
        address.locale,
        **page_view(evaluation_data(evaluation, address.locale), address, reasons, span.least),
        span=span.text,
        catalog=catalog,
        books=[book.model for book in books.values()],
        address=address,
        answer=answer,
        links=_links(context, address, catalog.locales),
        visit=visit,
    )


def show_saved(context: ServiceContext, kept: StoredChoices, locale: str, link: str, *, patient: bool) -> Response:
    """Show a saved configuration, with what became of it."""
    saved = kept.saved
    address = PageAddress(
        saved.catalog,
        Choices(saved.choices, saved.instances),
        locale,
        book=saved.book or "",
        on=saved.on.isoformat() if saved.on else "",
    )
    visit = Visit.of(context, address, patient=patient)
    try:
        here = reopened(context, kept, visit.seconds())
    except Undecided:
        return waiting(visit)
    now = replace(visit.address, choices=here.request.choices, book=here.request.book or "")
    return show_product(context, replace(visit, address=now, saved=_saved_view(kept, here, now, link)))


def _saved_view(kept: StoredChoices, here: ReopenedRecord, address: PageAddress, link: str) -> Mapping[str, Any]:
    data = reopened_choices_data(kept, here, address.locale)
    return {**data, "link": link, "day": kept.row.created.date().isoformat()}


def waiting(visit: Visit) -> Response:
    """Say that the answer is being worked out, and come back for it."""
    address = visit.address
    shown = {"more": address.url(wait="1"), "address": address, "visit": visit}
    return page("waiting.html", address.locale, status=503, headers={"Retry-After": "2"}, **shown)


def _reasons(context: ServiceContext, visit: Visit, evaluation: Evaluation) -> Mapping[tuple[str, str], str]:
    """Return the reasons of blocked options: those known before the deadline; none if others are waiting."""
    left = context.settings.most_seconds if visit.patient else context.settings.reasons_seconds
    budget = context.engine.budget(min(visit.seconds(), left))
    try:
        with context.engine.catalog(visit.address.catalog, budget).locked(budget):
            return reasons_in_time(evaluation, visit.address.locale, budget)
    except Undecided:
        return {}


def _span(context: ServiceContext, visit: Visit) -> ShownSpan:
    """Return the range of prices, and the least total of every option, as far as there is time for them."""
    left = context.settings.most_seconds if visit.patient else context.settings.span_seconds
    budget = context.engine.budget(min(visit.seconds(), left))
    request = page_request(context, visit.address, visit.seconds())
    return span_in_time(context.engine, request, visit.address.locale, budget, patient=visit.patient)


def _answer(context: ServiceContext, visit: Visit) -> Mapping[str, Any]:
    address = visit.address
    path, value = split(address.why)
    try:
        explanation_result = context.engine.why_not(page_request(context, address, visit.seconds()), path, value)
    except Undecided:
        return {"path": path, "undecided": True, "explanation": None, "repairs": []}
    repairs = [repair_view(repair_data(each, address.locale), address) for each in explanation_result.repairs]
    explanation = (
        None if explanation_result.explanation is None else as_data(explanation_result.explanation, address.locale)
    )
    return {"path": path, "undecided": False, "explanation": explanation, "repairs": repairs}


def _links(context: ServiceContext, address: PageAddress, locales: tuple[str, ...]) -> Mapping[str, Any]:
    return {
        "locales": {locale: replace(address, locale=locale).url() for locale in locales or ("en",)},
        "start_over": address.having(Choices()).url(),
        "close": replace(address, why="", slip="").url(),
        "here": f"/shop/{address.catalog}",
        "self": replace(address, why="", slip="").url(),
        "save": replace(address, why="", slip="").url(under="/save"),
        "pay": _ways_to_pay(context, replace(address, why="", slip="")),
        "more": address.url(wait="1"),
    }


def _ways_to_pay(context: ServiceContext, address: PageAddress) -> list[tuple[str, str]]:
    """Return the offers of contracts for this product, each with the address of its plan for these choices."""
    offers = context.engine.offers
    return [
        (offers.offer(name).title.in_locale(address.locale), address.url(at=f"/plans/{name}"))
        for name in offers.for_catalog(address.catalog)
    ]
