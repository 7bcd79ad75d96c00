"""The form of price books, as their owners write them: every key, its kind, and what it means.

The descriptions are what an editor shows through the JSON Schema made of these shapes.
"""

from typing import Literal

from pydantic import Field

from configurator.reading.shape import Day, Flag, Number, Shape, Word

Text = Word | dict[Word, Word]
"""A text for people: one for all locales, or one per locale."""

Recurring = Literal["month", "quarter", "year"]

_FROM = "The first day it holds."
_UNTIL = "The day after the last one it holds."
_WHEN = "It applies only where this condition holds."
_BECAUSE = "The reason, for people. Price lines quote it."


# ── amounts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class DatedShape(Shape):
    """A figure and the days it holds."""

    amount: Word = Field(description="The figure: a number, or an expression.")
    from_: Day | None = Field(None, alias="from", description=_FROM)
    until: Day | None = Field(None, description=f"{_UNTIL} By default the `from` of the next figure.")


class CaseShape(Shape):
    """One of several figures: the first one in force whose condition holds is taken."""

    amount: Word | list[DatedShape] = Field(description="The figure: a number, an expression, or figures by date.")
    from_: Day | None = Field(None, alias="from", description=_FROM)
    until: Day | None = Field(None, description=f"{_UNTIL} By default the `from` of the next figure.")
    when: Word | None = Field(None, description=_WHEN)
    because: Text | None = Field(None, description=_BECAUSE)


Amount = Word | list[CaseShape]
"""A number (`895`, `895 USD`), an expression, or a list of cases."""


# ── list prices ──────────────────────────────────────────────────────────────────────────────────────────────────────


class ItemCaseShape(CaseShape):
    """One list price of an item."""

    recurring: Recurring | None = Field(None, description="The price is due again every month, quarter or year.")


class PricesShape(Shape):
    """List prices by component, option, feature or structure."""

    table: Word | list[Word] | None = Field(
        None,
        description="CSV files with the columns item and amount, and any of from, until, when, because, recurring.",
    )
    items: dict[Word, Word | ItemCaseShape | list[ItemCaseShape]] = Field(
        {}, description="Prices by item: a component, feature.option, a boolean feature, a quantity or a structure."
    )
    quantities: dict[Word, Word] = Field(
        {}, description="How many are sold of what a feature has, where it is not one: an expression by feature."
    )
    sales: Literal["choices", "bill_of_materials"] = Field(
        "choices", description="What is counted: the choices, or the parts of the bill of materials."
    )


# ── charges ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class TierShape(Shape):
    """Quantities up to a bound, and what they cost."""

    up_to: Number | None = Field(None, description="The bound; the last tier has none.")
    price: Amount | None = Field(None, description="The price of one unit.")
    flat: Amount | None = Field(None, description="A fee for entering the tier.")


class ChargeShape(Shape):
    """One priced thing."""

    title: Text | None = Field(None, description="The name of the line.")
    model: Literal["flat", "per_unit", "graduated", "volume", "stairstep", "package"] = Field(
        "flat", description="How the quantity becomes an amount; flat by default."
    )
    amount: Amount | None = Field(None, description="The amount of the model flat.")
    price: Amount | None = Field(None, description="The price of one unit (per_unit) or of one package (package).")
    quantity: Word | None = Field(None, description="An expression for how many; needed by every model but flat.")
    per: Word | None = Field(None, description="The unit that the quantity is counted in, where it has one: m, GB.")
    tiers: list[TierShape] | None = Field(None, description="The tiers of graduated, volume and stairstep.")
    bounds: Literal["inclusive", "exclusive"] = Field(
        "inclusive", description="Whether a quantity equal to a bound is still in that tier; inclusive by default."
    )
    flat_at_zero: Flag = Field(
        False, description="Whether the first tier's fee is due at quantity 0; false by default."
    )
    size: Number | None = Field(None, gt=0, description="The units in one package.")
    free: Number = Field(
        Number(0), ge=0, description="Units that cost nothing before packages are counted; 0 by default."
    )
    partial: Literal["up", "down", "exact"] = Field(
        "up", description="Whether an incomplete package counts as one, as none, or by its share; up by default."
    )
    recurring: Recurring | None = Field(None, description="The charge is due again every month, quarter or year.")
    each: Word | None = Field(None, description="The structure for whose instances the charge is repeated.")
    when: Word | None = Field(None, description=_WHEN)
    from_: Day | None = Field(None, alias="from", description=_FROM)
    until: Day | None = Field(None, description=_UNTIL)
    because: Text | None = Field(None, description=_BECAUSE)


# ── waivers and stages ───────────────────────────────────────────────────────────────────────────────────────────────


