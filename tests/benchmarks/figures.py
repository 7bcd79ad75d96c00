"""Figures beside the targets that are set for them, as one table: what was reached, and what a baseline took."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.clicks import set_out


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, in milliseconds or in what `unit` says; None where it could not be measured.

    `less` tells that less is better. The baseline is in the same unit, `beside` says what it is.
    """

    model: str
    what: str
    target: float | None
    reached: float | None
    unit: str = "ms"
    less: bool = True
    baseline: float | None = None
    beside: str = ""
    kilobytes: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None where there is none, or nothing was measured."""
        if self.target is None or self.reached is None:
            return None
        return self.reached <= self.target if self.less else self.reached >= self.target


HEADINGS = ("model", "what", "target", "reached", "met", "baseline", "", "ratio", "kB")
MET = {True: "yes", False: "NO", None: ""}


def table(figures: Sequence[Figure]) -> str:
    """Write the figures, one to a line."""
    return set_out([HEADINGS, *map(_row, figures)])


def _row(figure: Figure) -> tuple[str, ...]:
    sign = "≤ " if figure.less else "≥ "
    ratio = figure.baseline / figure.reached if figure.baseline is not None and figure.reached else None
    return (
        figure.model,
        figure.what,
        "" if figure.target is None else sign + _shown(figure.target, figure.unit),
        _shown(figure.reached, figure.unit) or "not measured",
        MET[figure.met],
        figure.beside,
        _shown(figure.baseline, figure.unit),
        "" if ratio is None else f"{ratio:,.1f}" if ratio < 10 else f"{ratio:,.0f}",
        "" if figure.kilobytes is None else f"{figure.kilobytes:,.0f}",
    )


def _shown(number: float | None, unit: str) -> str:
    if number is None:
        return ""
    return f"{number:,.0f} {unit}" if number >= 100 else f"{number:,.3g} {unit}"
