"""Waivers and the named stages of the waterfall."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from configurator.pricing import codes, tags
from configurator.pricing.amounts import Amount
from configurator.pricing.building.amount_reader import PERCENT, POSITIVE, read_amount
from configurator.pricing.building.book_context import BookContext, Selectors, cadence_of, words_of
from configurator.pricing.charge import CountsFor
from configurator.pricing.model import ActsOn, Selection, Stage, StageKind, Waiver
from configurator.pricing.shape import StageShape, WaiverShape
from configurator.reading.message_parts import some_of
from configurator.reading.shape import Word

# ── waivers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_waivers(book: BookContext, given: dict[Word, WaiverShape], selectors: Selectors) -> tuple[Waiver, ...]:
    """Read the waivers; one that includes parts and also one of several becomes two of the same id."""
    return tuple(waiver for name, shape in given.items() for waiver in _waivers(book, name, shape, selectors))


def _waivers(book: BookContext, name: Word, shape: WaiverShape, selectors: Selectors) -> list[Waiver]:
    where = f"waivers.{name}"
    book.check_id(name, where)
    each = book.structure(shape.each, where)
    if not shape.includes and not shape.choose_one_of:
        message, expected = "nothing is waived", "parts under `includes`, `choose_one_of`, or both"
        book.report.add(codes.UNKNOWN_LINES, shape.location, where, message, expected)
    if each is None:
        return []
    when = book.reader(each).condition(shape.when, f"{where}.when")
    title = book.text(shape.title, f"{where}.title", name.location, default=name)
    because = book.text(shape.because, f"{where}.because", shape.location)
    interval = book.interval(shape.from_, shape.until, where, shape.location)
    return [
        Waiver(str(name), title, Selection(results), one_of, because, name.location, each, when, interval)
        for words, key, one_of in ((shape.includes, "includes", False), (shape.choose_one_of, "choose_one_of", True))
        if (results := selectors.read(book, words, f"{where}.{key}"))
    ]


# ── stages ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_CHANGES: Final = ("percent", "amount")
_ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "discount": (*_CHANGES, "at", "recurring", "at_least", "at_most"),
    "surcharge": (*_CHANGES, "at", "recurring", "at_least", "at_most"),
    "minimum": ("amount", "recurring"),
    "maximum": ("amount", "recurring"),
    "tax": ("percent", "at"),
}
_CHECKED: Final = (*_CHANGES, "at", "recurring", "at_least", "at_most")


def read_stages(book: BookContext, given: Sequence[StageShape], selectors: Selectors) -> tuple[Stage, ...]:
    """Read the stages in order; each may name the lines of those before it."""
    stages: list[Stage] = []
    taxed = False
    selectors = replace(selectors, later=frozenset(f"stages.{shape.id}" for shape in given))
    for number, shape in enumerate(given, start=1):
        where = f"stages[{number}]"
        book.check_id(shape.id, f"{where}.id")
        _check_order(book, shape, stages, where, taxed)
        taxed = taxed or shape.kind == "tax"
        if _keys_fit(book, shape, where):
            stages.append(_stage(book, shape, selectors, where))
        selectors = selectors.having(f"stages.{shape.id}")
    return tuple(stages)


def _check_order(book: BookContext, shape: StageShape, before: list[Stage], where: str, taxed: bool) -> None:
    twin = next((stage for stage in before if stage.id == shape.id), None)
    if twin is not None or shape.id in ("list", "charges", "waivers", "rounding"):
        message = f"`{shape.id}` is " + (
            f"the stage at {twin.location} already" if twin else "a level of every waterfall"
        )
        book.report.add(codes.DUPLICATE_ID, shape.id.location, f"{where}.id", message, "an id of its own")
    if taxed and shape.kind != "tax":
        message, hint = f"the {shape.kind} `{shape.id}` follows a tax", "put it before the first tax"
        book.report.add(codes.TAX_NOT_LAST, shape.id.location, where, message, hint=hint)


def _keys_fit(book: BookContext, shape: StageShape, where: str) -> bool:
    allowed = _ALLOWED[shape.kind]
    given = [key for key in _CHECKED if shape.has(key)]
    wrong = [(key, f"a {shape.kind} has no use for `{key}`") for key in given if key not in allowed]
    if shape.at == "line":
        wrong += [(key, f"`{key}` goes with at: total") for key in given if key in ("recurring", "at_least", "at_most")]
    if shape.percent is not None and shape.amount is not None:
        wrong.append(("amount", "both `percent` and `amount` are given"))
    for key, message in wrong:
        book.report.add(codes.STAGE_KEYS, shape.key_location(key), f"{where}.{key}", message, some_of(allowed))
    if not any(key in allowed or key not in _CHANGES for key in shape.sizes):
        expected = " or ".join(f"`{key}`" for key in _CHANGES if key in allowed)
        book.report.add(codes.STAGE_KEYS, shape.location, where, "the stage does not say how much", expected)
        return False
    return not wrong


def _stage(book: BookContext, shape: StageShape, selectors: Selectors, where: str) -> Stage:
    reader = book.reader(base=True)
    least = read_amount(book, shape.at_least, f"{where}.at_least", reader, POSITIVE)
    most = read_amount(book, shape.at_most, f"{where}.at_most", reader, POSITIVE)
    _check_bounds(book, least, most, where)
    kind, cadence = StageKind(shape.kind), cadence_of(shape.recurring)
    return Stage(
        str(shape.id),
        book.text(shape.title, f"{where}.title", shape.location, default=shape.id),
        kind,
        shape.id.location,
        read_amount(book, shape.percent, f"{where}.percent", reader, PERCENT),
        read_amount(book, shape.amount, f"{where}.amount", reader, POSITIVE),
        _selection(book, shape, selectors, where),
        ActsOn(shape.at),
        cadence if shape.recurring else None,
        least,
        most,
        reader.condition(shape.when, f"{where}.when"),
        book.interval(shape.from_, shape.until, where, shape.location),
        book.text(shape.because, f"{where}.because", shape.location),
        counts=CountsFor(shape.per),
    )


def _check_bounds(book: BookContext, least: Amount, most: Amount, where: str) -> None:
    """Report bounds that leave nothing between them, where both are plain numbers."""
    if len(least) != 1 or len(most) != 1:
        return
    low, high = least[0].value, most[0].value
    if isinstance(low, Fraction) and isinstance(high, Fraction) and low > high:
        message, expected = "`at_least` is more than `at_most`", "a bound of `at_least` or more"
        book.report.add(codes.STAGE_KEYS, most[0].location, f"{where}.at_most", message, expected)


def _selection(book: BookContext, shape: StageShape, selectors: Selectors, where: str) -> Selection | None:
    """Return the base of a stage; a surcharge with an amount and no `on` applies whatever was sold."""
    if shape.kind == "surcharge" and shape.amount is not None and shape.on is None and shape.at == "total":
        return None
    results = (
        selectors.read(book, words_of(shape.on), f"{where}.on") if shape.on is not None else frozenset((tags.ALL,))
    )
    return Selection(results, selectors.read(book, words_of(shape.except_), f"{where}.except"))
