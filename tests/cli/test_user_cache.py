"""Compiled forms are kept between runs of commands, where the user's cache is, and nothing depends on them."""

from pathlib import Path

import pytest

from configurator.cli.user_cache import user_cache_folder
from tests.cli.running import Done, run, run_alone

CAR = ("bmw_x3", "--on", "2013-06-01")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "configurator"


def _forms(cache: Path) -> list[Path]:
    return sorted(cache.iterdir()) if cache.is_dir() else []


def test_the_folder_is_named_by_the_environment_or_lies_in_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Path("/var/kept/configurator") == user_cache_folder({"XDG_CACHE_HOME": "/var/kept"})
    monkeypatch.setenv("HOME", "/home/owner")
    for environment in ({}, {"XDG_CACHE_HOME": ""}, {"XDG_CACHE_HOME": "here"}):
        assert Path("/home/owner/.cache/configurator") == user_cache_folder(environment)


def test_a_user_without_a_home_folder_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("could not determine home directory")

    monkeypatch.setattr(Path, "home", homeless)
    assert None is user_cache_folder({})


@pytest.mark.parametrize("command", [("price", *CAR), ("show", *CAR), ("range", *CAR), ("check", "bmw_x3")])
def test_a_command_answers_the_same_with_a_cache_and_without(cache: Path, command: tuple[str, ...]) -> None:
    without = run("--no-cache", *command)
    assert [] == _forms(cache)
    first = run(*command)
    forms = _forms(cache)
    assert forms
    assert (without, first) == (first, run(*command))
    assert forms == _forms(cache)


@pytest.mark.parametrize("damage", [b"", b"CFGDIAG\x02" + bytes(64)])
def test_a_damaged_form_is_made_again(cache: Path, damage: bytes) -> None:
    expected = run("price", *CAR)
    written = {form: form.read_bytes() for form in _forms(cache)}
    for form in written:
        form.write_bytes(damage)
    assert expected == run("price", *CAR)
    assert written == {form: form.read_bytes() for form in _forms(cache)}


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "configurator").write_text("no folder")
    assert 0 == run("price", *CAR).returncode


@pytest.mark.slow
def test_a_home_folder_that_is_missing_is_no_error() -> None:
    done: Done = run_alone("price", *CAR, XDG_CACHE_HOME="", HOME="/dev/null")
    assert (0, "") == (done.returncode, done.stderr)
