"""What is installed is known: the lock, its forms for pip, and nothing of the machine that wrote them."""

import re
import tomllib

import pytest

from tests.architecture.modules import ROOT

FORMS = ("run", "test", "constraints")
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^;\\\s]+)", re.MULTILINE)


def _locked() -> dict[tuple[str, str], set[str]]:
    """Return the hashes of every release in the lock."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    files = {}
    for package in lock["package"]:
        if "registry" in package["source"]:
            assert {"registry": "https://pypi.org/simple"} == package["source"]
            of_package = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
            assert all(file["url"].startswith("https://files.pythonhosted.org/") for file in of_package)
            files[(package["name"], package["version"])] = {file["hash"] for file in of_package}
    return files


@pytest.mark.parametrize("form", FORMS)
def test_every_form_for_pip_says_what_the_lock_says(form: str) -> None:
    text = (ROOT / "requirements" / f"{form}.txt").read_text(encoding="utf-8")
    locked, pins = _locked(), PIN.findall(text)
    assert [] == [pin for pin in pins if pin not in locked]
    assert "://" not in text
    if form != "constraints":
        hashes = set(re.findall(r"--hash=(sha256:[0-9a-f]{64})", text))
        assert set() == hashes - set().union(*locked.values())
        assert len(pins) <= len(re.findall(r"^\S.* \\$", text, re.MULTILINE))


def test_everything_that_the_project_names_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    names = {re.split(r"[\[<>=; ]", each)[0].lower().replace("_", "-") for each in named}
    pins = PIN.findall((ROOT / "requirements" / "test.txt").read_text(encoding="utf-8"))
    assert set() == names - {name for name, _ in pins}


def test_upper_bounds_come_with_a_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    bounded = [line for line in lines if re.match(r"\s+\"[\w.\[\]-]+[^\"]*(<|==|~=)", line)]
    assert [] == [line for line in bounded if "#" not in line]
