"""What the command writes about states, prices and repairs."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from configurator.cli.output import (
    clash_lines,
    difference_text,
    repair_lines,
    signed,
    states_lines,
    summary_lines,
    total_text,
)
from configurator.engine import Engine, EvaluationRequest
from configurator.money import Money
from configurator.offering.price_differences import AllConflicts
from configurator.pricing.cadence import Cadence
from configurator.pricing.price_lines import TotalDifference
from configurator.session.choices import Choices
from tests.offering.shop import written


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine.open(*written(tmp_path_factory.mktemp("lamps")), now=lambda: 0.0)


def _request(values: Mapping[str, str | int | bool]) -> EvaluationRequest:
    return EvaluationRequest("lamps", date(2026, 1, 1), Choices(values), seconds=None)


def _euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


@pytest.mark.parametrize(("amount", "shown"), [("5.00", "+€5.00"), ("-5.00", "−€5.00"), ("0.00", "±0")])
def test_a_difference_has_its_sign(amount: str, shown: str) -> None:
    assert shown == signed(_euros(amount), "en")


def test_a_difference_names_the_period_of_what_recurs() -> None:
    found = TotalDifference({Cadence.ONE_TIME: _euros("0.00"), Cadence.MONTHLY: _euros("-2.00")}, Fraction(-24))
    assert "±0, −€2.00 monthly" == difference_text(found, "en")
    assert "" == difference_text(None, "en")


def test_a_total_is_written_as_people_read_it(lamps: Engine) -> None:
    priced = lamps.evaluation(_request({"dimmer": True})).priced
    assert priced is not None
    assert ("€44.50, €2.00 monthly", "44,50\u00a0€, 2,00\u00a0€ monatlich") == (
        total_text(priced, "en"),
        total_text(priced, "de"),
    )


def test_options_have_their_id_their_title_their_state_and_their_price(lamps: Engine) -> None:
    lines = list(states_lines(lamps.evaluation(_request({"dimmer": True})), "en"))
    assert "Shade  (shade) = paper" == lines[0]
    assert ["○", "glass", "(Glass)", "available", "+€30.00"] == lines[2].split()
    assert ["●", "true", "selected", "±0"] == lines[lines.index("Dimmer  (dimmer) = true") + 2].split()


def test_numbers_have_the_prices_of_the_next_lower_and_the_next_higher(lamps: Engine) -> None:
    lines = list(states_lines(lamps.evaluation(_request({})), "en", below="bulbs"))
    assert ["Bulbs (bulbs) = 1", "○ 1 .. 4 available 2: +€4.50"] == [" ".join(line.split()) for line in lines]


def test_a_step_and_a_unit_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "catalogs" / "cables"
    folder.mkdir(parents=True)
    text = "format: 1\ncatalog: cables\ntitle: Cables\nfeatures:\n  length: {title: Length, type: number, RANGE}\n"
    (folder / "catalog.yaml").write_text(text.replace("RANGE", "range: 0.5 m .. 2 m, step: 0.5 m"))
    engine = Engine.open(tmp_path / "catalogs", tmp_path)
    lines = list(states_lines(engine.evaluation(EvaluationRequest("cables", date(2026, 1, 1), seconds=None)), "en"))
    assert "0.5 .. 2 m in steps of 0.5" in lines[1]


def test_repairs_are_numbered_and_speak_the_language(lamps: Engine) -> None:
    repairs = lamps.why_not(_request({"shade": "steel"}), "bulbs", 4).repairs
    assert ["  1. possible if you change Shade: Steel → Paper"] == [
        line.partition("  (")[0] for line in repair_lines(repairs, "en")
    ]
    assert next(repair_lines(repairs, "de-DE")).startswith("  1. möglich mit der Änderung Shade")


def test_whether_more_time_or_more_numbers_would_tell_more_is_said() -> None:
    assert ["no more than 0 were looked for"] == list(clash_lines(AllConflicts((), (), False, True), "en"))
    assert ["there may be more; allow more --seconds"] == list(clash_lines(AllConflicts((), (), False), "en"))


def test_states_and_totals_are_written_in_the_language_of_the_locale(lamps: Engine) -> None:
    evaluation = lamps.evaluation(_request({"dimmer": True}))
    assert "gewählt" in next(line for line in states_lines(evaluation, "de") if "● true" in line)
    assert "Summe 44,50\u00a0€, 2,00\u00a0€ monatlich" in list(summary_lines(evaluation, "de"))
    assert ["gesucht wurden höchstens 0"] == list(clash_lines(AllConflicts((), (), False, True), "de"))
