"""The command profile, as text and as data."""

import json

from tests.cli.running import run


def test_a_profile_reads_as_text() -> None:
    done = run("profile", "bmw_x3")
    assert 0 == done.returncode
    assert done.stdout.startswith("bmw_x3\n  30 features, 0 structures, 23 constraints, 0 rows of tables\n")
    assert "compiles to" in done.stdout
    assert "Heaviest constraints\n  driver_assistance_needs " in done.stdout
    assert done.stdout.endswith("What to change\n  nothing stands out\n")


def test_a_profile_is_data_too() -> None:
    found = json.loads(run("profile", "bmw_x3", "--json").stdout)
    assert {"advice", "catalog", "compiled", "heaviest", "parts", "size"} == set(found)
    assert (30, 6) == (found["size"]["features"], found["size"]["parts"])
    assert "catalog.yaml:180:3" == found["heaviest"][0]["place"]


def test_a_catalog_that_is_nowhere_has_no_profile() -> None:
    assert 1 == run("profile", "nowhere").returncode
