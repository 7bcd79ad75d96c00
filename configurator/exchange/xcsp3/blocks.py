"""Blocks and groups of XCSP3, written out: a group is a constraint with places, and the arguments to put there."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from configurator.exchange import codes
from configurator.exchange.elements import Element
from configurator.exchange.report import Report

_MOST_CONSTRAINTS: Final = 100_000
_MOST_LETTERS: Final = 20_000_000
"""Of all constraints that groups write out."""
_PLACE: Final = re.compile(r"%(?:([0-9]{1,4})|\.\.\.)")


def flat(element: Element, report: Report) -> list[Element]:
    """Return the constraints below an element, those of its blocks and groups included."""
    found, letters = [], 0
    for constraint in _below(element):
        found.append(constraint)
        letters += len(constraint.text) + sum(len(child.text) for child in constraint.children)
        if len(found) > _MOST_CONSTRAINTS or letters > _MOST_LETTERS:
            raise report.halt(
                codes.TOO_LARGE, constraint.location, "there are too many constraints", f"{_MOST_CONSTRAINTS:,}"
            )
    return found


def _below(element: Element) -> Iterator[Element]:
    for child in element.children:
        if child.tag == "block":
            yield from _below(child)
        elif child.tag == "group":
            yield from _instances(child)
        else:
            yield child


def _instances(group: Element) -> Iterator[Element]:
    """Yield the constraint of a group for each of its `<args>`; the tuples of a table stay the same object."""
    patterns = [child for child in group.children if child.tag != "args"]
    for args in group.children:
        if args.tag == "args" and patterns:
            yield _filled(patterns[0], args.text.split())


def _filled(pattern: Element, words: list[str]) -> Element:
    highest = max((int(found) for found in _PLACE.findall(_all_text(pattern)) if found), default=-1)
    others = " ".join(words[highest + 1 :])

    def put(found: re.Match[str]) -> str:
        if found[1] is None:
            return others
        return words[int(found[1])] if int(found[1]) < len(words) else found[0]

    def fill(element: Element) -> Element:
        text = _PLACE.sub(put, element.text) if "%" in element.text else element.text
        return replace(element, text=text, children=[fill(child) for child in element.children])

    return fill(pattern)


def _all_text(element: Element) -> str:
    return " ".join((element.text, *(child.text for child in element.children if "%" in child.text)))
