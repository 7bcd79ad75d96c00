"""A PostgreSQL server for the tests: the one named by TEST_DATABASE_URL, or one started here and thrown away."""

import os
import pwd
import shlex
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy as sa

UNPRIVILEGED = "postgres"


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Give the URL of a server; skip the test, by name, where there is none and none can be started."""
    given = os.environ.get("TEST_DATABASE_URL", "")
    if given:
        yield given
        return
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="configurator-postgresql-"))
    try:
        _give_away(folder)
        data = folder / "data"
        _run([str(programs / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"])
        settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
        control = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-s"]
        _run([*control, "-o", settings, "-l", str(folder / "log"), "start"])
        stop = [*control, "-m", "immediate", "stop"]
        try:
            with _watch(stop, folder):
                yield f"postgresql://tester@/postgres?host={folder}"
        finally:
            _run(stop)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def schema_of_its_own(server: str) -> Iterator[str]:
    """Give the URL of an empty schema of a server, and drop it at the end."""
    name = f"test_{uuid.uuid4().hex}"
    engine = sa.create_engine(sa.make_url(server).set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    try:
        with engine.begin() as connection:
            connection.execute(sa.text(f"CREATE SCHEMA {name}"))
        joint = "&" if "?" in server else "?"
        yield f"{server}{joint}options={quote(f'-csearch_path={name}')}"
        with engine.begin() as connection:
            connection.execute(sa.text(f"DROP SCHEMA {name} CASCADE"))
    finally:
        engine.dispose()


@contextmanager
def frozen(url: str) -> Iterator[None]:
    """Stop every process of a server that `postgresql_server` started, until the end of the block."""
    postmaster = (_folder(url) / "data" / "postmaster.pid").read_text().split()[0]
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    processes = [int(process) for process in (postmaster, *children)]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def restart(url: str) -> None:
    """Kill a server that `postgresql_server` started, and start it again: it recovers as after a crash."""
    data, log = _folder(url) / "data", _folder(url) / "log"
    _run([str(_programs() / "pg_ctl"), "-D", str(data), "-w", "-s", "-m", "immediate", "-l", str(log), "restart"])


def _folder(url: str) -> Path:
    return Path(url.partition("host=")[2].partition("&")[0])


def _programs() -> Path:
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        pytest.skip("PostgreSQL is not installed (initdb was not found) and TEST_DATABASE_URL is not set")
    if os.geteuid() == 0 and not (shutil.which("runuser") and _unprivileged()):
        pytest.skip("PostgreSQL does not run as root, there is no user 'postgres', and TEST_DATABASE_URL is not set")
    return found[-1]


def _unprivileged() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        return None


def _give_away(folder: Path) -> None:
    user = _unprivileged()
    if os.geteuid() == 0 and user:
        os.chown(folder, user.pw_uid, user.pw_gid)


@contextmanager
def _watch(stop: Sequence[str], folder: Path) -> Iterator[None]:
    """Have the server stopped and removed even where the tests are killed, and so cannot do it themselves."""
    gone = (
        f"while kill -0 {os.getpid()}; do sleep 1; done; {shlex.join(_alone(stop))}; rm -rf {shlex.quote(str(folder))}"
    )
    quiet = subprocess.DEVNULL
    with subprocess.Popen(["sh", "-c", gone], start_new_session=True, stdout=quiet, stderr=quiet, cwd="/") as watcher:
        try:
            yield
        finally:
            watcher.kill()


def _run(command: Sequence[str]) -> None:
    subprocess.run(_alone(command), check=True, stdout=subprocess.DEVNULL, cwd="/")


def _alone(command: Sequence[str]) -> list[str]:
    """Return the command as an unprivileged user runs it: PostgreSQL does not run as root."""
    return [*(["runuser", "-u", UNPRIVILEGED, "--"] if os.geteuid() == 0 else []), *command]
