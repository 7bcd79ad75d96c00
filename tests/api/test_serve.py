"""What an operator may set, and what is done before somebody asks."""

from pathlib import Path

from configurator_api.serve import settings_from, warm_up

from configurator.engine import Engine
from configurator.shipped import shipped_folder


def test_the_environment_overrides_the_defaults() -> None:
    found = settings_from({"CONFIGURATOR_MOST_BYTES": "5", "CONFIGURATOR_WRITE_RATE": "1/day"})
    assert (5, "1/day", "600/minute") == (found.most_bytes, found.write_rate, found.evaluate_rate)


def test_a_catalog_that_cannot_be_used_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "catalog.yaml").write_text("format: 9\n", encoding="utf-8")
    (tmp_path / "aeron").symlink_to(shipped_folder("catalogs") / "aeron")
    engine = Engine.open(tmp_path, tmp_path / "books")
    warm_up(engine)
    assert "aeron" == engine.catalog("aeron").catalog.id
