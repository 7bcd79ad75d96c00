"""What is asked begins with a saved file or a product code, and `--set` has the last word."""

import pytest

from tests.cli.running import run

CODE = "AER1A11NNSZSG1G1G1BB"


def test_a_product_code_is_a_beginning() -> None:
    assert f"code {CODE}" in run("configure", "aeron", "--code", CODE).stdout


def test_what_is_set_comes_after_the_code() -> None:
    assert "code AER1A11NNSZSG1G1G1GF" in run("configure", "aeron", "--code", CODE, "--set", "casters=glide").stdout


def test_what_is_no_code_is_said() -> None:
    done = run("configure", "aeron", "--code", "AER9")
    assert (1, "`AER9` is no product code of aeron\n") == (done.returncode, done.stderr)


@pytest.mark.parametrize("seconds", ["nan", "-1", "inf", "soon"])
def test_what_is_no_number_of_seconds_is_refused(seconds: str) -> None:
    for command in ("price", "profile", "check"):
        done = run(command, "aeron", f"--seconds={seconds}")
        assert (2, "") == (done.returncode, done.stdout)
        assert f"found '{seconds}'; expected a number of seconds such as 2.5" in done.stderr


def test_times_are_reported_apart_from_the_answer() -> None:
    done = run("--times", "price", "aeron")
    assert done.stderr.startswith("answered in ")
    assert " s to start and " in done.stderr
