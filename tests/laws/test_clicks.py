"""Law 11: the difference that an option shows is what clicking it costs, and what it changes besides."""

from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configurator.engine import Engine
from configurator.offering.evaluation import Evaluation, EvaluationOptions, evaluate
from configurator.session.session import Session
from tests.benchmarks.clicks import shipped_catalogs
from tests.examples import share
from tests.laws.clicks import consequence, walked
from tests.laws.measured import market_of

CATALOGS = [folder.name for folder in shipped_catalogs()]
AT_NIGHT = 10_000


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.open()


def _untrue(engine: Engine, catalog: str, options: int, seed: int, of_a_state: int) -> list[object]:
    clicks = islice(walked(engine, catalog, seed, of_a_state=of_a_state), options)
    return [click for click in clicks if not click.is_true]


@pytest.mark.slow
@pytest.mark.parametrize("catalog", CATALOGS)
def test_some_options_of_shipped_catalogs_cost_what_they_show(engine: Engine, catalog: str) -> None:
    assert _untrue(engine, catalog, 12, seed=2, of_a_state=4) == []


@pytest.mark.nightly
@pytest.mark.parametrize("catalog", CATALOGS)
def test_ten_thousand_options_of_shipped_catalogs_cost_what_they_show(engine: Engine, catalog: str) -> None:
    assert _untrue(engine, catalog, -(-AT_NIGHT // len(CATALOGS)), seed=1, of_a_state=25) == []


@pytest.mark.slow
@settings(max_examples=share(15), suppress_health_check=list(HealthCheck))
@given(st.integers(0, 100_000), st.booleans(), st.data())
def test_options_of_random_catalogs_cost_what_they_show(seed: int, cheapest: bool, data: st.DataObject) -> None:
    prices = market_of(seed)
    wanted = EvaluationOptions(objective=prices.objective if cheapest else None)
    session = prices.session()
    for _ in range(data.draw(st.integers(0, 3))):
        offered = sorted(evaluate(session, prices.prepared, wanted).differences, key=str)
        chosen = session.choose(*data.draw(st.sampled_from(offered))) if offered else session
        session = chosen if isinstance(chosen, Session) else session
    before = evaluate(session, prices.prepared, wanted)
    if before.configuration is None:
        return
    clicks = data.draw(st.lists(st.sampled_from(sorted(before.differences, key=str)), max_size=8, unique=True))
    for path, value in clicks:
        shown = before.differences[path, value]
        assert consequence(before, _after(session, before, path, value, wanted), path) == shown


def _after(session: Session, before: Evaluation, path: str, value: object, wanted: EvaluationOptions) -> Evaluation:
    chosen = session.choose(path, value)  # type: ignore[arg-type]
    assert isinstance(chosen, Session)
    return evaluate(chosen, before.prepared, EvaluationOptions(differences=False, objective=wanted.objective))
