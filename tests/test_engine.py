"""The engine joins the rooms: it finds documents, answers the same to everybody, and proves its quotes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest

from configurator.engine import Engine, EvaluationRequest, OrderItemRequest
from configurator.errors import InvalidDocument, InvalidRequest, NotFound, Undecided
from configurator.quoting.quote_model import StoredQuote
from configurator.quoting.verification_report import VerificationOutcome
from configurator.session.choices import Choices
from configurator.shipped import shipped_folder
from tests.clocks import ticking
from tests.offering.shop import written

DAY = date(2026, 1, 1)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine.open(*written(tmp_path_factory.mktemp("lamps")), now=lambda: 0.0)


def _items(**choices: object) -> list[OrderItemRequest]:
    return [OrderItemRequest("1", 2, EvaluationRequest("lamps", DAY, Choices(choices)))]  # type: ignore[arg-type]


def test_the_shipped_catalogs_are_found() -> None:
    assert ("aeron", "bmw_x3", "modular_server", "pc_builder", "power_supply", "window") == Engine.open().catalog_ids()
    assert (shipped_folder("pricing_rules") / "bmw_x3").is_dir()


def test_an_unknown_catalog_or_book_is_not_found_with_a_hint(engine: Engine) -> None:
    with pytest.raises(NotFound, match="did you mean `lamps`"):
        engine.catalog("lamp")
    with pytest.raises(NotFound, match="did you mean `lamps_eu`"):
        engine.book("lamps", "lamps_us")


def test_a_catalog_with_problems_tells_all_of_them(tmp_path: Path) -> None:
    catalogs, books = written(tmp_path)
    path = catalogs / "lamps" / "catalog.yaml"
    path.write_text(path.read_text().replace("default: paper", "default: wood").replace("bulbs <= 2", "bulbz <= 2"))
    with pytest.raises(InvalidDocument) as caught:
        Engine.open(catalogs, books).catalog("lamps")
    assert 2 == len(caught.value.problems)


def test_a_quote_is_proved_from_its_own_bytes(engine: Engine) -> None:
    drawn = engine.quote(_items(shade="glass"), id="q1", seller="s", created=NOW, on=DAY)
    contents = {content.digest: content for content in drawn.contents}
    report = engine.verify(StoredQuote("q1", drawn.sealed.body, drawn.sealed.digest, contents))
    assert VerificationOutcome.PASSED is report.outcome, str(report)


def test_a_quote_whose_price_was_altered_is_found_out(engine: Engine) -> None:
    drawn = engine.quote(_items(shade="glass"), id="q1", seller="s", created=NOW, on=DAY)
    contents = {content.digest: content for content in drawn.contents}
    body = drawn.sealed.body.replace('"74.50"', '"7.45"')
    assert body != drawn.sealed.body
    report = engine.verify(StoredQuote("q1", body, drawn.sealed.digest, contents))
    assert VerificationOutcome.FAILED is report.outcome


def test_equal_requests_give_equal_quotes(engine: Engine) -> None:
    first, second = (engine.quote(_items(bulbs=3), id="q", seller="s", created=NOW, on=DAY) for _ in range(2))
    assert first.sealed == second.sealed


def test_a_quote_that_is_not_drawn_up_in_time_is_undecided_and_not_invalid(engine: Engine) -> None:
    item = OrderItemRequest("1", 1, EvaluationRequest("lamps", DAY, Choices({"bulbs": 2}), seconds=0.0))
    with pytest.raises(Undecided):
        engine.quote([item], seconds=10.0)


def test_conflicting_choices_cannot_be_quoted(engine: Engine) -> None:
    with pytest.raises(InvalidRequest, match="conflict"):
        engine.quote(_items(shade="steel", bulbs=4), id="q", seller="s", created=NOW, on=DAY)


def test_a_blocked_value_is_explained_and_repaired(engine: Engine) -> None:
    answer = engine.why_not(EvaluationRequest("lamps", DAY, Choices({"shade": "steel"})), "bulbs", 4)
    assert answer.explanation is not None
    assert ("steel_is_small",) == answer.explanation.constraints
    assert [("shade",)] == [tuple(change.path for change in each.repair.changes) for each in answer.repairs]


def test_an_implied_value_is_explained(engine: Engine) -> None:
    answer = engine.why(EvaluationRequest("lamps", DAY, Choices({"shade": "glass"})), "dimmer")
    assert answer.explanation is not None
    assert ("glass_needs_dimmer",) == answer.explanation.constraints


def test_choices_are_saved_with_the_product_and_hold_when_reopened(engine: Engine) -> None:
    saved = engine.saved(EvaluationRequest("lamps", DAY, Choices({"shade": "glass"}), parameters={}), on=DAY)
    assert (engine.catalog("lamps").catalog.digest, DAY) == (saved.catalog_digest, saved.on)
    assert saved.configuration is not None
    request = EvaluationRequest("lamps", DAY, Choices(saved.choices, saved.instances))
    reopened = engine.reopen(request, digest=saved.catalog_digest, saved=saved.configuration)
    assert (True, True, ()) == (reopened.found.holds, reopened.found.same_catalog, reopened.found.changed)


def test_choices_that_clash_are_saved_too(engine: Engine) -> None:
    saved = engine.saved(EvaluationRequest("lamps", DAY, Choices({"shade": "steel", "bulbs": 4})))
    request = EvaluationRequest("lamps", DAY, Choices(saved.choices))
    reopened = engine.reopen(request, digest="another")
    assert (False, False) == (reopened.found.holds, reopened.found.same_catalog)
    assert [1, 1] == [len(ranked.repair.changes) for ranked in reopened.repairs]


def test_choices_are_saved_without_a_product_where_time_ran_out(tmp_path: Path) -> None:
    ticks = iter(range(1_000_000))
    late = Engine.open(*written(tmp_path), now=lambda: float(next(ticks)))
    with pytest.raises(Undecided):
        late.saved(EvaluationRequest("lamps", DAY, Choices({"shade": "glass"}), seconds=0.0))


# ── days ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _in_winter(folder: Path) -> Engine:
    """An engine over lamps that are sold in one winter only, by a book of Berlin."""
    catalogs, books = written(folder)
    path = catalogs / "lamps" / "catalog.yaml"
    path.write_text(path.read_text().replace("title:", "effective: {from: 2025-11-01, until: 2026-03-01}\ntitle:", 1))
    return Engine.open(catalogs, books)


@pytest.mark.parametrize("day", [date(2025, 11, 1), date(2026, 2, 28)])
def test_a_catalog_is_in_force_from_its_first_day_to_the_day_before_its_end(tmp_path: Path, day: date) -> None:
    assert day == _in_winter(tmp_path).day(EvaluationRequest("lamps", day))


@pytest.mark.parametrize("day", [date(2025, 10, 31), date(2026, 3, 1)])
@pytest.mark.parametrize("priced", [True, False])
def test_nothing_is_evaluated_or_quoted_on_a_day_without_a_catalog(tmp_path: Path, day: date, priced: bool) -> None:
    engine = _in_winter(tmp_path)
    said = f"catalog lamps is not in force on {day}; it is from 2025-11-01 until 2026-03-01"
    with pytest.raises(InvalidRequest, match=said) as caught:
        engine.evaluation(EvaluationRequest("lamps", day, priced=priced))
    assert "on" == caught.value.field
    with pytest.raises(InvalidRequest, match=said):
        engine.quote(
            [OrderItemRequest("1", 1, EvaluationRequest("lamps", day))], id="q1", seller="s", created=NOW, on=day
        )


def test_a_moment_is_the_day_that_it_is_where_the_book_counts_its_days(engine: Engine) -> None:
    late = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    assert date(2026, 1, 1) == engine.day(EvaluationRequest("lamps", late))
    assert date(2025, 12, 31) == engine.day(EvaluationRequest("lamps", late, priced=False))
    found = engine.evaluation(EvaluationRequest("lamps", late)).prepared
    assert found is not None
    assert date(2026, 1, 1) == found.on


def test_all_items_of_a_quote_are_priced_on_its_one_day(engine: Engine) -> None:
    late = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    asked = [OrderItemRequest(id, 1, EvaluationRequest("lamps", date(2020, 1, 1))) for id in ("1", "2")]
    quote = engine.quote(asked, id="q1", seller="s", created=NOW, on=late).sealed.quote
    assert (date(2026, 1, 1), {"2026-01-01"}) == (quote.on, {str(item.priced["on"]) for item in quote.items})


def test_what_was_answered_lately_is_known_and_nothing_is_worked_out_for_it(tmp_path: Path) -> None:
    engine, request = Engine.open(*written(tmp_path)), EvaluationRequest("lamps", DAY, Choices({"shade": "steel"}))
    assert [None, None] == [engine.known(replace(request, catalog=id)) for id in ("lamp", "lamps")]
    assert not engine.is_ready("lamps")
    found = engine.evaluation(request)
    assert engine.is_ready("lamps")
    assert found is engine.known(replace(request, seconds=0.001))
    assert [None, None] == [
        engine.known(replace(request, **other)) for other in ({"on": date(1, 1, 1)}, {"priced": False})
    ]


LONG = """
format: 1
catalog: switches
title: Switches
features:
{features}
constraints:
  balanced: {{require: {sum} == 12, because: Half of the switches are on.}}
