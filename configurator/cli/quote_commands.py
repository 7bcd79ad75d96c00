"""Commands for quotes: create, show, list, verify; and the keys that programs need to write quotes."""

import json
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import click

from configurator.canonical_json import dumps, exact_text
from configurator.cli.command_context import SELLER, CommandContext, ask_for, now, question_options
from configurator.cli.output import (
    AS_JSON,
    CADENCES,
    FAILED,
    OK,
    amounts_text,
    ngettext,
    print_json,
    verification_lines,
)
from configurator.engine import OrderItemRequest
from configurator.errors import InvalidRequest
from configurator.money import ZERO, Money, formatted
from configurator.offering.bulk_repricing import (
    Repricer,
    RepricingResult,
    RepricingTask,
    reprice_in_process,
    reprice_on_ray,
)
from configurator.offering.limits import REPRICING_BATCH
from configurator.pricing.cadence import Cadence
from configurator.quoting.quote_model import Quote, QuoteItem, QuoteTotals
from configurator.quoting.verification_report import VerificationOutcome
from configurator.storage.quote_lists import quote_list
from configurator.storage.storage_ports import Storage
from configurator.texts import day_text, texts_for

DATABASE = click.option("--database", metavar="URL", help="The database; DATABASE_URL or configurator.db by default.")
OF_SELLER = click.option("--seller", default=SELLER, show_default=True, help="The seller whose quotes are meant.")


@click.group(short_help="Store quotes, read them back, prove them.")
def quote() -> None:
    """Store quotes, read them back, and prove them again."""


@quote.command(short_help="Store a quote of one item.")
@click.argument("catalog")
@question_options
@click.option("--number", help="What people call the quote.")
@DATABASE
@OF_SELLER
@AS_JSON
@click.pass_obj
def create(context: CommandContext, /, catalog: str, **options: Any) -> None:
    """Store a quote of one item: the completion of the choices, priced, with everything it depends on."""
    request = ask_for(catalog, options, differences=False)
    drawn = context.engine.quote(
        [OrderItemRequest("1", options["quantity"], request)],
        id=secrets.token_urlsafe(12).replace("-", "x").replace("_", "y"),
        seller=options["seller"],
        created=now(),
        on=request.on,
        number=options["number"],
    )
    with context.storage(options["database"], create=True) as storage:
        storage.sellers.ensure(options["seller"], at=now())
        storage.quotes.add(drawn.sealed, drawn.contents, costs=drawn.costs)
    _print(drawn.sealed.quote, drawn.sealed.body, options["as_json"], context.locale)


def _print(result: Quote, body: str, as_json: bool, locale: str) -> None:
    if as_json:
        click.echo(body)
        return
    for line in _lines(result, locale):
        click.echo(line)


def _lines(result: Quote, locale: str) -> Iterator[str]:
    _ = texts_for(locale).gettext
    name = result.id + (f" ({result.number})" if result.number else "")
    yield _("quote {name} of {day}").format(name=name, day=day_text(result.on, locale))
    for item in result.items:
        product = _("{catalog} by {book}").format(catalog=item.catalog.id, book=item.book.id)
        yield f"  {item.id}: {item.quantity} × {product}: {_amounts_text(item.total, locale)}"
    yield _("total {total}").format(total=_amounts_text(result.total, locale))


def _amounts_text(totals: QuoteTotals, locale: str) -> str:
    return amounts_text({Cadence(cadence): money for cadence, money in totals.by_cadence.items()}, locale)


@quote.command("show")
@click.argument("id")
@DATABASE
@OF_SELLER
@click.option("--margin", is_flag=True, help="Instead: what its items cost the seller, as JSON.")
@AS_JSON
@click.pass_obj
def show_quote(
    context: CommandContext, /, id: str, database: str | None, seller: str, margin: bool, as_json: bool
) -> None:
    """Show a stored quote."""
    with context.storage(database) as storage:
        if margin:
            click.echo(storage.quotes.costs(seller, id).body)
            return
        sealed = storage.quotes.get(seller, id)
    _print(sealed.quote, sealed.body, as_json, context.locale)


@quote.command("list")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="How many at most.")
@DATABASE
@OF_SELLER
@AS_JSON
@click.pass_obj
def list_quotes(context: CommandContext, /, limit: int, database: str | None, seller: str, as_json: bool) -> None:
    """List stored quotes, newest first."""
    with context.storage(database) as storage:
        page = storage.quotes.list(seller, limit=limit)
    if as_json:
        print_json(quote_list(page))
        return
    for row in page.rows:
        total = formatted(row.total.one_time, context.locale)
        click.echo(f"{row.id}  {row.created:%Y-%m-%d %H:%M}  {total}  {row.number or ''}".rstrip())


