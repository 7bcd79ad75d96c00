"""Commands for quotes: create, show, list, verify; and the keys that programs need to write quotes."""

import secrets
from typing import Any

import click

from configurator.cli.context import SELLER, Context, ask_for, asking, now
from configurator.cli.output import AS_JSON, FAILED, OK, print_json
from configurator.engine import ItemAsk
from configurator.quoting.quote_model import Quote
from configurator.quoting.verification_report import VerificationOutcome

DATABASE = click.option("--database", metavar="URL", help="The database; DATABASE_URL or configurator.db by default.")
OF_SELLER = click.option("--seller", default=SELLER, show_default=True, help="The seller whose quotes are meant.")


@click.group(short_help="Store quotes, read them back, prove them.")
def quote() -> None:
    """Store quotes, read them back, and prove them again."""


@quote.command(short_help="Store a quote of one item.")
@click.argument("catalog")
@asking
@click.option("--quantity", type=click.IntRange(min=1), default=1, show_default=True, help="How many pieces.")
@click.option("--number", help="What people call the quote.")
@DATABASE
@OF_SELLER
@AS_JSON
@click.pass_obj
def create(context: Context, /, catalog: str, **options: Any) -> None:
    """Store a quote of one item: the completion of the choices, priced, with everything it stands on."""
    ask = ask_for(catalog, options, differences=False)
    drawn = context.engine.quote(
        [ItemAsk("1", options["quantity"], ask)],
        id=secrets.token_urlsafe(12).replace("-", "x").replace("_", "y"),
        seller=options["seller"],
        created=now(),
        on=ask.on,
        number=options["number"],
    )
    with context.storage(options["database"], create=True) as storage:
        storage.sellers.ensure(options["seller"], at=now())
        storage.quotes.add(drawn.sealed, drawn.contents)
    _print(drawn.sealed.quote, drawn.sealed.body, options["as_json"])


def _print(found: Quote, body: str, as_json: bool) -> None:
    if as_json:
        click.echo(body)
        return
    click.echo(f"quote {found.id}" + (f" ({found.number})" if found.number else "") + f" of {found.on}")
    for item in found.items:
        amounts = ", ".join(f"{cadence}: {money}" for cadence, money in item.total.by_cadence.items())
        click.echo(f"  {item.id}: {item.quantity} × {item.catalog.id} by {item.book.id}: {amounts}")
    click.echo("total " + ", ".join(f"{cadence}: {money}" for cadence, money in found.total.by_cadence.items()))


@quote.command("show")
@click.argument("id")
@DATABASE
@OF_SELLER
@AS_JSON
@click.pass_obj
def show_quote(context: Context, /, id: str, database: str | None, seller: str, as_json: bool) -> None:
    """Show a stored quote."""
    with context.storage(database) as storage:
        sealed = storage.quotes.get(seller, id)
    _print(sealed.quote, sealed.body, as_json)


@quote.command("list")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="How many at most.")
@DATABASE
@OF_SELLER
@AS_JSON
@click.pass_obj
def list_quotes(context: Context, /, limit: int, database: str | None, seller: str, as_json: bool) -> None:
    """List stored quotes, newest first."""
    with context.storage(database) as storage:
        rows = storage.quotes.list(seller, limit=limit).rows
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row.id}  {row.created:%Y-%m-%d %H:%M}  {row.total.one_time}  {row.number or ''}".rstrip())


@quote.command(short_help="Prove a stored quote from its own bytes.")
@click.argument("id")
@DATABASE
@OF_SELLER
@AS_JSON
@click.pass_obj
def verify(context: Context, /, id: str, database: str | None, seller: str, as_json: bool) -> None:
    """Prove a stored quote from its own bytes: contents, configuration, price, sums, digest."""
    with context.storage(database) as storage:
        report = context.engine.verify(storage.quotes.stored(seller, id))
    print_json(report.as_json()) if as_json else click.echo(str(report))
    raise SystemExit(OK if report.outcome is VerificationOutcome.PASSED else FAILED)


@click.group(short_help="Keys for programs that write quotes.")
def key() -> None:
    """Keys with which programs write quotes through the API."""


@key.command()
@click.argument("label")
@DATABASE
@OF_SELLER
@click.pass_obj
def issue(context: Context, /, label: str, database: str | None, seller: str) -> None:
    """Make a key; its secret is printed this once only."""
    with context.storage(database, create=True) as storage:
        storage.sellers.ensure(seller, at=now())
        issued = storage.keys.issue(seller, label=label, scopes=frozenset({"quotes:read", "quotes:write"}), at=now())
    click.echo(issued.secret)