"""


def test_a_budget_of_seconds_ends_a_long_search(tmp_path: Path) -> None:
    (tmp_path / "switches").mkdir()
    names = [f"s{number}" for number in range(24)]
    features = "\n".join(f"  {name}: {{title: {name}, type: boolean, default: false}}" for name in names)
    text = LONG.format(features=features, sum=" + ".join(f"(1 if {name} else 0)" for name in names))
    (tmp_path / "switches" / "catalog.yaml").write_text(text.strip() + "\n", encoding="utf-8")
    engine = Engine.open(tmp_path, tmp_path / "books", engine="brute_force", now=ticking(0.0005))
    engine.catalog("switches")
    assert engine.evaluation(EvaluationRequest("switches", DAY, seconds=1.0)).undecided


def test_a_question_that_takes_too_much_memory_is_undecided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine.open(*written(tmp_path), memory=1_000_000_000)
    engine.catalog("lamps")
    held = count(start=0, step=2_000_000_000)
    monkeypatch.setattr("configurator.budget.recent_resident_bytes", lambda: next(held))
    with pytest.raises(Undecided, match="memory ran out"):
        engine.evaluation(EvaluationRequest("lamps", DAY, Choices({})))


def test_a_catalog_that_takes_too_much_memory_to_load_is_undecided(tmp_path: Path) -> None:
    engine = Engine.open(*written(tmp_path), memory=-1)
    with pytest.raises(Undecided, match="memory ran out"):
        engine.catalog("lamps")


def test_a_closed_engine_ends_every_question(tmp_path: Path) -> None:
    engine = Engine.open(*written(tmp_path))
    engine.catalog("lamps")
    engine.close()
    with pytest.raises(Undecided, match="patience ran out"):
        engine.evaluation(EvaluationRequest("lamps", DAY, Choices({})))
