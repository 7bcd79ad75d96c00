"""Databases that freeze, restart, fill up, may only be read, or hold a damaged page, under a service at work."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import psycopg

from configurator.errors import ConfiguratorError, InvalidRequest
from configurator.quoting.quote_body import body_digest
from configurator.storage.sql.sql_storage import SqlStorage, open_sql
from configurator.storage.storage_ports import StorageUnavailable
from tests.chaos.ledger import NOW, SELLER, Ledger
from tests.chaos.load import goes_on, load, settled, wait_for
from tests.chaos.service import Service, serving
from tests.chaos.trials import CannotTry, Outcome, TrialRoom
from tests.storage.servers import frozen, restart

FULL_AT = 400_000
"""Bytes at which a file may not grow any more."""
PAGE = 4096
"""Bytes of a page of SQLite."""


def frozen_postgresql(room: TrialRoom, service: Service, ledger: Ledger, outcome: Outcome) -> None:
    """Freeze the server under load: quotes get 503, evaluations their answers, and after it all goes on."""
    with load(service, room.size.clients, ledger, outcome, room, "f") as answered:
        wait_for(lambda: answered() >= 2 * room.size.clients)
        with frozen(room.url):
            _look_while_frozen(room, service, outcome)
        began = room.clock()
        wait_for(lambda: service.ask("GET", "/readyz").status == 200)
        outcome.took("ready after thawing", room.clock() - began)
        goes_on(answered, room)


def _look_while_frozen(room: TrialRoom, service: Service, outcome: Outcome) -> None:
    for _ in range(max(3, int(room.size.seconds))):
        began = room.clock()
        outcome.expect(200 == service.evaluate().status, "no evaluation while the database was frozen")
        outcome.took("evaluation while frozen", room.clock() - began)
        outcome.expect(200 == service.ask("GET", "/livez").status, "not live while the database was frozen")
        outcome.expect(200 == service.ask("GET", "/v1/catalogs").status, "no list while the database was frozen")
        time.sleep(1.0)
    outcome.expect(503 == service.ask("GET", "/readyz").status, "ready while the database was frozen")


def restarted_postgresql(room: TrialRoom, service: Service, ledger: Ledger, outcome: Outcome) -> None:
    """Kill and restart the server again and again under load."""
    with load(service, room.size.clients, ledger, outcome, room, "r") as answered:
        for _ in range(room.size.server_kills):
            goes_on(answered, room)
            restart(room.url)
            outcome.counts["restarts"] += 1
        wait_for(lambda: service.quote("after", ledger, outcome).status == 201)


def killed_services(room: TrialRoom, service: Service, ledger: Ledger, outcome: Outcome) -> None:
    """Kill the service itself under load, and start it again: what it had said is there."""
    for number in range(room.size.server_kills):
        outcome_of_load = Outcome()
        with load(service, room.size.clients, ledger, outcome_of_load, room, f"k{number}-") as answered:
            goes_on(answered, room)
            service.end(signal.SIGKILL)
        outcome.counts += outcome_of_load.counts
        outcome.faults += [each for each in outcome_of_load.faults if "without an answer" not in each]
        outcome.counts["kills"] += 1
        service.started_anew(room, room.url)
        for key in list(ledger.acknowledged)[-5:]:
            outcome.expect(201 == service.quote(key, ledger, outcome).status, f"{key} was not replayed")


# ── the disk ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def full_disk(room: TrialRoom) -> Outcome:
    """Let the files of the database grow to a bound only; then start again without it."""
    outcome, ledger = Outcome(), Ledger()
    bound = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({FULL_AT}, {FULL_AT}))"
    with serving(room, prepare=bound) as service:
        _fill(service, ledger, outcome)
        outcome.expect(200 == service.evaluate().status, "no evaluation on a full disk")
        outcome.expect(200 == service.ask("GET", "/v1/quotes").status, "quotes are not listed on a full disk")
        for key in list(ledger.acknowledged)[:5]:
            outcome.expect(201 == service.quote(key, ledger, outcome).status, f"{key} was not replayed on a full disk")
        service.end()
        service.started_anew(room, room.url)
        outcome.expect(201 == service.quote("after", ledger, outcome).status, "nothing is stored once there is room")
        return settled(room, service, ledger, outcome)


def full_file_system(room: TrialRoom) -> Outcome:
    """Fill a small file system; once something is deleted there, the same process goes on."""
    outcome, ledger = Outcome(), Ledger()
    with _file_system(room, "size=2m") as folder:
        ballast = folder / "ballast"
        ballast.write_bytes(b"x" * 1_000_000)
        here = replace(room, url=f"sqlite:///{folder / 'quotes.db'}")
        with serving(here) as service:
            _fill(service, ledger, outcome)
            ballast.unlink()
            wait_for(lambda: service.quote("after", ledger, outcome).status == 201)
            return settled(here, service, ledger, outcome)


def _fill(service: Service, ledger: Ledger, outcome: Outcome) -> None:
    for number in range(5_000):
        answer = service.quote(f"d{number}", ledger, outcome)
        outcome.counts[f"quotes {answer.status}"] += 1
        if answer.status != 201:
            outcome.expect(503 == answer.status, f"on a full disk a quote was answered with {answer}")
            if outcome.counts["quotes 503"] >= 5 or answer.status != 503:
                return
    outcome.faults.append("the disk did not fill up")


def read_only_sqlite(room: TrialRoom) -> Outcome:
    """Open a database on a file system that may only be read: it is read, what would write is refused in a sentence."""
    outcome, ledger = Outcome(), Ledger()
    with _file_system(room, "size=20m") as folder:
        here = replace(room, url=f"sqlite:///{folder / 'quotes.db'}")
        with serving(here) as service:
            for number in range(5):
                service.quote(f"w{number}", ledger, outcome)
            service.end()
            _mount("-o", "remount,ro", str(folder))
            with open_sql(here.url) as storage:
                outcome.expect(5 == len(storage.quotes.list(SELLER).rows), "not all quotes are listed")
                try:
                    storage.idempotency.forget(before=NOW)
                    outcome.faults.append("what may only be read was written")
                except StorageUnavailable as error:
                    outcome.expect("readonly" in str(error), f"found {error}")
                    outcome.counts["refused"] += 1
            _mount("-o", "remount,rw", str(folder))
            service.started_anew(here, here.url)
            outcome.expect(201 == service.quote("after", ledger, outcome).status, "nothing is stored once it may be")
            return settled(here, service, ledger, outcome)


def read_only_postgresql(room: TrialRoom, service: Service, ledger: Ledger, outcome: Outcome) -> None:
    """Take the right to write away under a service at work: it reads on, and refuses what would be stored."""
    for number in range(5):
        service.quote(f"w{number}", ledger, outcome)
    _write(room, allowed=False)
    for path in ("/v1/quotes", "/readyz"):
        outcome.expect(200 == service.ask("GET", path).status, f"{path} fails beside a read-only database")
    outcome.expect(200 == service.evaluate().status, "no evaluation beside a read-only database")
    for key in ("w0", "w1"):
        outcome.expect(201 == service.quote(key, ledger, outcome).status, f"{key} was not replayed")
    answer = service.quote("refused", ledger, outcome)
    outcome.expect(503 == answer.status, f"beside a read-only database a quote was answered with {answer}")
    outcome.counts[f"quotes {answer.status}"] += 1
    _write(room, allowed=True)
    outcome.expect(201 == service.quote("after", ledger, outcome).status, "nothing is stored once it may be")


def _write(room: TrialRoom, *, allowed: bool) -> None:
    """Let the sessions of the server write, or not: those that are open are ended, and begin anew."""
    with psycopg.connect(room.url, autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute(f"ALTER ROLE tester SET default_transaction_read_only = {'off' if allowed else 'on'}")
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'tester' AND pid != %s"
        connection.execute(others, [connection.info.backend_pid])


@contextmanager
def _file_system(room: TrialRoom, size: str) -> Iterator[Path]:
    """Give a small file system of its own; CannotTry where this process may not mount one."""
    folder = room.folder / "mounted"
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", size, "none", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def _mount(*arguments: str) -> None:
    try:
        subprocess.run(["mount", *arguments], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotTry("this process may not mount a file system (mount)") from error


def corrupted_page(room: TrialRoom) -> Outcome:
    """Overwrite pages of the database: what they held is refused, never served altered, and the rest is served."""
    outcome, ledger = Outcome(), Ledger()
    file = Path(room.url.removeprefix("sqlite:///"))
    with serving(room) as service:
        for number in range(30):
            service.quote(f"p{number}", ledger, outcome)
        settled(room, service, ledger, outcome)
    whole, random = file.read_bytes(), Random(4)
    for number in range(max(10, room.size.kills // 5)):
        damaged = room.folder / f"damaged_{number}.db"
        damaged.write_bytes(_damaged(whole, random))
        _look_at_damage(f"sqlite:///{damaged}", ledger, outcome)
        damaged.unlink()
        outcome.counts["damaged files"] += 1
    return outcome


def _damaged(whole: bytes, random: Random) -> bytes:
    """Return a file in which a page is noise, or a few letters of its texts are others."""
    data = bytearray(whole)
    if random.random() < 0.5:
        page = random.randrange(1, len(data) // PAGE) * PAGE
        data[page : page + PAGE] = random.randbytes(PAGE)
    else:
        digits = [at for at in range(PAGE, len(data)) if data[at : at + 1].isdigit()]
        for at in random.sample(digits, 40):
            data[at] = ord("0") + (data[at] - ord("0") + 1) % 10
    return bytes(data)


def _look_at_damage(url: str, ledger: Ledger, outcome: Outcome) -> None:
    """Read every quote as the service does: it is as it was sealed, or an error of this house."""
    try:
        with open_sql(url) as storage:
            for key, id in ledger.acknowledged.items():
                _read_damaged(storage, key, id, outcome)
            storage.quotes.list(SELLER, limit=200)
    except ConfiguratorError as error:
        outcome.counts[type(error).__name__] += 1
    except Exception as error:
        outcome.faults.append(f"a damaged database raised {error!r}")


def _read_damaged(storage: SqlStorage, key: str, id: str, outcome: Outcome) -> None:
    try:
        sealed = storage.quotes.get(SELLER, id)
    except ConfiguratorError as error:
        outcome.counts[type(error).__name__] += 1
        outcome.expect(not isinstance(error, InvalidRequest), f"damage of {id} is blamed on the request: {error}")
        return
    outcome.counts["read"] += 1
    outcome.expect(body_digest(sealed.body) == sealed.digest, f"the quote {id} of {key} was served altered")
