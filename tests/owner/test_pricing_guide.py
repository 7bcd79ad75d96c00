"""The files of the pricing guide, in the folders it names, pass `configurator check` with all their scenarios."""

import re
from pathlib import Path

from configurator.owner.full_check import check
from tests.pricing.pricing_pages import GUIDE

BLOCKS: list[tuple[str, str]] = re.findall(
    r"^```(yaml|scenarios)\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)


def test_the_files_of_the_guide_pass_the_check(tmp_path: Path) -> None:
    for kind, text in BLOCKS:
        path = tmp_path / _path(kind, text)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if kind == "yaml" else f"format: 1\nscenarios:\n{text}", encoding="utf-8")
    report = check(tmp_path / "catalogs", tmp_path / "pricing_rules")
    assert () == report.workspace.problems
    assert 5 == len(report.all_results)
    assert [] == [result for result in report.all_results if not result.passed]


def _path(kind: str, text: str) -> str:
    key, _, name = text.splitlines()[1].partition(": ")
    match key:
        case "catalog":
            return f"catalogs/{name}/catalog.yaml"
        case "book":
            return f"pricing_rules/desk_lamp/{name}.yaml"
        case "offer":
            return f"pricing_rules/{name}/contracts.yaml"
        case _:
            return f"pricing_rules/{'desk_lamp' if kind == 'yaml' else 'small_server'}/scenarios.yaml"
