"""Searches by price over HTTP: ranges, best builds, fronts, and what is said of what cannot be searched by."""

from tests.api.service import Service

BMW = "/v1/catalogs/bmw_x3"
DAY = {"on": "2013-06-01"}
COUNT = "count(navigation, bmw_apps, premium_package)"


def test_the_range_of_the_x3_is_that_of_its_published_prices(served: Service) -> None:
    found = served.post(f"{BMW}/range", DAY).json()
    assert ("39745", "57375") == (found["least"]["totals"]["compare"], found["greatest"]["totals"]["compare"])
    assert (True, True, "0") == (found["least"]["proved"], found["greatest"]["proved"], found["slack"])


def test_the_range_follows_the_choices_and_tells_what_every_option_costs_at_least(served: Service) -> None:
    found = served.post(f"{BMW}/range", {**DAY, "choices": {"navigation": True}, "builds": 2}).json()
    assert "41895" == found["least"]["totals"]["compare"]
    assert 2 == len(found["cheapest"])
    least = {
        each["path"]: {option["value"]: option["least"] for option in each["options"]} for each in found["features"]
    }
    assert {False: "39745", True: "41895"} == least["navigation"]


def test_the_best_build_within_a_budget(served: Service) -> None:
    body = {
        **DAY,
        "at_most": 46000,
        "goals": [{"sense": "most", "expression": COUNT}],
        "require": ["paint == 'space_gray'"],
    }
    found = served.post(f"{BMW}/best", body).json()
    assert (["2"], True) == (found["build"]["reached"], found["proved"])
    assert "space_gray" == found["build"]["configuration"]["values"]["paint"]


def test_a_budget_that_is_too_small_names_the_cheapest(served: Service) -> None:
    found = served.post(f"{BMW}/best", {**DAY, "at_most": 100}).json()
    assert (None, "39745") == (found["build"], found["cheapest"]["totals"]["compare"])


def test_the_front_of_price_and_equipment(served: Service) -> None:
    found = served.post(f"{BMW}/front", {**DAY, "goals": [{"sense": "most", "expression": COUNT}]}).json()
    points = [(each["totals"]["compare"], each["reached"]) for each in found["points"]]
    assert [("39745", ["0"]), ("41895", ["1"]), ("42145", ["2"]), ("45595", ["3"])] == points
    assert found["complete"]


def test_everything_that_cannot_be_searched_by_is_told_at_once(served: Service) -> None:
    body = {**DAY, "goals": [{"sense": "most", "expression": "powr"}], "require": ["paint", "navigation"]}
    found = served.post(f"{BMW}/front", body)
    assert 422 == found.status_code
    assert ["#/goals/0/expression", "#/require/0"] == [each["at"] for each in found.json()["errors"]]


def test_a_front_needs_a_goal(served: Service) -> None:
    found = served.post(f"{BMW}/front", {**DAY, "goals": []})
    assert (422, "#/goals") == (found.status_code, found.json()["errors"][0]["at"])


def test_unknown_choices_are_pointed_at(served: Service) -> None:
    for way in ("range", "best"):
        found = served.post(f"{BMW}/{way}", {**DAY, "choices": {"pant": "x"}})
        assert (422, "#/choices/pant") == (found.status_code, found.json()["errors"][0]["at"])


def test_no_time_at_all_is_undecided_and_not_a_no(served: Service) -> None:
    headers = {"Content-Type": "application/json"}
    body = '{"on": "2013-06-01", "seconds": 1e-9}'
    ranged = served.client.post(f"{BMW}/range", content=body, headers=headers)
    assert ranged.status_code == 503 or ranged.json()["undecided"]
    assert 503 == served.client.post(f"{BMW}/best", content=body, headers=headers).status_code
