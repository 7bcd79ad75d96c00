"""The folder in which commands keep compiled forms between runs, as the XDG Base Directory Specification has it."""

from collections.abc import Mapping
from pathlib import Path


def user_cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Return `configurator` in XDG_CACHE_HOME, by default in `.cache` of the home folder; None where there is none.

    It is not created. A relative XDG_CACHE_HOME is ignored.
    """
    named = Path(environment.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():
        return named / "configurator"
    try:
        return Path.home() / ".cache" / "configurator"
    except RuntimeError:
        return None
