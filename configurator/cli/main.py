"""The command `configurator`: options that hold for every command, and how it ends.

Exit codes: 0 all is well; 1 something is invalid, failed or was not found; 2 the command was used wrongly; 3 time ran
out before the answer was certain; 130 it was interrupted.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from configurator import storage as stores
from configurator.budget import BudgetResource, OutOfBudget
from configurator.cli.choice_commands import configure, explain, price, reopen, save, show
from configurator.cli.command_context import CHECKED, CommandContext, database_named
from configurator.cli.contract_commands import plan, statement
from configurator.cli.demo import demo
from configurator.cli.exchange_commands import export_command, import_command
from configurator.cli.order_commands import order
from configurator.cli.output import FAILED, INTERRUPTED, fail, speak_plainly
from configurator.cli.owner_commands import check_command, grow_command, profile_command, schema
from configurator.cli.quote_commands import key, quote, reprice
from configurator.cli.search_commands import best, front, range_command
from configurator.cli.usage_commands import usage
from configurator.cli.user_cache import user_cache_folder
from configurator.cli.worker_process import into_worker_process
from configurator.errors import ConfiguratorError
from configurator.process_limits import is_out_of_memory

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--catalogs", type=FOLDER, help="The folder of your catalogs; the shipped ones by default.")
@click.option(
    "--books",
    type=FOLDER,
    help="The folder of your price books; by default `pricing_rules` beside your catalogs, or the shipped ones.",
)
@click.option("--locale", default="en", show_default=True, help="The language of reports, titles and reasons.")
@click.option("--times", "with_times", is_flag=True, help="Also report how long start, reading and answer took.")
@click.option("--no-cache", is_flag=True, help="Keep no compiled forms between runs, and use none.")
@click.version_option(package_name="configurator")
@click.pass_context
def cli(
    context: click.Context, catalogs: Path | None, books: Path | None, locale: str, with_times: bool, no_cache: bool
) -> None:
    """Configure modular products, understand every no, and price every yes."""
    cache = None if no_cache else user_cache_folder(os.environ)
    context.obj = CommandContext(catalogs, books, locale, start_worker=context.obj, with_times=with_times, cache=cache)


@cli.command(short_help="Serve the shopper's page and the HTTP API.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--database", metavar="URL", help="The database; DATABASE_URL or configurator.db by default.")
@CHECKED
@click.pass_obj
def serve(context: CommandContext, /, host: str, port: int, database: str | None) -> None:
    """Serve the shopper's page and the HTTP API until interrupted."""
    from configurator_api.serve import serve as run

    at, _ = f"http://{host}:{port}", context.gettext
    click.echo(_("the page is at {page}, the API at {api}").format(page=f"{at}/", api=f"{at}/v1"), err=True)
    click.echo(_("database: {url}").format(url=stores.shown(database_named(database))), err=True)
    catalogs, books = context.catalogs, context.books_folder
    run(host, port, database=database, catalogs=catalogs, books=books, checked=context.checked)


@cli.command(short_help="Completion for your shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a SHELL; source it in the shell's start file."""
    result = get_completion_class(shell)
    if result is None:
        raise click.UsageError(f"there is no completion for {shell}")
    click.echo(result(cli, {}, "configurator", "_CONFIGURATOR_COMPLETE").source())


for command in (
    demo,
    check_command,
    show,
    configure,
    explain,
    price,
    save,
    reopen,
    order,
    quote,
    key,
    usage,
    plan,
    import_command,
    export_command,
    profile_command,
    grow_command,
    range_command,
    best,
    front,
    schema,
):
    cli.add_command(command)
quote.add_command(reprice)
usage.add_command(statement)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; expected errors print one sentence instead of a traceback.

    What comes from the command line may start a worker process; with `arguments`, everything runs in this one.
    """
    speak_plainly()
    start_worker = into_worker_process if arguments is None else None
    try:
        cli.main(arguments, prog_name="configurator", standalone_mode=False, obj=start_worker)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        sys.exit(INTERRUPTED)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except ConfiguratorError as error:
        fail(error)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(FAILED)
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        fail(OutOfBudget(BudgetResource.MEMORY))
