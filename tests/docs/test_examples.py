"""What the documentation shows in a terminal is what the command prints; what it names is there."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from configurator.cli.main import cli

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
EXAMPLES = [(page.name, block) for page in PAGES for block in CONSOLE.findall(page.read_text(encoding="utf-8"))]
RUN = [sys.executable, "-c", "from configurator.cli.main import main; main()"]


@pytest.mark.slow
@pytest.mark.parametrize(("page", "block"), EXAMPLES, ids=lambda value: value[:40])
def test_an_example_prints_what_the_page_shows(page: str, block: str, tmp_path: Path) -> None:
    if (files := HERE / Path(page).stem).is_dir():
        shutil.copytree(files, tmp_path, dirs_exist_ok=True)
    for example in block.split("$ configurator ")[1:]:
        command, _, expected = example.partition("\n")
        assert expected.rstrip() == _printed(command, tmp_path).rstrip()


def _printed(command: str, folder: Path) -> str:
    own, *pipes = command.split(" | ")
    done = subprocess.run([*RUN, *shlex.split(own)], capture_output=True, text=True, cwd=folder, check=False)
    text = done.stdout
    for pipe in pipes:
        text = subprocess.run(shlex.split(pipe), input=text, capture_output=True, text=True, check=True).stdout
    return text


def test_every_command_and_option_is_documented() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    missing = [name for name in _names(cli) if f"{name}" not in page]
    assert [] == missing


def _names(command: click.Command, prefix: str = "") -> list[str]:
    found = [
        option for each in command.params if isinstance(each, click.Option) for option in each.opts if "--" in option
    ]
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            found += [f"`{name}`" if not prefix else f"{prefix} {name}", *_names(inner, name)]
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [] == [link for link in links if not (page.parent / link).exists()]


NAMED_TESTS = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_test_that_a_page_names_is_there(page: Path) -> None:
    named = NAMED_TESTS.findall(page.read_text(encoding="utf-8"))
    missing = [
        (file, name)
        for file, name in named
        if not (ROOT / file).is_file() or (name and f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8"))
    ]
    assert [] == missing
