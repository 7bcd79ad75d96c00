"""The command run as its users run it: here, in a process of its own, or in a terminal."""

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from configurator.cli.main import main

RUN = [sys.executable, "-c", "from configurator.cli.main import main; main()"]


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str, said: str = "") -> Done:
    """Run `configurator` with these arguments to its end, in this process."""
    code = 0
    with CliRunner().isolation(input=said) as (out, err, _):
        try:
            main(arguments)
        except SystemExit as done:
            code = done.code if isinstance(done.code, int) else 1
        return Done(code, out.getvalue().decode(), err.getvalue().decode())


def run_alone(*arguments: str, folder: Path | None = None, **environment: str) -> Done:
    """Run `configurator` in a process of its own; what it writes is read as UTF-8 where it is, else byte by byte."""
    done = subprocess.run(
        [*RUN, *arguments], capture_output=True, cwd=folder, check=False, env={**os.environ, **environment}
    )
    return Done(done.returncode, _text(done.stdout), _text(done.stderr))


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """Run `configurator` in a terminal; return all that it showed."""
    colours = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    done = subprocess.run(
        ["script", "-qc", shlex.join([*RUN, *arguments]), "/dev/null"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
        env={**colours, "SHELL": "/bin/bash", "TERM": "xterm", **environment},
    )
    return done.stdout
