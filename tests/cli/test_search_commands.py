"""The commands that search by price, over the shipped catalogs and a shop of lamps."""

import json
from pathlib import Path

import pytest

from configurator.offering import listed_prices, price_search_cache
from tests.cli.running import run
from tests.offering.rough import rough_objective
from tests.offering.shop import written

CAR = ("bmw_x3", "--on", "2013-06-01")


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    catalogs, books = written(tmp_path_factory.mktemp("lamps"))
    return ("--catalogs", str(catalogs), "--books", str(books))


def test_the_range_of_the_x3_is_that_of_its_published_prices() -> None:
    assert "from $39,745.00\nto   $57,375.00\n" == run("range", *CAR).stdout
    assert "from $41,895.00\n" in run("range", *CAR, "--set", "navigation=true").stdout


def test_the_range_tells_the_least_total_with_every_option(lamps: tuple[str, ...]) -> None:
    lines = run(*lamps, "range", "lamps", "--on", "2026-03-01", "--options").stdout.splitlines()
    assert ["Shade  (shade)"] == [line for line in lines if "(shade)" in line]
    steel = next(line for line in lines if "steel" in line)
    assert "€39.50" == steel.split()[-1]


def test_the_range_as_json_names_products_and_slack(lamps: tuple[str, ...]) -> None:
    told = json.loads(
        run(*lamps, "range", "lamps", "--on", "2026-03-01", "--builds", "2", "--options", "--json").stdout
    )
    assert ("19.5", True, 2) == (told["least"]["totals"]["compare"], told["least"]["proved"], len(told["cheapest"]))
    shade = next(each for each in told["features"] if each["path"] == "shade")
    assert ["paper", "glass", "steel"] == [option["value"] for option in shade["options"]]
    assert ["19.5", "98.5", "39.5"] == [option["least"] for option in shade["options"]]


def test_choices_that_clash_are_counted_as_far_as_they_go(lamps: tuple[str, ...]) -> None:
    clash = ("--set", "shade=glass", "--set", "dimmer=false")
    done = run(*lamps, "range", "lamps", "--on", "2026-03-01", *clash)
    assert "the choices clash; this counts the first ones, as far as they go together" in done.stdout + done.stderr


def test_the_best_lamp_within_a_budget_has_the_most_light(lamps: tuple[str, ...]) -> None:
    done = run(*lamps, "best", "lamps", "--on", "2026-03-01", "--at-most", "25", "--most", "bulbs")
    assert (0, ["€24.00", "most bulbs: 2"]) == (done.returncode, done.stdout.splitlines()[:2])


def test_where_nothing_costs_so_little_the_cheapest_is_named(lamps: tuple[str, ...]) -> None:
    done = run(*lamps, "best", "lamps", "--on", "2026-03-01", "--at-most", "5", "--most", "bulbs")
    assert (1, "nothing costs so little; the cheapest that is possible costs €19.50\n") == (
        done.returncode,
        done.stdout,
    )


def test_conditions_that_nothing_meets_are_told_so(lamps: tuple[str, ...]) -> None:
    done = run(*lamps, "best", "lamps", "--on", "2026-03-01", "--require", "shade == 'steel' and bulbs > 2")
    assert (1, "no product meets these conditions\n") == (done.returncode, done.stdout)


def test_the_front_goes_from_the_cheapest_to_the_best(lamps: tuple[str, ...]) -> None:
    done = run(*lamps, "front", "lamps", "--on", "2026-03-01", "--most", "bulbs")
    prices = [line.split(". ")[1] for line in done.stdout.splitlines() if line[:3].strip().isdigit()]
    assert ["€19.50; 1", "€24.00; 2", "€28.50; 3", "€33.00; 4"] == prices


@pytest.mark.parametrize("goals", [(), ("--most", "bulbs", "--least", "bulbs", "--most", "count(dimmer)")])
def test_a_front_has_one_goal_or_two_beside_the_price(lamps: tuple[str, ...], goals: tuple[str, ...]) -> None:
    done = run(*lamps, "front", "lamps", *goals)
    assert 2 == done.returncode
    assert "expected one or two" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--most", "bulb"), "did you mean `bulbs`?"),
        (("--require", "bulbs"), "`bulbs`"),
        (("--at-most", "cheap"), "expected an amount such as 40000 or 1999.90"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_would_do(
    lamps: tuple[str, ...], arguments: tuple[str, ...], said: str
) -> None:
    done = run(*lamps, "best", "lamps", *arguments)
    assert 0 != done.returncode
    assert said in done.stdout + done.stderr


def test_a_saved_file_may_be_searched_from(lamps: tuple[str, ...], tmp_path: Path) -> None:
    file = str(tmp_path / "mine.json")
    run(*lamps, "save", "lamps", file, "--set", "shade=steel", "--on", "2026-03-01")
    assert "from €39.50" in run(*lamps, "range", "lamps", "--from", file).stdout


def test_what_is_only_bounded_says_at_least_and_at_most_and_why(
    lamps: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(price_search_cache, "objective", rough_objective)
    monkeypatch.setattr(listed_prices, "MOST_LISTED", 0)
    monkeypatch.setattr(listed_prices, "MOST_LISTED_AFTER_SEARCH", 0)
    day = ("--on", "2026-03-01")
    ranged = run(*lamps, "range", "lamps", *day, "--options").stdout.splitlines()
    assert "from €19.50  (not proved: there may be cheaper ones, at least -€61.00 over 12 months)" == ranged[0]
    why = "searched by bounds: stages.delivery [lamps_eu.yaml:17:5]: its distances are too many to be listed"
    assert why == ranged[2]
    assert "  glass                                        at least         -€1.50" in ranged
    best = run(*lamps, "best", "lamps", *day, "--at-most", "25", "--most", "bulbs")
    bound = "none is better than most bulbs: 4; at least -€3.00 over 12 months"
    assert (0, ["there may be better ones", bound, why]) == (best.returncode, best.stdout.splitlines()[-3:])
    front = run(*lamps, "front", "lamps", *day, "--most", "bulbs").stdout.splitlines()
    assert "  1. not proved: one as good may cost less, at least -€80.50 over 12 months" in front
    within = run(*lamps, "front", "lamps", *day, "--most", "bulbs", "--at-most", "25").stdout
    assert "no product is sure to meet these conditions\nonly what surely costs so little is listed" in within


def test_what_is_not_ready_in_time_is_undecided(lamps: tuple[str, ...]) -> None:
    done = run(*lamps, "range", "lamps", "--on", "2026-03-01", "--seconds", "0.000001")
    assert 3 == done.returncode
