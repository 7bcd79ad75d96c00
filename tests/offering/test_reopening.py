"""What became of saved choices, as JSON."""

from datetime import date

from configurator.engine import Ask, Engine
from configurator.offering.reopening import reopened_data
from configurator.session.choices import Choices

DAY = date(2013, 6, 1)


def test_what_is_lost_and_what_clashes_are_both_told() -> None:
    saved = Choices({"trim": "fineline_siena", "premium_package": False, "pant": "red"})
    found = Engine.open().reopen(Ask("bmw_x3", DAY, saved, seconds=None), digest="another")
    told = reopened_data(found.found, found.repairs)
    assert (False, False) == (told["same_catalog"], told["holds"])
    assert [{"path": "pant", "value": "red", "kind": "unknown-path"}] == [
        {name: loss[name] for name in ("path", "value", "kind")}  # type: ignore[index,call-overload]
        for loss in told["lost"]  # type: ignore[union-attr]
    ]
    assert told["conflicts"] and told["repairs"] and "pant" not in str(told["choices"])
