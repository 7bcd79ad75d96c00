"""Of catalogs of many like parts, every difference is what the click costs, and what it changes besides."""

from random import Random

import pytest

from configurator.configuration import FeatureValue
from configurator.offering.price_differences import ClickDifference, differences
from configurator.pricing.price import price_prepared, run
from configurator.session.choices import NO_CHOICES
from configurator.session.conflicts import Refusal
from configurator.session.session import Session
from configurator.session.states import OptionState
from configurator.solving.engines import engine_named
from tests.laws.parts import parts_catalog


def walked(seed: int, opened: Session) -> Session:
    """Return a session after a few random clicks."""
    random = Random(seed)
    for _ in range(random.randint(0, 4)):
        options = [
            (path, value)
            for path, state in sorted(opened.states().features.items())
            for value, own in state.options.items()
            if own is OptionState.AVAILABLE
        ]
        chosen = opened.choose(*random.choice(options))
        opened = opened if isinstance(chosen, Refusal) else chosen
    return opened


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_a_difference_is_what_the_click_costs(seed: int) -> None:
    compiled, prepared = parts_catalog(seed)
    opened = walked(seed, Session.open(compiled, engine_named("kinds").load(compiled.program), NO_CHOICES))
    completed = opened.complete()
    if completed is None:
        return
    running = run(completed, prepared)
    found = differences(opened, opened.states(), running)
    assert found
    for (path, value), shown in found.items():
        assert _clicked(opened, path, value, seed) == shown


def _clicked(opened: Session, path: str, value: FeatureValue, seed: int) -> ClickDifference:
    """Return the difference as it is after choosing, completing and pricing."""
    _, prepared = parts_catalog(seed)
    chosen, before = opened.choose(path, value), opened.complete()
    assert isinstance(chosen, Session)
    after = chosen.complete()
    assert before is not None
    assert after is not None
    total = price_prepared(after, prepared).totals.less(price_prepared(before, prepared).totals)
    now, then = before.values, after.values
    also = tuple(each for each in {**now, **then} if each != path and now.get(each) != then.get(each))
    return ClickDifference(total.by_cadence, total.compare, also)
