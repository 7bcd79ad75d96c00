"""What is said twice about working on the project is the same: the checks of `make check` and those of CI."""

import re
import tomllib

from tests.architecture.modules import ROOT


def _recipe(target: str) -> list[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert found is not None
    return found[1].replace("\t", "").splitlines()


def test_make_check_checks_what_ci_checks() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    *checks, tests = _recipe("check")
    assert [] == [check for check in checks if f"\n{check}\n" not in script]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f" && .venv/bin/{tests}\n```" in readme
    assert "readme_command test" in script


def test_the_workflow_runs_the_script_that_any_machine_can_run() -> None:
    workflow = (ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")
    assert ["bash .ci/run"] == re.findall(r"- run: (.*)", workflow)


def test_what_contributors_are_told_to_run_is_there() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set() == set(re.findall(r"\bmake (\w+)", page)) - targets
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    markers = [marker.partition(":")[0] for marker in project["tool"]["pytest"]["ini_options"]["markers"]]
    assert markers == sorted(set(re.findall(r"`@pytest\.mark\.(\w+)`", page)))
