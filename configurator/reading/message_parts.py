"""Parts of messages: quoted and truncated values, lists of names, and suggestions for misspelt names."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import islice

from configurator.reading.limits import LONGEST_COMPARED, MOST_CANDIDATES
from configurator.reading.positioned_tree import Mapping, Node, Scalar, Sequence


def quoted(text: str, most: int = 60) -> str:
    """Return a text in backticks, truncated to `most` characters; what would not be seen is shown as an escape."""
    shown = "".join(each if each.isprintable() else repr(each)[1:-1] for each in text[:most])
    return f"`{shown}`" if len(text) <= most else f"`{shown}…`"


def did_you_mean(word: str, candidates: Iterable[str], *, likeness: float = 0.6) -> str:
    """Return a hint with the most similar candidate, or "" if none is similar enough.

    `likeness` is the least similarity ratio of `difflib`, from 0 to 1, ignoring case. Only the first `MOST_CANDIDATES`
    candidates and the first `LONGEST_COMPARED` characters of the word are compared.
    """
    folded = {candidate.lower(): candidate for candidate in islice(candidates, MOST_CANDIDATES)}
    nearest = _nearest(word[:LONGEST_COMPARED].lower(), folded, likeness)
    return "" if nearest is None else f"did you mean {quoted(folded[nearest], LONGEST_COMPARED)}?"


def _nearest(word: str, candidates: Iterable[str], likeness: float) -> str | None:
    """Return what `get_close_matches` returns first, but compute no ratio that cannot exceed the best one so far."""
    matcher, nearest = SequenceMatcher(b=word), None
    for candidate in candidates:
        matcher.set_seq1(candidate)
        if matcher.real_quick_ratio() >= likeness and matcher.quick_ratio() >= likeness:
            ratio = matcher.ratio()
            if ratio > likeness or (ratio == likeness and candidate > (nearest or "")):
                likeness, nearest = ratio, candidate
    return nearest


def some_of(words: Iterable[str], most: int = 8) -> str:
    """Return the first words as a list for a message: `a`, `b`, …"""
    known = list(islice(words, most + 1))
    shown = ", ".join(f"`{word}`" for word in known[:most])
    return f"{shown}, …" if len(known) > most else shown


def kind_of_node(node: Node) -> str:
    """Return a description of a node: its text in backticks, or its kind."""
    match node:
        case Mapping():
            return "a map" if node.entries else "an empty map"
        case Sequence():
            return "a list" if node.items else "an empty list"
        case Scalar():
            return kind_of_text(node.text, node.quoted)


def kind_of_text(text: str, in_quotes: bool) -> str:
    """Return a text in backticks, or "nothing" for a missing value."""
    return "nothing" if not text and not in_quotes else quoted(text)
