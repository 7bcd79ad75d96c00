"""The lists of exceptions: text files of one name a line, sorted, each with its reason after a colon where it stays."""

from pathlib import Path

HERE = Path(__file__).parent


def listed(file: str) -> dict[str, str]:
    """Return the names of a list with their reasons; a name without one is to go."""
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    split = (line.partition(": ") for line in lines if line and not line.startswith("#"))
    return {name: reason for name, _, reason in split}


def is_sorted(file: str) -> bool:
    """Return whether a list is sorted, so that two changes to it rarely meet."""
    names = list(listed(file))
    return names == sorted(names)
