"""The command as its users type it: data, messages, exit codes."""

import json
import shlex
import subprocess
from pathlib import Path

import pytest

from configurator.budget import Budget
from configurator.engine import Engine
from configurator.solving.diagram.diagram_solver import DiagramSolver
from configurator.solving.port import Answer, AnyQuery, FindDomains
from configurator.solving.queries import nothing_possible
from tests.cli.running import RUN, on_a_terminal, run_alone
from tests.cli.running import run as _run
from tests.offering.shop import written


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    catalogs, books = written(tmp_path_factory.mktemp("lamps"))
    return ["--catalogs", str(catalogs), "--books", str(books)]


@pytest.mark.slow
def test_the_demo_runs_to_its_end_and_proves_its_quote(tmp_path: Path) -> None:
    done = run_alone("demo", folder=tmp_path)
    assert (0, "") == (done.returncode, done.stderr)
    assert "quote demo: passed" in done.stdout
    assert "63,000" in done.stdout
    assert [] == list(tmp_path.iterdir())


def test_show_tells_states_and_price_differences(shop: list[str]) -> None:
    done = _run(*shop, "show", "lamps")
    assert 0 == done.returncode
    assert "glass" in done.stdout
    assert "+€55.00" in done.stdout


def test_clashing_choices_end_with_exit_code_1_and_repairs(shop: list[str]) -> None:
    done = _run(*shop, "configure", "lamps", "--set", "shade=steel", "--set", "bulbs=4")
    assert 1 == done.returncode
    assert "Steel shades hold two bulbs." in done.stdout
    assert "possible if you change" in done.stdout


def test_json_is_one_canonical_object(shop: list[str]) -> None:
    done = _run(*shop, "show", "lamps", "--set", "dimmer=true", "--json")
    assert {"dimmer": True} == json.loads(done.stdout)["choices"]


def test_a_price_in_json_is_the_same_twice(shop: list[str]) -> None:
    first, second = (_run(*shop, "price", "lamps", "--on", "2026-01-01", "--json") for _ in range(2))
    assert first.stdout == second.stdout
    assert "19.50" == json.loads(first.stdout)["totals"]["one_time"]["amount"]


def test_answers_that_are_checked_are_the_same(shop: list[str]) -> None:
    question = ("configure", "lamps", "--set", "shade=steel", "--set", "bulbs=4", "--json")
    assert _run(*shop, *question) == _run(*shop, *question, "--checked")


