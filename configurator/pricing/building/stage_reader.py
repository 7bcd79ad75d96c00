"""Waivers and the named stages of the waterfall."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from configurator.pricing import codes, tags
from configurator.pricing.amounts import Amount
from configurator.pricing.building.amount_reader import PERCENT, POSITIVE, read_amount
from configurator.pricing.building.book_context import BookContext, Selectors, cadence_of, words_of
from configurator.pricing.building.head_reader import read_horizon
from configurator.pricing.building.tax_rate_reader import read_exemptions, read_rates
from configurator.pricing.charge import CountsFor
from configurator.pricing.model import ActsOn, Choice, Selection, Stage, StageKind, Waiver
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
    over = read_horizon(shape.over, f"{where}.over", book.report)
    title = book.text(shape.title, f"{where}.title", name.location, default=name)
    because = book.text(shape.because, f"{where}.because", shape.location)
    interval = book.interval(shape.from_, shape.until, where, shape.location)
    return [
        Waiver(str(name), title, Selection(results), one_of, because, name.location, each, when, interval, over)
        for words, key, one_of in ((shape.includes, "includes", False), (shape.choose_one_of, "choose_one_of", True))
        if (results := selectors.read(book, words, f"{where}.{key}"))
    ]


# ── stages ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_CHANGES: Final = ("percent", "amount", "rates")
_ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "discount": ("percent", "amount", "at", "recurring", "at_least", "at_most", "never_below", "group", "choose"),
    "surcharge": ("percent", "amount", "at", "recurring", "at_least", "at_most", "group", "choose"),
    "minimum": ("amount", "recurring", "choose"),
    "maximum": ("amount", "recurring", "choose"),
    "limit": ("percent", "amount", "recurring", "of"),
    "tax": ("percent", "rates", "at", "included", "exempt"),
}
_CHECKED: Final = (
    *_CHANGES,
    "at",
    "recurring",
    "at_least",
    "at_most",
    "never_below",
    "group",
    "choose",
    "of",
    "included",
    "exempt",
)


def read_stages(
    book: BookContext, given: Sequence[StageShape], selectors: Selectors, tables: list[str]
) -> tuple[Stage, ...]:
    """Read the stages in order; each may name the lines of those before it. `tables` grows by the files read."""
    stages: list[Stage] = []
    taxed = False
    selectors = replace(selectors, later=frozenset(f"stages.{shape.id}" for shape in given))
    for number, shape in enumerate(given, start=1):
        where = f"stages[{number}]"
        book.check_id(shape.id, f"{where}.id")
        _check_order(book, shape, stages, where, taxed)
        _check_group(book, shape, stages, where)
        taxed = taxed or shape.kind == "tax"
        if _keys_fit(book, shape, where):
            stages.append(_stage(book, shape, selectors, stages, where, tables))
        selectors = selectors.having(f"stages.{shape.id}")
    _check_included(book, stages)
    return tuple(stages)


def _check_included(book: BookContext, stages: Iterable[Stage]) -> None:
    """Report taxes of which some are included in prices, and some are not."""
    taxes = [stage for stage in stages if stage.kind is StageKind.TAX]
    for stage in taxes:
        if stage.included != taxes[0].included:
            message = f"prices include one of the taxes `{taxes[0].id}` and `{stage.id}`, and not the other"
            book.report.add(codes.STAGE_KEYS, stage.location, stage.id, message, "all of them, or none")


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


def _check_group(book: BookContext, shape: StageShape, before: list[Stage], where: str) -> None:
    """Report a stage apart from the others of its group, one that makes another choice, and a choice among one."""
    others = [stage for stage in before if shape.group is not None and stage.group == shape.group]
    wrong = []
    if others and before[-1].group != shape.group:
        wrong.append(("group", f"the stages of the group `{shape.group}` stand apart", "put them one after another"))
    if others and shape.choose is not None and others[0].choose not in (None, Choice(shape.choose)):
        wrong.append(("choose", f"the group `{shape.group}` chooses the {others[0].choose} already", "say it once"))
    single = all(each is None or isinstance(each, Word) or len(each) == 1 for each in (shape.percent, shape.amount))
    if shape.choose is not None and shape.group is None and single:
        wrong.append(("choose", "there is nothing to choose from", "give several cases, or a `group`"))
    for key, message, hint in wrong:
        book.report.add(codes.STAGE_KEYS, shape.key_location(key), f"{where}.{key}", message, hint=hint)


def _limited(book: BookContext, shape: StageShape, before: list[Stage], where: str) -> tuple[str, ...]:
    """Return the discounts that a limit is for; report others."""
    if shape.kind != "limit":
        return ()
    known = [stage.id for stage in before if stage.kind is StageKind.DISCOUNT]
    for word in words_of(shape.of):
        if word not in known:
            message, expected = f"`{word}` is no discount before it", some_of(known) or "a discount before it"
            book.report.add(codes.STAGE_KEYS, word.location, f"{where}.of", message, expected)
    if not known:
        message, hint = f"no discount is before the limit `{shape.id}`", "put it after the discounts"
        book.report.add(codes.STAGE_KEYS, shape.id.location, where, message, hint=hint)
    return tuple(map(str, words_of(shape.of))) or tuple(known)


def _keys_fit(book: BookContext, shape: StageShape, where: str) -> bool:
    allowed = _ALLOWED[shape.kind]
    given = [key for key in _CHECKED if shape.has(key)]
    wrong = [(key, f"a {shape.kind} has no use for `{key}`") for key in given if key not in allowed]
    if shape.at == "line":
        wrong += [(key, f"`{key}` goes with at: total") for key in given if key in ("recurring", "at_least", "at_most")]
    changes = [key for key in _CHANGES if key in given]
    if len(changes) > 1:
        wrong.append((changes[1], f"both `{changes[0]}` and `{changes[1]}` are given"))
    for key, message in wrong:
        book.report.add(codes.STAGE_KEYS, shape.key_location(key), f"{where}.{key}", message, some_of(allowed))
    if not any(key in allowed or key not in _CHANGES for key in shape.sizes):
        expected = " or ".join(f"`{key}`" for key in _CHANGES if key in allowed)
        book.report.add(codes.STAGE_KEYS, shape.location, where, "the stage does not say how much", expected)
        return False
    return not wrong


def _stage(
    book: BookContext, shape: StageShape, selectors: Selectors, before: list[Stage], where: str, tables: list[str]
) -> Stage:
    reader = book.reader(base=True, steps=[stage.id for stage in before])
    least = read_amount(book, shape.at_least, f"{where}.at_least", reader, POSITIVE)
    most = read_amount(book, shape.at_most, f"{where}.at_most", reader, POSITIVE)
    _check_bounds(book, least, most, where)
    kind, cadence = StageKind(shape.kind), cadence_of(shape.recurring)
    is_choice = shape.choose is not None and shape.group is None
    percent = read_amount(book, shape.percent, f"{where}.percent", reader, PERCENT, chosen=is_choice)
    exempt = read_exemptions(book, shape.exempt, f"{where}.exempt", reader)
    rates = () if shape.rates is None else read_rates(book, shape.rates, f"{where}.rates", reader, selectors, tables)
    return Stage(
        str(shape.id),
        book.text(shape.title, f"{where}.title", shape.location, default=shape.id),
        kind,
        shape.id.location,
        (*exempt, *percent) if percent else percent,
        read_amount(book, shape.amount, f"{where}.amount", reader, POSITIVE, chosen=is_choice),
        _selection(book, shape, selectors, where),
        ActsOn(shape.at),
        cadence if shape.recurring else None,
        least,
        most,
        reader.condition(shape.when, f"{where}.when"),
        book.interval(shape.from_, shape.until, where, shape.location),
        book.text(shape.because, f"{where}.because", shape.location),
        counts=CountsFor(shape.per),
        never_below=read_amount(book, shape.never_below, f"{where}.never_below", reader, POSITIVE),
        group=str(shape.group or ""),
        choose=_choice(shape, before),
        of=_limited(book, shape, before, where),
        rates=tuple(replace(rate, percent=(*exempt, *rate.percent)) for rate in rates),
        included=shape.included,
    )


def _choice(shape: StageShape, before: list[Stage]) -> Choice | None:
    """Return what a stage chooses: in a group, what its first stage does."""
    first = next((stage for stage in before if stage.group and stage.group == shape.group), None)
    if first is not None and shape.choose is None:
        return first.choose
    return Choice(shape.choose) if shape.choose else Choice.BEST if shape.group else None


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
