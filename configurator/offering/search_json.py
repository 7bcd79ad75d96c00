"""Results of price searches as plain JSON, shared by the API and the command."""

from collections.abc import Sequence
from fractions import Fraction

from configurator.canonical_json import exact_text
from configurator.catalog.feature_values import wire_value
from configurator.catalog.model import Enumeration, Feature
from configurator.catalog.product_code import encode
from configurator.configuration import FeatureValue
from configurator.offering.best_build import Aim, BestBuild, BestBuildBound, PricedBuild
from configurator.offering.evaluation_json import configuration_data
from configurator.offering.goals import Goal
from configurator.offering.pareto_front import ParetoFront
from configurator.offering.price_range import LeastTotals, PriceOverview, PriceRangeEnd
from configurator.offering.price_search import PriceBasis
from configurator.offering.search_responses import (
    BestBuildResponse,
    BuildBoundResponse,
    GoalResponse,
    ParetoFrontResponse,
    PricedBuildResponse,
    PricedFeatureResponse,
    PriceOverviewResponse,
    PriceRangeEndResponse,
    PriceSearchResponse,
)
from configurator.pricing.json_form import totals_to_json
from configurator.response_types import Number
from configurator.session.naming import CatalogMember


def span_data(span: PriceOverview, locale: str = "en") -> PriceOverviewResponse:
    """Return a span as JSON; texts in the locale, amounts exact."""
    least, greatest = (None, None) if span.ends is None else span.ends.both
    return {
        **_prices_data(span.basis, locale),
        "consistent": span.session.consistent,
        "set_aside": [path for path in span.session.choices if path not in span.session.standing.values],
        "possible": span.ends is not None,
        "at_least": None if span.ends is None else exact_text(span.ends.at_least),
        "at_most": None if span.ends is None else exact_text(span.ends.at_most),
        "least": None if least is None else _extreme(span.basis, least),
        "greatest": None if greatest is None else _extreme(span.basis, greatest),
        "cheapest": [] if span.cheapest is None else _builds(span.basis, span.cheapest.builds),
        "beyond": None if span.cheapest is None else _amount(span.cheapest.beyond),
        "features": [] if span.least is None else _features(span, span.least, locale),
        "undecided": span.undecided,
    }


def best_data(basis: PriceBasis, aim: Aim, best_build: BestBuild, locale: str = "en") -> BestBuildResponse:
    """Return a best build as JSON."""
    return {
        **_prices_data(basis, locale),
        "goals": _goals(aim.goals),
        "at_most": None if aim.at_most is None else exact_text(aim.at_most),
        "require": [condition.text for condition in aim.conditions],
        "build": None if best_build.build is None else _build(basis, best_build.build),
        "cheapest": None if best_build.cheapest is None else _build(basis, best_build.cheapest),
        "proved": best_build.proved,
        "undecided": not best_build.decided,
        "limit": None if best_build.limit is None else _limit(best_build.limit),
    }


def front_data(basis: PriceBasis, aim: Aim, pareto_front: ParetoFront, locale: str = "en") -> ParetoFrontResponse:
    """Return a front as JSON."""
    return {
        **_prices_data(basis, locale),
        "goals": _goals(aim.goals),
        "at_most": None if aim.at_most is None else exact_text(aim.at_most),
        "require": [condition.text for condition in aim.conditions],
        "points": [{**_build(basis, point), "slack": exact_text(point.slack)} for point in pareto_front.points],
        "complete": pareto_front.complete,
    }


def _prices_data(basis: PriceBasis, locale: str) -> PriceSearchResponse:
    book, catalog = basis.prepared.book, basis.prepared.catalog
    return {
        "catalog": {"id": catalog.id, "digest": catalog.digest, "title": catalog.title.in_locale(locale)},
        "book": {
            "id": book.id,
            "digest": book.digest,
            "title": book.title.in_locale(locale),
            "currency": book.currency,
            "illustrative": book.illustrative,
        },
        "on": basis.prepared.on.isoformat(),
        "currency": book.currency,
        "compare_over_months": book.compare_over,
        "slack": exact_text(basis.slack),
        "relaxed": [{"rule": each.rule, "place": str(each.location), "reason": each.reason} for each in basis.relaxed],
    }


def _goals(goals: Sequence[Goal]) -> list[GoalResponse]:
    return [{"sense": goal.sense.value, "expression": goal.text, "unit": goal.unit.name} for goal in goals]


def _extreme(basis: PriceBasis, price_range_end: PriceRangeEnd) -> PriceRangeEndResponse:
    build = _build(basis, PricedBuild(price_range_end.configuration, price_range_end.priced, ()))
    return {
        **build,
        "proved": price_range_end.proved,
        "bound": exact_text(price_range_end.bound),
        "slack": exact_text(price_range_end.slack),
    }


def _limit(best_build_bound: BestBuildBound) -> BuildBoundResponse:
    return {
        "reached": [exact_text(value) for value in best_build_bound.reached],
        "compare": _amount(best_build_bound.compare),
    }


def _amount(value: Fraction | None) -> Number | None:
    return None if value is None else exact_text(value)


def _builds(basis: PriceBasis, builds: Sequence[PricedBuild]) -> list[PricedBuildResponse]:
    return [_build(basis, build) for build in builds]


def _build(basis: PriceBasis, build: PricedBuild) -> PricedBuildResponse:
    catalog = basis.prepared.catalog
    return {
        "totals": totals_to_json(build.priced.totals),
        "reached": [exact_text(value) for value in build.reached],
        "configuration": configuration_data(build.configuration),
        "code": encode(catalog, build.configuration) if catalog.product_code else None,
        "at_least": _amount(build.at_least),
    }


def _features(span: PriceOverview, least: LeastTotals, locale: str) -> list[PricedFeatureResponse]:
    """Return everything that has least totals, in catalog order."""
    naming = span.session.standing_assignment.naming.by_address
    result: dict[str, list[FeatureValue]] = {}
    for path, value in (*least.by_value, *least.undecided):
        result.setdefault(path, []).append(value)
    return [_feature(named, result[path], least, locale) for path, named in naming.items() if path in result]


def _feature(
    named: CatalogMember, values: Sequence[FeatureValue], least: LeastTotals, locale: str
) -> PricedFeatureResponse:
    """Return the options of one feature, in its order, with the least total of each."""
    results = [(value, least.by_value.get((named.address, value))) for value in values]
    if isinstance(named.target, Feature) and isinstance(named.target.domain, Enumeration):
        order = list(named.target.domain.options)
        results.sort(key=lambda each: order.index(str(each[0])))
    else:
        results.sort(key=lambda each: Fraction(each[0]))
    return {
        "path": named.address,
        "title": named.target.title.in_locale(locale),
        "options": [{"value": wire_value(value), "least": _amount(total)} for value, total in results],
    }
