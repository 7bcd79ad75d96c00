"""The command that prices every stored quote anew by the book as it is now: what a change would have meant."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import IO

import click

from configurator.canonical_json import dumps, exact_text
from configurator.cli.context import Context
from configurator.cli.output import AS_JSON, FAILED, OK, print_json
from configurator.cli.quotes import DATABASE, OF_SELLER
from configurator.errors import InvalidRequest
from configurator.money import ZERO, Money
from configurator.offering.bulk_repricing import (
    Repricer,
    RepricingResult,
    RepricingTask,
    reprice_in_process,
    reprice_on_ray,
)
from configurator.offering.limits import REPRICING_BATCH
from configurator.quoting.quote_model import QuoteItem, QuoteTotals
from configurator.storage.storage_ports import Storage


@click.command(short_help="Price all stored quotes of a catalog anew.")
@click.argument("catalog")
@click.option("--book", help="The price book; the catalog's first one by default.")
@click.option(
    "--write", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where results go."
)
@click.option("--ray", metavar="ADDRESS", help="Work on a Ray cluster: `auto`, its address, or `local`.")
@click.option(
    "--batch",
    type=click.IntRange(1, 100_000),
    default=REPRICING_BATCH,
    show_default=True,
    help="Items worked on together.",
)
@DATABASE
@OF_SELLER
@AS_JSON
@click.pass_obj
def reprice(
    context: Context,
    /,
    catalog: str,
    book: str | None,
    target: Path,
    ray: str | None,
    batch: int,
    database: str | None,
    seller: str,
    as_json: bool,
) -> None:
    """Price all stored quotes of a CATALOG by its book as it is now, and write old and new totals as JSON lines.

    It may be interrupted and run again with the same file: what is written there is not worked on twice.
    """
    prices = context.book(catalog, book)
    work = Repricer(context.engine.catalog(catalog).catalog, prices)
    replay = _Replay(target, prices.digest)
    with context.storage(database) as storage, replay.open() as file:
        tasks = replay.tasks(_items(storage, seller, catalog))
        for found in _worked_on(tasks, work, ray, batch):
            replay.write(file, found)
            if sys.stderr.isatty():
                click.echo(f"\r{replay.done:,} items", nl=False, err=True)
    if sys.stderr.isatty():
        click.echo(err=True)
    _tell(replay, as_json)
    raise SystemExit(FAILED if replay.impossible else OK)


def _worked_on(
    tasks: Iterator[RepricingTask], work: Repricer, ray: str | None, batch: int
) -> Iterator[list[RepricingResult]]:
    if ray is None:
        return reprice_in_process(tasks, work, batch=batch)
    return reprice_on_ray(tasks, work, batch=batch, address=None if ray == "local" else ray)


def _items(storage: Storage, seller: str, catalog: str) -> Iterator[tuple[str, QuoteItem, RepricingTask]]:
    """Yield the items of a catalog in all stored quotes, newest quote first."""
    after: str | None = None
    while True:
        page = storage.quotes.list(seller, limit=200, after=after)
        for summary in page.rows:
            quote = storage.quotes.get(seller, summary.id).quote
            for item in quote.items:
                if item.catalog.id == catalog:
                    key = f"{quote.id}/{item.id}"
                    yield key, item, RepricingTask(key, item.configuration, quote.on, item.parameters)
        after = page.next
        if after is None:
            return


@dataclass
class _Replay:
    """What has been worked out so far: in a file of JSON lines, begun by a line that names the book."""

    path: Path
    book: str
    known: dict[str, Mapping[str, object]] = field(default_factory=dict)
    under_way: dict[str, QuoteTotals] = field(default_factory=dict)

    def open(self) -> IO[str]:
        """Open the file to go on behind the last whole line. Raises InvalidRequest where it is of another book."""
        text = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        whole = text[: text.rfind("\n") + 1]
        head, *lines = whole.splitlines() or [""]
        if whole and head != self._head:
            raise InvalidRequest(f"{self.path} holds something else; name another file, or remove this one")
        self.known = {str(line["item"]): line for line in map(_line, lines)}
        if whole != text or not whole:
            self.path.write_text(whole or self._head + "\n", encoding="utf-8")
        return self.path.open("a", encoding="utf-8")

    @property
    def _head(self) -> str:
        return dumps({"repriced_by": self.book})

    @property
    def done(self) -> int:
        return len(self.known)

    @property
    def impossible(self) -> int:
        return sum("reason" in line for line in self.known.values())

    def tasks(self, items: Iterator[tuple[str, QuoteItem, RepricingTask]]) -> Iterator[RepricingTask]:
        """Yield what is not done yet."""
        for key, item, task in items:
            if key not in self.known:
                self.under_way[key] = item.unit
                yield task

    def write(self, file: IO[str], batch: list[RepricingResult]) -> None:
        """Write a batch, and return when it is on disk."""
        for outcome in batch:
            line = _result(outcome, self.under_way.pop(outcome.key))
            file.write(dumps(line) + "\n")
            self.known[outcome.key] = line
        file.flush()
        os.fsync(file.fileno())


def _line(text: str) -> Mapping[str, object]:
    found = json.loads(text)
    if not isinstance(found, dict) or "item" not in found:
        raise InvalidRequest(f"found {text[:60]!r} in the results; expected what this command writes")
    return found


def _result(outcome: RepricingResult, before: QuoteTotals) -> Mapping[str, object]:
    old = _amounts({str(cadence): money for cadence, money in before.by_cadence.items()})
    if outcome.totals is None:
        return {"item": outcome.key, "before": old, "reason": outcome.reason}
    new = _amounts({cadence.value: money for cadence, money in outcome.totals.by_cadence.items()})
    return {"item": outcome.key, "before": old, "after": new}


def _amounts(by_cadence: Mapping[str, Money]) -> dict[str, str]:
    return {cadence: exact_text(money.amount) for cadence, money in by_cadence.items()}


def _tell(replay: _Replay, as_json: bool) -> None:
    found = [line for line in replay.known.values() if "after" in line]
    changed = [line for line in found if line["before"] != line["after"]]
    sums = {when: _sums([line[when] for line in found]) for when in ("before", "after")}
    if as_json:
        counts = {"items": replay.done, "changed": len(changed), "impossible": replay.impossible}
        print_json({**counts, **sums})
        return
    click.echo(f"{replay.done:,} items: {len(changed):,} change, {replay.impossible:,} cannot be priced any more")
    for cadence, total in sums["after"].items():
        click.echo(f"{cadence}: {sums['before'].get(cadence, '0')} → {total}")


def _sums(amounts: list[object]) -> dict[str, str]:
    found: dict[str, Fraction] = {}
    for each in amounts:
        for cadence, amount in (each if isinstance(each, dict) else {}).items():
            found[cadence] = found.get(cadence, ZERO) + Fraction(amount)
    return {cadence: exact_text(total) for cadence, total in sorted(found.items())}
