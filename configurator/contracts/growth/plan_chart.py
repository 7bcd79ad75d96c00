"""A growth plan as a chart: cumulative cost by month, one line per contract.

Lines differ by dashes and markers and are labelled at their ends, so the chart is readable without colour.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from itertools import accumulate

from configurator.contracts.growth.growth_plan import GrowthPlan
from configurator.contracts.limits import MOST_CHART_LINES
from configurator.money import Money, decimal_of, formatted

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 360, 96, 190, 16, 40
DASHES = ("", "8 4", "2 4", "12 4 2 4", "4 2", "16 6", "2 2 8 2", "1 6")
MARKS = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-4-4h8v8h-8z",
    "M0-5L5 4H-5z",
    "M0-5L5 0 0 5-5 0z",
    "M-2-5h4v3h3v4h-3v3h-4v-3h-3v-4h3z",
    "M-4-5L5 0-4 5z",
    "M0 5L5-4H-5z",
    "M-5-2h10v4h-10z",
)


@dataclass(frozen=True, slots=True)
class ChartLine:
    """The cumulative cost of a contract by month."""

    title: str
    paid: tuple[Fraction, ...]


def svg(growth_plan: GrowthPlan, locale: str) -> str:
    """Draw the expected cumulative cost of the cheapest contracts by month, as SVG text."""
    comparison = growth_plan.comparison
    lines = [
        ChartLine(comparison.offer.contracts[each.contract].title.in_locale(locale), tuple(accumulate(each.flow)))
        for each in comparison.outcomes[:MOST_CHART_LINES]
    ]
    steps = amounts_beside(max((max(line.paid) for line in lines), default=Fraction(0)) or Fraction(1))
    highest = steps[-1]
    title = escape(comparison.offer.title.in_locale(locale))
    body = (*_axes(growth_plan, steps, locale), *_lines(lines, highest))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-size="12" '
        f'font-family="sans-serif" fill="currentColor" stroke="none"><title>{title}</title>{"".join(body)}</svg>'
    )


def _axes(growth_plan: GrowthPlan, steps: Sequence[Fraction], locale: str) -> Iterator[str]:
    offer, months = growth_plan.comparison.offer, len(growth_plan.comparison.cheapest.flow) - 1
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    yield f'<path d="M{LEFT} {TOP}V{bottom}H{right}" fill="none" stroke="currentColor"/>'
    for amount in steps:
        text = escape(formatted(Money(decimal_of(amount), offer.currency), locale))
        y = _scaled(amount / steps[-1], bottom, TOP)
        yield f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{text}</text>'
        yield f'<path d="M{LEFT} {y}H{right}" stroke="currentColor" opacity="0.2"/>'
    for part in range(5):
        month = months * part // 4
        x = _scaled(Fraction(month, max(1, months)), LEFT, right)
        yield f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{month}</text>'


def amounts_beside(highest: Fraction) -> list[Fraction]:
    """Return round amounts from 0 to at least the highest: multiples of 1, 2 or 5 times a power of ten."""
    size = Fraction(10) ** (len(str(int(highest))) - 2)
    step = next(size * times for times in (1, 2, 5, 10, 20, 50) if highest / (size * times) <= 5)
    return [step * number for number in range(math.ceil(highest / step) + 1)]


def _lines(lines: Sequence[ChartLine], highest: Fraction) -> Iterator[str]:
    ends = _apart([_scaled(line.paid[-1] / highest, HEIGHT - BOTTOM, TOP) for line in lines])
    for number, (line, label) in enumerate(zip(lines, ends, strict=True)):
        months = max(1, len(line.paid) - 1)
        points = [
            (_scaled(Fraction(at, months), LEFT, WIDTH - RIGHT), _scaled(paid / highest, HEIGHT - BOTTOM, TOP))
            for at, paid in enumerate(line.paid)
        ]
        path = " ".join(f"{x},{y}" for x, y in points)
        dash = f' stroke-dasharray="{DASHES[number]}"' if DASHES[number] else ""
        yield f'<polyline points="{path}" fill="none" stroke="currentColor" stroke-width="2"{dash}/>'
        for x, y in points[:: max(1, months // 6)]:
            yield f'<path d="{MARKS[number]}" transform="translate({x} {y})"/>'
        x, y = points[-1]
        yield f'<path d="M{x} {y}L{x + 10} {label}" stroke="currentColor" opacity="0.5"/>'
        yield f'<text x="{x + 14}" y="{label + 4}">{escape(line.title)}</text>'


def _apart(heights: Sequence[int]) -> list[int]:
    """Move labels apart so that none covers another."""
    order, placed, low = sorted(range(len(heights)), key=lambda at: heights[at]), [0] * len(heights), -100
    for at in order:
        low = max(heights[at], low + 15)
        placed[at] = low
    return placed


def _scaled(share: Fraction, low: int, high: int) -> int:
    """Return the whole pixel at a share of the way."""
    return low + round(share * (high - low))
