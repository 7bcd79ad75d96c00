"""The kinds of problems that a price book can have once its shape is right."""

from configurator.problems import ProblemCode, Severity

# The head.
BAD_ID = ProblemCode("pricing.bad-id", "An id is not written as ids are.")
DUPLICATE_ID = ProblemCode("pricing.duplicate-id", "Two stages have the same id.")
DUPLICATE_BOOK = ProblemCode("pricing.duplicate-book", "Two price books of a catalog have the same id.")
OTHER_CATALOG = ProblemCode("pricing.other-catalog", "A book prices another catalog than the one it is loaded for.")
UNKNOWN_CURRENCY = ProblemCode("pricing.unknown-currency", "A currency is not one of ISO 4217.")
UNKNOWN_TIME_ZONE = ProblemCode("pricing.unknown-time-zone", "A time zone does not exist.")
BAD_HORIZON = ProblemCode("pricing.bad-horizon", "The horizon of comparison is not a number of months or years.")
BAD_ROUNDING = ProblemCode("pricing.bad-rounding", "The places or the step of rounding cannot be used.")
BAD_PARAMETER = ProblemCode("pricing.bad-parameter", "A parameter is declared in a way that cannot be read.")

# Amounts and dates.
BAD_AMOUNT = ProblemCode("pricing.bad-amount", "An amount is neither a number nor an expression for one.")
MIXED_CURRENCY = ProblemCode("pricing.mixed-currency", "An amount is in another currency than the book.")
NEGATIVE_AMOUNT = ProblemCode("pricing.negative-amount", "An amount is negative where its kind gives the sign.")
BAD_PERCENT = ProblemCode("pricing.bad-percent", "A discount takes off more than there is.")
EMPTY_INTERVAL = ProblemCode("pricing.empty-interval", "An interval holds no day.")
BAD_EXISTING = ProblemCode("pricing.bad-existing", "What holds for existing customers cannot be told.")
OVERLAPPING_DATES = ProblemCode("pricing.overlapping-dates", "Two figures for the same thing hold on the same day.")
UNREACHABLE_CASE = ProblemCode("pricing.unreachable-case", "A case never applies, as an earlier one always does.")
GAP_IN_DATES = ProblemCode(
    "pricing.gap-in-dates", "There are days without a figure between two of them.", Severity.WARNING
)

# List prices.
PRICE_COLUMN = ProblemCode("pricing.price-column", "A table of prices lacks a column or has one too many.")
UNKNOWN_ITEM = ProblemCode("pricing.unknown-item", "A price is given for something that the catalog does not sell.")
DUPLICATE_PRICE = ProblemCode("pricing.duplicate-price", "An item has list prices in two places.")
MISSING_PRICE = ProblemCode("pricing.missing-price", "An option has no price, though others of its feature do.")
UNKNOWN_FEATURE = ProblemCode("pricing.unknown-feature", "A feature that is named is not there.")

# Charges.
UNKNOWN_STRUCTURE = ProblemCode("pricing.unknown-structure", "A structure that is named is not there.")
CHARGE_KEYS = ProblemCode("pricing.charge-keys", "The keys of a charge do not fit its model.")
NEEDS_UNIT = ProblemCode(
    "pricing.needs-unit", "A quantity has a dimension, and nothing says what unit it is priced in."
)
UNKNOWN_UNIT = ProblemCode("pricing.unknown-unit", "A unit does not exist, or does not fit the quantity.")
UNKNOWN_SERIES = ProblemCode("pricing.unknown-series", "A charge names a series that the book does not ask for.")
TIER_ORDER = ProblemCode("pricing.tier-order", "The bounds of tiers do not ascend.")
OPEN_TIER = ProblemCode("pricing.open-tier", "The last tier has a bound, or an earlier one has none.")
EMPTY_TIER = ProblemCode("pricing.empty-tier", "A tier says no price, or one that its model has no use for.")
CHEAPER_IF_MORE = ProblemCode(
    "pricing.cheaper-if-more", "A larger quantity costs less in all than a smaller one.", Severity.WARNING
)
UNREACHABLE_ROW = ProblemCode("pricing.unreachable-row", "A row of a table never applies.")
CROSSED_BOUNDS = ProblemCode("pricing.crossed-bounds", "The maximum of a charge is less than its minimum.")
NEGATIVE_TOTAL = ProblemCode(
    "pricing.negative-total", "A charge comes to less than nothing for some quantity.", Severity.WARNING
)

# Waivers and stages.
NEVER_APPLIES = ProblemCode(
    "pricing.never-applies", "The condition of a rule holds for no combination of values.", Severity.WARNING
)
NEVER_IN_FORCE = ProblemCode(
    "pricing.never-in-force", "A rule holds on no day on which the book is in force.", Severity.WARNING
)
UNKNOWN_LINES = ProblemCode("pricing.unknown-lines", "A selector names no line that can be there.")
NOTHING_TO_WAIVE = ProblemCode("pricing.nothing-to-waive", "A waiver names a part that has no price.", Severity.WARNING)
STAGE_KEYS = ProblemCode("pricing.stage-keys", "The keys of a stage do not fit its kind.")
UNTAXED_DISCOUNT = ProblemCode(
    "pricing.untaxed-discount", "A tax leaves out what a stage took off its base.", Severity.WARNING
)
TAX_NOT_LAST = ProblemCode("pricing.tax-not-last", "A stage follows a tax; taxes come last.")
