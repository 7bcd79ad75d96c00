"""What an operator may set about the service, with defaults that are safe to show to the street."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Settings:
    """`now` is the service's clock, in any time zone; it dates quotes, and prices that are asked without a day.

    Rates are written as the `limits` library reads them and hold for each client: `evaluate_rate` for everything that
    asks the solver, the page too, `write_rate` for whatever is stored. `most_seconds` caps the time one answer may
    take, `quote_seconds` that of a quote with all its items, `page_seconds` that of a page, which shows what is certain
    by then, `differences_seconds`, `reasons_seconds` and `span_seconds` the parts of it spent on what options would
    change in the price, on the reasons beside blocked ones, and on the range of prices. A body has `body_seconds` to
    arrive. What shoppers save belongs to `seller`.
    """

    now: Callable[[], datetime]
    most_bytes: int = 1_000_000
    most_seconds: float = 10.0
    quote_seconds: float = 30.0
    page_seconds: float = 1.5
    differences_seconds: float = 0.4
    reasons_seconds: float = 0.4
    span_seconds: float = 0.4
    body_seconds: float = 20.0
    seller: str = "local"
    evaluate_rate: str = "600/minute"
    write_rate: str = "60/minute"