@quote.command(short_help="Prove a stored quote from its own bytes.")
@click.argument("id")
@DATABASE
@OF_SELLER
@AS_JSON
@click.pass_obj
def verify(context: CommandContext, /, id: str, database: str | None, seller: str, as_json: bool) -> None:
    """Prove a stored quote from its own bytes: contents, configuration, price, sums, digest."""
    with context.storage(database) as storage:
        report = context.engine.verify(storage.quotes.stored(seller, id))
    print_json(report.as_json()) if as_json else click.echo("\n".join(verification_lines(report, context.locale)))
    raise SystemExit(OK if report.outcome is VerificationOutcome.PASSED else FAILED)


@click.group(short_help="Keys for programs that write quotes.")
def key() -> None:
    """Keys with which programs write quotes through the API."""


@key.command()
@click.argument("label")
@DATABASE
@OF_SELLER
@click.pass_obj
def issue(context: CommandContext, /, label: str, database: str | None, seller: str) -> None:
    """Make a key; its secret is printed this once only."""
    with context.storage(database, create=True) as storage:
        storage.sellers.ensure(seller, at=now())
        issued = storage.keys.issue(seller, label=label, scopes=frozenset({"quotes:read", "quotes:write"}), at=now())
    click.echo(issued.secret)


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
    context: CommandContext,
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
    """Reprice all stored quotes of a CATALOG with its current book, and write old and new totals as JSON lines.

    It can be interrupted and resumed with the same file: finished quotes are skipped.
    """
    prices = context.book(catalog, book)
    work = Repricer(context.engine.outline(catalog), prices)
    replay = _Replay(target, prices.digest)
    with context.storage(database) as storage, replay.open() as file:
        tasks = replay.tasks(_items(storage, seller, catalog))
        for repricing_results in _worked_on(tasks, work, ray, batch):
            replay.write(file, repricing_results)
            if sys.stderr.isatty():
                items = ngettext("{number} item", "{number} items", replay.done, context.locale)
                click.echo(f"\r{items}", nl=False, err=True)
    if sys.stderr.isatty():
        click.echo(err=True)
    _tell(replay, as_json, context.locale)
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
                    yield key, item, RepricingTask(key, item.configuration, quote.on, item.parameters, item.quantity)
        after = page.next
        if after is None:
            return


@dataclass
class _Replay:
    """The finished quotes, in a file of JSON lines with a header line that names the book."""

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
        """Yield the remaining work."""
        for key, item, task in items:
            if key not in self.known:
                self.under_way[key] = item.total
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
    result = json.loads(text)
    if not isinstance(result, dict) or "item" not in result:
        raise InvalidRequest(f"found {text[:60]!r} in the results; expected what this command writes")
    return result


def _result(outcome: RepricingResult, before: QuoteTotals) -> Mapping[str, object]:
    old = _amounts({str(cadence): money for cadence, money in before.by_cadence.items()})
    if outcome.totals is None:
        return {"item": outcome.key, "before": old, "reason": outcome.reason}
    new = _amounts({cadence.value: money for cadence, money in outcome.totals.by_cadence.items()})
    return {"item": outcome.key, "before": old, "after": new}


def _amounts(by_cadence: Mapping[str, Money]) -> dict[str, str]:
    return {cadence: exact_text(money.amount) for cadence, money in by_cadence.items()}


def _tell(replay: _Replay, as_json: bool, locale: str) -> None:
    results = [line for line in replay.known.values() if "after" in line]
    changed = [line for line in results if line["before"] != line["after"]]
    sums = {when: _sums([line[when] for line in results]) for when in ("before", "after")}
    if as_json:
        counts = {"items": replay.done, "changed": len(changed), "impossible": replay.impossible}
        print_json({**counts, **sums})
        return
    items = ngettext("{number} item", "{number} items", replay.done, locale)
    changes = ngettext("{number} changes", "{number} change", len(changed), locale)
    cannot = ngettext("{number} can no longer be priced", "{number} can no longer be priced", replay.impossible, locale)
    click.echo(f"{items}: {changes}, {cannot}")
    for cadence, total in sums["after"].items():
        name = texts_for(locale).gettext(CADENCES[Cadence(cadence)])
        click.echo(f"{name}: {sums['before'].get(cadence, '0')} → {total}")


def _sums(amounts: list[object]) -> dict[str, str]:
    results: dict[str, Fraction] = {}
    for each in amounts:
        for cadence, amount in (each if isinstance(each, dict) else {}).items():
            results[cadence] = results.get(cadence, ZERO) + Fraction(amount)
    return {cadence: exact_text(total) for cadence, total in sorted(results.items())}
