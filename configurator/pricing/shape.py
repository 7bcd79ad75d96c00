"""The shapes of price books: every key, its kind and its meaning.

Editors show the descriptions, through the JSON Schema generated from these shapes.
"""

from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field

from configurator.pricing.charge_models import MODELS
from configurator.pricing.taxes.shape import ExemptionShape, RatesShape
from configurator.reading.shape import Day, Flag, Number, Shape, Whole, Word

Text = Word | dict[Word, Word]
"""A text for people: one for all locales, or one per locale."""

Recurring = Literal["month", "quarter", "year"]
DueWhen = Literal["at_start", "at_end", "always"]
if TYPE_CHECKING:
    ModelName = str
else:
    ModelName = Literal[tuple(MODELS)]
RoundingMode = Literal["half_up", "half_even", "half_down", "up", "down", "ceiling", "floor"]

AT_LEAST_ONE: Final = Field(min_length=1)
_FROM = "The first day it holds."
_UNTIL = "The day after the last one it holds."
_EXISTING = "From when it holds for those who had the product before: a day, or `keep` for never."
_WHEN = "It applies only where this condition holds."
_BECAUSE = "The reason, for people. Price lines quote it."


# ── amounts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class DatedShape(Shape):
    """A figure and the days it holds."""

    amount: Word = Field(description="The figure: a number, or an expression.")
    from_: Day | None = Field(None, alias="from", description=_FROM)
    until: Day | None = Field(None, description=f"{_UNTIL} By default the `from` of the next figure.")
    existing: Word | None = Field(None, description=_EXISTING)


class CaseShape(Shape):
    """One of several figures: the first one in force whose condition holds is taken."""

    amount: Word | Annotated[list[DatedShape], AT_LEAST_ONE] = Field(
        description="The figure: a number, an expression, or figures by date."
    )
    from_: Day | None = Field(None, alias="from", description=_FROM)
    until: Day | None = Field(None, description=f"{_UNTIL} By default the `from` of the next figure.")
    existing: Word | None = Field(None, description=_EXISTING)
    when: Word | None = Field(None, description=_WHEN)
    because: Text | None = Field(None, description=_BECAUSE)


