"""What the server costs: illustrative figures, and the published identity of inactive cores and rights to use them."""

from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from configurator.engine import Engine, EvaluationRequest
from configurator.pricing.price_lines import Priced
from configurator.session.choices import Choices
from tests.pricing.proof import flaws
from tests.shipped import ENGINE


@cache
def engine() -> Engine:
    return ENGINE


def priced(choices: dict[str, int], **parameters: str) -> Priced:
    request = EvaluationRequest(
        "modular_server", date(2026, 6, 1), Choices(dict(choices)), parameters=parameters, differences=False
    )
    found = engine().evaluation(request).priced
    assert found is not None
    return found


def amounts(found: Priced, prefix: str) -> list[Fraction]:
    return [line.exact for line in found.lines if line.id.startswith(prefix)]


@pytest.mark.slow
def test_every_step_of_a_server_with_capacity_on_demand_is_proved() -> None:
    usage = {"temporary.core_minutes": "150000", "metered.busy_cores": "8@20, 14@10"}
    found = priced({"cells": 4, "core_rights": 8}, **usage)
    assert () == flaws(found)
    assert [4950] == amounts(found, "charges.temporary_capacity")
    assert [124] == amounts(found, "charges.pay_per_use")
    assert ["119952.00 EUR", "604.52 EUR"] == [str(total) for total in found.totals.by_cadence.values()]


@pytest.mark.parametrize("rights", [4, 16, 17, 32])
def test_rights_cost_what_their_tiers_say(rights: int) -> None:
    (found,) = amounts(priced({"cells": 4, "core_rights": rights}), "charges.rights")
    assert found == 2400 * min(rights, 16) + 2100 * max(0, rights - 16)


def test_a_core_with_its_right_costs_the_same_whether_bought_at_once_or_later() -> None:
    before, after = (priced({"cells": 4, "core_rights": rights}) for rights in (4, 5))
    (first,), (later,) = (amounts(each, "charges.rights") for each in (before, after))
    assert 2400 == later - first
    assert amounts(before, "charges.inactive_cores") == amounts(after, "charges.inactive_cores")
