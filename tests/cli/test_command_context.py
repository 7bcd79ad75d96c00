"""What is asked begins with a saved file or a product code, and `--set` has the last word."""

from tests.cli.running import run

CODE = "AER1A11NNSZSG1G1G1BB"


def test_a_product_code_is_a_beginning() -> None:
    assert f"code {CODE}" in run("configure", "aeron", "--code", CODE).stdout


def test_what_is_set_comes_after_the_code() -> None:
    assert "code AER1A11NNSZSG1G1G1GF" in run("configure", "aeron", "--code", CODE, "--set", "casters=glide").stdout


def test_what_is_no_code_is_said() -> None:
    done = run("configure", "aeron", "--code", "AER9")
    assert (1, "`AER9` is no product code of aeron\n") == (done.returncode, done.stderr)
