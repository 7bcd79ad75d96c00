"""Law 7: the same choices, day and book have the same price on every way in, to the last byte of canonical JSON."""

import json
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configurator import canonical_json
from configurator.catalog.feature_values import wire_value
from configurator.catalog.model import BooleanDomain, Enumeration, Feature
from configurator.configuration import FeatureValue
from configurator.engine import EvaluationRequest, OrderItemRequest
from configurator.money import formatted
from configurator.pricing.json_form import to_json
from configurator.session.choices import Choices
from configurator.session.session import Session
from tests.api.service import NOW, Service, engine, service
from tests.cli.running import run
from tests.examples import share

DAYS = {"aeron": date(2026, 3, 1), "bmw_x3": date(2013, 6, 1), "modular_server": date(2026, 3, 1)}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service(tmp_path_factory.mktemp("prices")) as found:
        yield found


@st.composite
def requests(draw: st.DrawFn) -> EvaluationRequest:
    """Draw choices of a shipped catalog that go together."""
    catalog = draw(st.sampled_from(sorted(DAYS)))
    session = engine().session(catalog)
    options = {
        named.address: _values(named.target)
        for named in session.assignment.naming.by_address.values()
        if isinstance(named.target, Feature) and "[" not in named.address and _values(named.target)
    }
    for path in draw(st.lists(st.sampled_from(sorted(options)), max_size=4, unique=True)):
        answer = session.choose(path, draw(st.sampled_from(options[path])), repairs=0)
        session = answer if isinstance(answer, Session) else session
    return EvaluationRequest(catalog, DAYS[catalog], session.choices, differences=False)


def _values(feature: Feature) -> list[FeatureValue]:
    match feature.domain:
        case Enumeration(options):
            return list(options)
        case BooleanDomain():
            return [False, True]
        case domain:
            return [int(domain.low), int(domain.high)] if domain.integral else []


@settings(max_examples=share(12), suppress_health_check=list(HealthCheck))
@given(requests())
def test_every_way_in_has_the_same_price(served: Service, request: EvaluationRequest) -> None:
    priced = engine().evaluation(request).priced
    assert priced is not None
    expected = canonical_json.dumps(to_json(priced))
    assert expected == _by_command(request)
    assert expected == _by_api(served, request)
    assert expected == _in_a_quote(request)
    assert formatted(priced.totals.one_time, "en") == _on_the_page(served, request)


def _by_command(request: EvaluationRequest) -> str:
    choices = [each for path, value in request.choices.values.items() for each in ("--set", f"{path}={_text(value)}")]
    return run("price", request.catalog, "--on", str(request.on), *choices, "--json").stdout.strip()


def _by_api(served: Service, request: EvaluationRequest) -> str:
    choices = {path: wire_value(value) for path, value in request.choices.values.items()}
    found = served.post(f"/v1/catalogs/{request.catalog}/evaluate", {"choices": choices, "on": str(request.on)})
    return canonical_json.dumps(json.loads(found.text)["price"])


def _in_a_quote(request: EvaluationRequest) -> str:
    drawn = engine().quote([OrderItemRequest("1", 1, request)], id="q", seller="acme", created=NOW, on=request.on)
    return canonical_json.dumps(json.loads(drawn.sealed.body)["items"][0]["priced"])


def _on_the_page(served: Service, request: EvaluationRequest) -> str | None:
    chosen = [("c", f"{path}:{_text(value)}") for path, value in request.choices.values.items()]
    page = served.client.get(f"/shop/{request.catalog}?{urlencode([*chosen, ('on', str(request.on))])}").text
    found = re.search(r"data-total>([^<]*?)\s*<", page)
    return found.group(1) if found else None


def _text(value: FeatureValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_the_price_of_no_choices_is_compared_too(served: Service) -> None:
    request = EvaluationRequest("aeron", DAYS["aeron"], Choices(), differences=False)
    assert _by_command(request) == _by_api(served, request)
