"""The requests in the documentation of the API succeed against a running service, one after the other."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.running import running

ROOT = Path(__file__).parent.parent.parent
BLOCKS = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.DOTALL)

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")


@pytest.mark.slow
def test_every_request_of_the_page_succeeds(tmp_path: Path) -> None:
    with running(tmp_path) as address:
        script = "".join(BLOCKS).replace("http://127.0.0.1:8000", address)
        done = _run(script, tmp_path)
    problems = [part for part in done.stdout.split("\n") if "urn:configurator:problem" in part]
    assert (f"database: {tmp_path / 'test.db'}\n", 1) == (done.stderr, len(problems)), done.stdout[-3000:]
    assert "#/choices/pant" in problems[0] and "#/choices/trim" in problems[0]
    assert '"outcome":"passed","quote"' in done.stdout


def _run(script: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the requests in a shell whose `configurator` is this one and whose database is that of the service."""
    command = folder / "configurator"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from configurator.cli.main import main; main()" "$@"\n')
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "DATABASE_URL": f"sqlite:///{folder / 'test.db'}",
    }
    quietly = script.replace("curl ", "curl -sS ")
    ended = quietly.replace("\ncurl", "\necho; curl")
    return subprocess.run(["sh", "-eu", "-c", ended], capture_output=True, text=True, check=False, env=environment)
