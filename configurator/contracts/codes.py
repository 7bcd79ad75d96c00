"""The kinds of problems that a file of contracts can have once its shape is right."""

from configurator.problems import ProblemCode, Severity

OLD_FORMAT = ProblemCode("contracts.old-format", "A file is of format 1, some of whose keys have other names now.")
BAD_ID = ProblemCode("contracts.bad-id", "An id is not written as ids are.")
UNKNOWN_NAME = ProblemCode("contracts.unknown-name", "A resource, level or balance that is named is not there.")
CHARGE_KEYS = ProblemCode("contracts.charge-keys", "The keys of a charge do not fit its kind.")
NEGATIVE_FIGURE = ProblemCode("contracts.negative-figure", "A price is negative.")
DATES = ProblemCode("contracts.dates", "Two figures of a ramp begin on the same day, or two have no day.")
TIERS = ProblemCode("contracts.tiers", "Tiers do not ascend, or their last one is not open.")
BAD_TERM = ProblemCode("contracts.bad-term", "A duration is not a number of months or years.")
DOMINATED = ProblemCode("contracts.dominated", "A contract is never the cheapest, whatever is used.", Severity.WARNING)
QUIET_DAYS = ProblemCode(
    "contracts.quiet-days", "A day without a reading counts otherwise than its measure suggests.", Severity.WARNING
)
BAD_FORECAST = ProblemCode("contracts.bad-forecast", "A forecast of demand cannot be read.")
