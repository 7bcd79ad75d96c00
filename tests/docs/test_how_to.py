"""The pages on how to add something are true: their changes apply to a copy of the tree, their commands pass there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COPIED = ("api", "catalogs", "configurator", "docs", "pricing_rules", "tests", "pyproject.toml")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on this machine")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_adds_works(page: Path, tmp_path: Path) -> None:
    for name in COPIED:
        _copy(ROOT / name, tmp_path / name)
    environment = _environment(tmp_path)
    for kind, block in BLOCK.findall(page.read_text(encoding="utf-8")):
        command = {"diff": ["git", "apply", "--whitespace=nowarn", "-"], "sh": ["sh", "-eu"]}[kind]
        done = subprocess.run(
            command, input=block, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment
        )
        assert 0 == done.returncode, f"{block}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.db"))
    else:
        shutil.copy(source, target)


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment whose `pytest` tests the copy."""
    commands = folder / "bin"
    commands.mkdir()
    (commands / "pytest").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pytest -p no:cacheprovider "$@"\n')
    (commands / "pytest").chmod(0o755)
    return {
        **os.environ,
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": f"{folder}{os.pathsep}{folder / 'api'}",
    }