def test_a_wrong_answer_is_withheld_where_answers_are_checked(shop: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    right = DiagramSolver.answer

    def wrong(self: DiagramSolver, query: AnyQuery, budget: Budget) -> Answer:
        finding = isinstance(query, FindDomains)
        return nothing_possible(len(self.program.variables)) if finding else right(self, query, budget)

    monkeypatch.setattr(DiagramSolver, "answer", wrong)
    done = _run(*shop, "configure", "lamps", "--checked")
    assert (1, "") == (done.returncode, done.stdout)
    assert "nothing said to be possible, but there is" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mistyped_name_is_told_in_a_sentence(shop: list[str]) -> None:
    done = _run(*shop, "show", "lamp")
    assert 1 == done.returncode
    assert "did you mean `lamps`" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_use_ends_with_exit_code_2(shop: list[str]) -> None:
    assert 2 == _run(*shop, "show", "lamps", "--set", "shade").returncode
    assert 2 == _run("no-such-command").returncode


@pytest.mark.slow
def test_time_that_runs_out_ends_with_exit_code_3() -> None:
    assert 3 == _run("show", "modular_server", "--seconds", "0").returncode


def test_a_quote_is_stored_listed_shown_and_proved(shop: list[str], tmp_path: Path) -> None:
    database = ("--database", f"sqlite:///{tmp_path / 'quotes.db'}")
    made = _run(*shop, "quote", "create", "lamps", "--quantity", "3", "--on", "2026-01-01", "--json", *database)
    assert 0 == made.returncode, made.stderr
    id = json.loads(made.stdout)["id"]
    assert id in _run(*shop, "quote", "list", *database).stdout
    listed = json.loads(_run(*shop, "quote", "list", "--json", *database).stdout)
    assert [id] == [each["id"] for each in listed["quotes"]]
    assert {"one_time": {"amount": "58.50", "currency": "EUR"}} == listed["quotes"][0]["total"]
    assert "58.50" in _run(*shop, "quote", "show", id, *database).stdout
    proved = _run(*shop, "quote", "verify", id, *database)
    assert (0, True) == (proved.returncode, "passed" in proved.stdout)
    assert 1 == _run(*shop, "quote", "show", "nothing", *database).returncode


def test_an_amount_that_no_database_keeps_is_refused_before_there_is_one(tmp_path: Path) -> None:
    catalogs, books = written(tmp_path)
    book = books / "lamps" / "lamps_eu.yaml"
    text = book.read_text(encoding="utf-8").replace("price: 4.50", "price: 92233720368547740")
    book.write_text(text, encoding="utf-8")
    shop, database = ["--catalogs", str(catalogs), "--books", str(books)], tmp_path / "quotes.db"
    create = (*shop, "quote", "create", "lamps", "--database", f"sqlite:///{database}", "--set")
    refused = _run(*create, "bulbs=2")
    assert (1, False) == (refused.returncode, database.exists())
    assert "item 1: 184467440737095495.00 EUR is too large to be quoted" in refused.stderr
    assert 0 == _run(*create, "bulbs=1").returncode


def test_a_reading_command_makes_no_database(tmp_path: Path) -> None:
    database = ("--database", f"sqlite:///{tmp_path / 'quotes.db'}")
    for command in (["show", "x"], ["list"], ["verify", "x"], ["reprice", "aeron", "--write", str(tmp_path / "found")]):
        done = _run("quote", *command, *database)
        assert (1, "") == (done.returncode, done.stdout)
        assert f"there is no database `{tmp_path / 'quotes.db'}`; store something first" in done.stderr
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("group", [[], ["quote"], ["usage"], ["key"]])
def test_every_command_is_told_in_a_whole_sentence(group: list[str]) -> None:
    _, _, commands = _run(*group, "--help").stdout.partition("Commands:\n")
    told = [line for line in commands.splitlines() if line.strip()]
    assert told and all(line.endswith(".") and not line.endswith("...") for line in told)


def test_a_key_is_issued_once(tmp_path: Path) -> None:
    done = _run("key", "issue", "shop", "--database", f"sqlite:///{tmp_path / 'quotes.db'}")
    assert 0 == done.returncode
    assert len(done.stdout.strip()) > 20
    assert f"database: {tmp_path / 'quotes.db'}\n" == done.stderr


def test_a_database_that_nobody_names_is_a_file_here_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert f"database: {tmp_path / 'configurator.db'}\n" == _run("key", "issue", "shop").stderr
    assert (tmp_path / "configurator.db").is_file()


def test_check_tells_every_problem_with_its_place(tmp_path: Path) -> None:
    catalogs, books = written(tmp_path)
    path = catalogs / "lamps" / "catalog.yaml"
    path.write_text(path.read_text().replace("default: paper", "default: wood").replace("bulbs <= 2", "bulbz <= 2"))
    done = _run("--catalogs", str(catalogs), "--books", str(books), "check")
    assert 1 == done.returncode
    assert "catalog.yaml:6:" in done.stdout
    assert "did you mean" in done.stdout


def test_schemas_and_completion_are_printed() -> None:
    assert "properties" in json.loads(_run("schema", "catalog").stdout)
    assert "configurator" in _run("completion", "bash").stdout


def test_explain_answers_why_not_and_why(shop: list[str]) -> None:
    why_not = _run(*shop, "explain", "lamps", "bulbs=4", "--set", "shade=steel")
    assert "Steel shades hold two bulbs." in why_not.stdout
    why = _run(*shop, "explain", "lamps", "dimmer", "--set", "shade=glass", "--json")
    assert "glass_needs_dimmer" in why.stdout


def test_show_without_a_catalog_lists_the_catalogs(shop: list[str]) -> None:
    assert "lamps  Lamps\n" == _run(*shop, "show").stdout
    assert [{"id": "lamps", "title": "Lampen"}] == json.loads(_run(*shop, "--locale", "de", "show", "--json").stdout)


def test_a_catalog_to_check_that_there_is_not_is_told(shop: list[str]) -> None:
    done = _run(*shop, "check", "lamp")
    assert (1, "there is no catalog `lamp`; did you mean `lamps`?\n") == (done.returncode, done.stderr)


def test_a_day_that_is_none_is_told_with_an_example(shop: list[str]) -> None:
    done = _run(*shop, "price", "lamps", "--on", "yesterday")
    assert 2 == done.returncode
    assert "found 'yesterday'; expected a day such as 2026-01-31" in done.stderr


@pytest.mark.slow
def test_a_terminal_without_the_characters_gets_others(shop: list[str]) -> None:
    done = run_alone(*shop, "show", "lamps", "--set", "dimmer=true", PYTHONIOENCODING="cp1252")
    assert 0 == done.returncode
    assert "  * true" in done.stdout
    assert "  o false" in done.stdout


@pytest.mark.slow
def test_a_pipe_that_closes_early_is_no_error(shop: list[str]) -> None:
    command = f"{shlex.join([*RUN, *shop, 'show', 'lamps'])} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "" == done.stderr
    assert done.stdout.startswith("Shade")


def test_what_is_piped_has_no_colours(shop: list[str]) -> None:
    assert "\x1b" not in _run(*shop, "show", "lamps").stdout


@pytest.mark.slow
@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}])
def test_a_terminal_has_colours_unless_it_wants_none(shop: list[str], environment: dict[str, str]) -> None:
    shown = on_a_terminal(*shop, "show", "lamps", "--set", "dimmer=true", **environment)
    assert bool(environment) is not ("\x1b[32m" in shown)


def test_an_interruption_ends_with_exit_code_130(shop: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Engine, "evaluation", interrupted)
    done = _run(*shop, "show", "lamps")
    assert (130, "") == (done.returncode, done.stderr.strip())
