"""One explanation with every kind of cause, made by hand."""

from fractions import Fraction

from configurator.catalog.model import Text
from configurator.session import (
    CardinalityCause,
    ChoiceCause,
    ConstraintCause,
    Explanation,
    ExplanationSubject,
    PresenceCause,
    SubjectKind,
)
from configurator.source import Location

PLACE = Location("catalog.yaml", 3, 5)


def text(english: str, german: str = "") -> Text:
    return Text({"en": english, "de": german or english}, "en")


ABSENT = Explanation(
    ExplanationSubject(SubjectKind.ABSENT, "cable", None, text("Cable", "Kabel")),
    (
        ChoiceCause("ports", Fraction(1, 2), text("Ports"), text("0.5 m")),
        PresenceCause("cable", text("Cable", "Kabel"), "ports > 1 and fan == 'a<b'", PLACE),
        CardinalityCause("cells", text("Cell", "Zelle"), 1, 3, PLACE),
    ),
)
TREE = Explanation(
    ExplanationSubject(SubjectKind.BLOCKED, "cable", "long", text("Cable", "Kabel"), text("<Long>", "<Lang>")),
    (ConstraintCause("cells.cool", text("Heat & co.", "Hitze & Co."), PLACE, "cells[c2]"),),
    because=(ABSENT,),
)
WHOLE = Explanation(ExplanationSubject(SubjectKind.INCONSISTENT), ())
UNPROVED = Explanation(ABSENT.subject, (), minimal=False)