Amount = Word | Annotated[list[CaseShape], AT_LEAST_ONE]
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
    items: dict[Word, Word | ItemCaseShape | Annotated[list[ItemCaseShape], AT_LEAST_ONE]] = Field(
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
    """Quantities up to a bound, with their price."""

    up_to: Number | None = Field(None, description="The bound; the last tier has none.")
    blocks: Number | None = Field(None, gt=0, description="Instead of up_to: how many blocks the tier holds.")
    block: Number | None = Field(None, gt=0, description="The price is for every block of so many units begun.")
    price: Amount | None = Field(None, description="The price of one unit or block; a percentage for percentages.")
    flat: Amount | None = Field(None, description="A fee for entering the tier.")
    cap: Amount | None = Field(None, description="The most that the tier may cost.")


class BandShape(Shape):
    """Usage within limits, and its one price."""

    up_to: Number | None = Field(None, description="The limit of the quantity; without one all usage fits.")
    limits: dict[Word, Number] = Field({}, description="The limits of several units; one left out is unlimited.")
    flat: Amount = Field(description="The price of the band.")


class ConvertShape(Shape):
    """From the unit that is metered to the one that is priced."""

    multiply_by: Number | None = Field(None, gt=0, description="Times this.")
    divide_by: Number | None = Field(None, gt=0, description="Divided by this.")
    rounding: RoundingMode | Literal["none"] = Field("none", description="How the result is rounded; none by default.")
    places: Whole = Field(Whole(0), ge=-12, le=12, description="Digits after the point, or before it where negative.")


class RatchetShape(Shape):
    """An earlier peak that keeps the quantity up."""

    percent: Amount = Field(description="Which share of the highest of the peaks is the least that is billed.")
    of: Word = Field(description="The series of earlier peaks.")


class ReservedShape(Shape):
    """A quantity that is always charged, at its own price; the model rates the rest."""

    quantity: Amount = Field(description="How much is reserved.")
    price: Amount = Field(description="The price of one reserved unit.")


class BeforeShape(Shape):
    """The charges of earlier bills of the same period."""

    quantity: Amount | None = Field(None, description="The quantity; its price is taken off that of the sum.")
    amount: Amount | None = Field(None, description="The money; minimum and maximum count it.")


class SpendShape(Shape):
    """An amount that a period costs at least."""

    amount: Amount = Field(description="The amount.")
    due: DueWhen = Field("at_end", description="On which bill of a period it is made up for; at its end by default.")


class RoundToShape(Shape):
    """Rounding of an amount to a multiple."""

    step: Number = Field(gt=0, description="The multiple: 10, or 0.05.")
    mode: RoundingMode = Field("half_up", description="half_up by default.")


class CommitmentShape(Shape):
    """A committed amount, or the price of a committed quantity."""

    amount: Amount | None = Field(None, description="The promised amount.")
    quantity: Amount | None = Field(None, description="Instead: the promised quantity.")
    overage_factor: Amount | None = Field(None, description="How often what goes beyond counts; 1 by default.")
    overage_price: Amount | None = Field(None, description="Instead: the price of one unit beyond.")
    true_up: Flag = Field(True, description="Whether the promise is paid where less was used; true by default.")
    per: Literal["period", "part"] = Field("period", description="For the whole period, or every window or group.")


class PrepaidShape(Shape):
    """A balance that pays first."""

    balance: Amount = Field(description="What is left of the prepayment.")
    surcharge: Amount | None = Field(None, description="Hundredths on what the balance does not cover.")
    short: Literal["overage", "debt"] = Field("overage", description="Whether the rest is billed, or becomes a debt.")


class ModifierShape(Shape):
    """A modifier of the amount after the model; exactly one key."""

    discount: Amount | None = Field(None, description="Takes off hundredths.")
    multiply: Amount | None = Field(None, description="Multiplies, as by a rate of exchange.")
    plus: Amount | None = Field(None, description="Adds an amount; a negative one takes off.")
    round_to: Annotated[Number, Field(gt=0)] | RoundToShape | None = Field(None, description="Rounds to a multiple.")
    minimum_spend: Word | SpendShape | None = Field(None, description="At least this much.")
    maximum_spend: Amount | None = Field(None, description="At most this much.")
    commitment: CommitmentShape | None = Field(None, description="A promised amount or quantity.")
    prepaid: PrepaidShape | None = Field(None, description="A prepaid balance that is used up first.")


class DayWindowShape(Shape):
    """Hours of the day with a price of their own."""

    from_: Word = Field(alias="from", description="The first minute: 09:00.")
    until: Word = Field(description="The minute after the last one: 17:00; midnight may lie in between.")
    price: Amount = Field(description="The price of one unit in these hours.")
    modifiers: list[ModifierShape] = Field([], description="The modifiers of these hours.")


class ChargeShape(Shape):
    """A charge."""

    title: Text | None = Field(None, description="The name of the line.")
    model: ModelName = Field("flat", description="How the quantity becomes an amount; flat by default.")
    amount: Amount | None = Field(None, description="The amount of the model flat.")
    price: Amount | None = Field(None, description="The price of one unit (per_unit) or of one package (package).")
    quantity: Word | None = Field(None, description="An expression for how many; needed by every model but flat.")
    quantities: Word | dict[Word, Word] | None = Field(
        None, description="Instead: a series of readings by its parameter, or expressions by unit."
    )
    measured: Literal[
        "sum", "last", "count", "high_water", "time_weighted", "percentile", "events", "running_totals",
        "prorated_changes", "windowed", "per_group",
    ] | None = Field(None, description="How readings are priced; their sum by default.")  # fmt: skip
    percentile: Number | None = Field(None, gt=0, le=100, description="Which percentile; 95 by default.")
    rank: Literal["ceiling", "floor", "interpolated"] = Field("ceiling", description="The rank rule of percentiles.")
    events: Word | None = Field(None, description="An expression for how many events there were (percentage).")
    per: Word | None = Field(
        None, description="The unit of the quantity: m, GB. Or item: all pieces are rated together."
    )
    convert: ConvertShape | None = Field(None, description="How a metered quantity becomes the one that is priced.")
    ratchet: RatchetShape | None = Field(None, description="How an earlier peak keeps the quantity up.")
    free: Amount | None = Field(None, description="Units that cost nothing.")
    reserved: ReservedShape | None = Field(None, description="A quantity that is paid in any case.")
    before: BeforeShape | None = Field(None, description="What earlier bills of the period charged, to be taken off.")
    tiers: list[TierShape] | None = Field(None, description="The tiers of the models that have them.")
    bounds: Literal["inclusive", "exclusive"] = Field(
        "inclusive", description="Whether a quantity equal to a bound is still in that tier; inclusive by default."
    )
    flat_at_zero: Flag = Field(
        False, description="Whether the first tier's fee is due at quantity 0; false by default."
    )
    beyond: Literal["last_tier", "nothing"] | None = Field(
        None, description="What quantities beyond the last bound cost, where the last tier has one."
    )
    size: Number | None = Field(None, gt=0, description="The units in one package.")
    partial: Literal["up", "down", "exact"] = Field(
        "up", description="Whether an incomplete package counts as one, as none, or by its share; up by default."
    )
    bands: list[BandShape] | None = Field(None, description="The bands of capacity_band.")
    multiplier: Amount | None = Field(None, description="What a cost is multiplied by (cost_plus).")
    rate: Amount | None = Field(None, description="Hundredths of what goes through (percentage).")
    fixed: Amount | None = Field(None, description="A fee for every event (percentage).")
    free_events: Amount | None = Field(None, description="How many of the first events are free (percentage).")
    free_amount: Amount | None = Field(None, description="How much of the first money is free (percentage).")
    least: Amount | None = Field(None, description="The least that one event costs (percentage).")
    most: Amount | None = Field(None, description="The most that one event costs (percentage).")
    table: Word | None = Field(
        None,
        description="The CSV file of a matrix: price, and a column for each attribute, or with bounds: width_up_to.",
    )
    by: dict[Word, Word] | None = Field(None, description="The attributes of a matrix: an expression by column.")
    hit: Literal["unique", "most_specific"] = Field(
        "unique", description="Whether only one row may fit, or the most specific one is taken; unique by default."
    )
    linear: Word | list[Word] | None = Field(
        None, description="Columns of a matrix between whose rows the price is interpolated."
    )
    day_windows: list[DayWindowShape] = Field([], description="Prices by hours of the day, for readings of windows.")
    modifiers: list[ModifierShape] = Field([], description="What happens to the amount after the model, in order.")
    due: DueWhen = Field("always", description="On which bill of a period it stands; on every one by default.")
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
    over: Word | None = Field(None, description="Over which time the dearest is: 36 months; `compare_over` by default.")
    each: Word | None = Field(None, description="The structure for whose instances the waiver is repeated.")
    when: Word | None = Field(None, description=_WHEN)
    from_: Day | None = Field(None, alias="from", description=_FROM)
    until: Day | None = Field(None, description=_UNTIL)
    because: Text = Field(description=_BECAUSE)


class StageShape(Shape):
    """A named step of the waterfall."""

    id: Word = Field(description="The id of the stage.")
    title: Text | None = Field(None, description="The name of the line.")
    kind: Literal["discount", "surcharge", "minimum", "maximum", "limit", "tax"] = Field(
        description="What the stage does."
    )
    percent: Amount | None = Field(None, description="Hundredths of what it acts on.")
    amount: Amount | None = Field(None, description="An amount of the book's currency.")
    rates: RatesShape | None = Field(None, description="Of a tax, instead of `percent`: a table of rates.")
    included: Flag = Field(False, description="Of a tax: whether prices include it already; false by default.")
    exempt: list[ExemptionShape] = Field([], description="Of a tax: where it is not due, and why.")
    on: Word | list[Word] | None = Field(
        None, description="The lines it acts on, by selectors; all before it by default."
    )
    except_: Word | list[Word] | None = Field(None, alias="except", description="Lines it leaves out, by selectors.")
    at: Literal["line", "total"] = Field(
        "total", description="Whether every line is changed, or one line is added for all of them; total by default."
    )
    recurring: Recurring | None = Field(None, description="The line is due again every month, quarter or year.")
    per: Literal["piece", "item"] = Field(
        "piece", description="Whether amounts and `base` are of a piece, or the item."
    )
    at_least: Amount | None = Field(None, description="The least that the stage adds or takes off.")
    at_most: Amount | None = Field(None, description="The most that the stage adds or takes off.")
    never_below: Amount | None = Field(None, description="What a discount leaves of a line, or of the sum, at least.")
    group: Word | None = Field(None, description="Of the stages of a group, which stand together, one applies.")
    choose: Literal["cheapest", "dearest", "best"] | None = Field(
        None, description="Which stage of the group, or which case of the amount: by default the best for the customer."
    )
    of: Word | list[Word] | None = Field(
        None, description="The discounts that a limit is for, by id; all before it by default."
    )
    when: Word | None = Field(None, description=_WHEN)
    from_: Day | None = Field(None, alias="from", description=_FROM)
    until: Day | None = Field(None, description=_UNTIL)
    because: Text = Field(description=_BECAUSE)

    @property
    def sizes(self) -> list[str]:
        """The keys that say how much the stage changes."""
        return [key for key in ("percent", "amount", "rates") if self.has(key)]


# ── the book ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class EffectiveShape(Shape):
    """When a book is in force: from a day up to, but without, another."""

    from_: Day | None = Field(None, alias="from", description="The first day.")
    until: Day | None = Field(None, description="The day after the last one.")


class ParameterShape(Shape):
    """An input that the book declares."""

    type: Literal["number", "text", "boolean", "series"] = Field(description="number, text, boolean or series.")
    default: Word | None = Field(None, description="The value where none is given; without one it must be given.")
    one_of: list[Word] | None = Field(None, description="The texts it may be.")


class RoundingShape(Shape):
    """Where and how exact figures become money."""

    mode: RoundingMode = Field("half_up", description="half_up by default: halves go away from zero.")
    places: Word = Field(
        Word("currency"), description="Digits after the point; currency (the default): as ISO 4217 says."
    )
    step: Number | None = Field(None, gt=0, description="Instead of places: round to multiples of this, such as 0.05.")
    at: Literal["line", "total"] = Field(
        "line", description="Every line by itself (the default), or the total, shared out over the lines."
    )
    per: Literal["line", "piece"] = Field("line", description="Whether all pieces are rounded as one, or each piece.")


class BookShape(Shape):
    """A price book: the prices of one catalog's configurations in one currency."""

    format: Literal["1"] = Field(description="The version of this format: 1.")
    book: Word = Field(description="The id of the book.")
    title: Text | None = Field(None, description="The name for people.")
    catalog: Word = Field(description="The catalog that it prices.")
    currency: Word = Field(description="The currency of all its amounts, as ISO 4217 names it: USD.")
    time_zone: Word = Field(Word("UTC"), description="Where its days begin: America/New_York. UTC by default.")
    effective: EffectiveShape | None = Field(None, description="When the book is in force.")
    illustrative: Flag = Field(False, description="Whether figures were made up to illustrate; false by default.")
    source: Text | None = Field(None, description="Where the figures come from.")
    existing_since: Word | None = Field(
        None, description="The parameter that says since when a customer has the product."
    )
    compare_over: Word | None = Field(None, description="The horizon that ranks recurring prices: 36 months, 3 years.")
    merge_equal_items: Flag = Field(
        False, description="Whether equal configurations of one order are priced as one item; false by default."
    )
    parameters: dict[Word, ParameterShape] = Field({}, description="Values from outside, by name: customer.segment.")
    rounding: RoundingShape | None = Field(None, description="How figures become money.")
    categories: dict[Word, list[Word]] = Field({}, description="Names for sets of lines, by selectors.")
    prices: PricesShape | None = Field(None, description="List prices.")
    costs: PricesShape | None = Field(None, description="What items, and charges as charges.base, cost the seller.")
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
    BandShape,
    ConvertShape,
    RatchetShape,
    ReservedShape,
    BeforeShape,
    ModifierShape,
    SpendShape,
    RoundToShape,
    CommitmentShape,
    PrepaidShape,
    DayWindowShape,
    WaiverShape,
    RatesShape,
    ExemptionShape,
    StageShape,
)