class WaiverShape(Shape):
    """Parts that a package includes."""

    title: Text | None = Field(None, description="The name for people.")
    includes: list[Word] = Field([], description="What is waived: items, features, or lines by their selectors.")
    choose_one_of: list[Word] = Field([], description="Of these, the dearest that was chosen is waived, and only that.")
    each: Word | None = Field(None, description="The structure for whose instances the waiver is repeated.")
    when: Word | None = Field(None, description=_WHEN)
    from_: Day | None = Field(None, alias="from", description=_FROM)
    until: Day | None = Field(None, description=_UNTIL)
    because: Text = Field(description=_BECAUSE)


class StageShape(Shape):
    """A named step of the waterfall."""

    id: Word = Field(description="The id of the stage.")
    title: Text | None = Field(None, description="The name of the line.")
    kind: Literal["discount", "surcharge", "minimum", "maximum", "tax"] = Field(description="What the stage does.")
    percent: Amount | None = Field(None, description="Hundredths of what it acts on.")
    amount: Amount | None = Field(None, description="An amount of the book's currency.")
    on: Word | list[Word] | None = Field(
        None, description="The lines it acts on, by selectors; all before it by default."
    )
    except_: Word | list[Word] | None = Field(None, alias="except", description="Lines it leaves out, by selectors.")
    at: Literal["line", "total"] = Field(
        "total", description="Whether every line is changed, or one line is added for all of them; total by default."
    )
    recurring: Recurring | None = Field(None, description="The line is due again every month, quarter or year.")
    at_least: Amount | None = Field(None, description="The least that the stage adds or takes off.")
    at_most: Amount | None = Field(None, description="The most that the stage adds or takes off.")
    when: Word | None = Field(None, description=_WHEN)
    from_: Day | None = Field(None, alias="from", description=_FROM)
    until: Day | None = Field(None, description=_UNTIL)
    because: Text = Field(description=_BECAUSE)


# ── the book ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class EffectiveShape(Shape):
    """When a book is in force: from a day up to, but without, another."""

    from_: Day | None = Field(None, alias="from", description="The first day.")
    until: Day | None = Field(None, description="The day after the last one.")


class ParameterShape(Shape):
    """A value from outside that the book asks for."""

    type: Literal["number", "text", "boolean"] = Field(description="number, text or boolean.")
    default: Word | None = Field(None, description="The value where none is given; without one it must be given.")
    one_of: list[Word] | None = Field(None, description="The texts it may be.")


class RoundingShape(Shape):
    """Where and how exact figures become money."""

    mode: Literal["half_up", "half_even", "half_down", "up", "down", "ceiling", "floor"] = Field(
        "half_up", description="half_up by default: halves go away from zero."
    )
    places: Word = Field(
        Word("currency"), description="Digits after the point; currency (the default): as ISO 4217 says."
    )
    step: Number | None = Field(None, gt=0, description="Instead of places: round to multiples of this, such as 0.05.")
    at: Literal["line", "total"] = Field(
        "line", description="Every line by itself (the default), or the total, shared out over the lines."
    )


class BookShape(Shape):
    """A price book: what the configurations of one catalog cost in one currency."""

    format: Literal["1"] = Field(description="The version of this format: 1.")
    book: Word = Field(description="The id of the book.")
    title: Text | None = Field(None, description="The name for people.")
    catalog: Word = Field(description="The catalog that it prices.")
    currency: Word = Field(description="The currency of all its amounts, as ISO 4217 names it: USD.")
    time_zone: Word = Field(Word("UTC"), description="Where its days begin: America/New_York. UTC by default.")
    effective: EffectiveShape | None = Field(None, description="When the book is in force.")
    illustrative: Flag = Field(False, description="Whether figures were made up to illustrate; false by default.")
    source: Text | None = Field(None, description="Where the figures come from.")
    compare_over: Word | None = Field(None, description="The horizon that ranks recurring prices: 36 months, 3 years.")
    parameters: dict[Word, ParameterShape] = Field({}, description="Values from outside, by name: customer.segment.")
    rounding: RoundingShape | None = Field(None, description="How figures become money.")
    categories: dict[Word, list[Word]] = Field({}, description="Names for sets of lines, by selectors.")
    prices: PricesShape | None = Field(None, description="List prices.")
    charges: dict[Word, ChargeShape] = Field({}, description="Charges by id, in the order of their lines.")
    waivers: dict[Word, WaiverShape] = Field({}, description="Parts included in packages, by id.")
    stages: list[StageShape] = Field([], description="The named steps after waivers, in order; taxes last.")


ALL_SHAPES: tuple[type[Shape], ...] = (
    BookShape,
    EffectiveShape,
    ParameterShape,
    RoundingShape,
    PricesShape,
    ItemCaseShape,
    CaseShape,
    DatedShape,
    ChargeShape,
    TierShape,
    WaiverShape,
    StageShape,
)
