"""What the commands about metered usage share: the options that name meters and events, and the meters themselves."""

from pathlib import Path

import click

from configurator.errors import InvalidDocument, NotFound
from configurator.metering.load import load_meters
from configurator.metering.model import Meter, Meters
from configurator.reading.wording import did_you_mean, quoted

METERS = click.option(
    "--meters", "meters_file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file that defines the meters.",
)  # fmt: skip
EVENTS = click.option(
    "--events", default="usage.duckdb", show_default=True, metavar="FILE|URL",
    help="Where events are kept: a DuckDB file, or postgresql://…",
)  # fmt: skip


def meters_in(path: Path) -> Meters:
    """Read a file of meters. Raises InvalidDocument with all its problems."""
    meters, problems = load_meters(path.read_bytes(), str(path))
    if meters is None:
        raise InvalidDocument(problems)
    return meters


def meter_named(meters: Meters, name: str) -> Meter:
    """Return a meter. Raises NotFound with what may have been meant."""
    if name not in meters.meters:
        raise NotFound(f"there is no meter {quoted(name)}; {did_you_mean(name, meters.meters)}".rstrip("; "))
    return meters.meters[name]
