"""Files of saved choices, read with every check and written as a whole or not at all."""

import json
import os
from pathlib import Path

import click

from configurator import canonical_json
from configurator.errors import InvalidRequest
from configurator.quoting.saved_choices import SavedChoices, read_saved_choices, write_saved_choices

FILE = click.Path(path_type=Path, dir_okay=False)
SAVED = click.Path(path_type=Path, dir_okay=False, exists=True)
MOST_BYTES = 4_000_000


def read(file: Path) -> SavedChoices:
    """Read a saved file. Raises InvalidRequest saying what is wrong with it."""
    if file.stat().st_size > MOST_BYTES:
        raise InvalidRequest(f"{file} is too large to be saved choices; expected at most {MOST_BYTES:,} bytes")
    try:
        return read_saved_choices(json.loads(file.read_bytes()))
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(f"{file} is no file of saved choices: {error}; expected what `save` writes") from error
    except InvalidRequest as error:
        raise InvalidRequest(f"{file}: {error}", field=error.field) from error


def write(saved: SavedChoices, file: Path) -> None:
    """Write saved choices as canonical JSON; the file is replaced as a whole or not at all."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_text(canonical_json.dumps(write_saved_choices(saved)) + "\n", encoding="utf-8")
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InvalidRequest(f"cannot write {file}: {error.strerror}") from error
    click.echo(f"saved to {file}", err=True)
