"""Large values have a short `repr`: what a library user gets can be shown at a prompt."""

from collections.abc import Iterator
from datetime import date

from configurator import Engine
from configurator.offering.requests import EvaluationRequest
from tests.api.service import engine

LONGEST = 300
DAY = date(2026, 3, 1)


def _results(shared: Engine) -> Iterator[object]:
    request = EvaluationRequest("bmw_x3", DAY)
    evaluation = shared.evaluate("bmw_x3", {"bmw_apps": True}, on=DAY, differences=True)
    yield from (shared, request, evaluation, evaluation.price, evaluation.price.totals, evaluation.states)
    yield from (evaluation.configuration, evaluation.prepared, evaluation.session, evaluation.session.choices)
    yield from (*evaluation.price.lines, *evaluation.differences.values(), *evaluation.bill)
    yield from (*evaluation.states.features.values(), *evaluation.states.structures.values())
    refused = shared.evaluate("bmw_x3", {"navigation": True, "bmw_apps": False, "premium_package": False}, on=DAY)
    yield from (refused, refused.conflict, *refused.repairs)
    yield from (
        shared.why_not(request, "paint", "jet_black"),
        shared.saved(request),
        shared.price_search(request).prices,
    )
    loaded = shared.catalog("bmw_x3")
    yield from (loaded, loaded.catalog, loaded.compiled, *loaded.books.values())
    yield from (loaded.catalog.root, loaded.catalog.title, *loaded.catalog.groups.values())
    drawn = shared.quote([evaluation.item(quantity=2)])
    yield from (drawn, drawn.quote, drawn.sealed, drawn.stored, *drawn.quote.items, *drawn.contents)
    yield shared.verify(drawn.stored)


def test_every_public_result_has_a_short_repr() -> None:
    long = {type(each).__name__: len(repr(each)) for each in _results(engine()) if len(repr(each)) > LONGEST}
    assert {} == long
