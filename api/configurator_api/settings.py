"""What an operator may set about the service, with defaults that are safe to show to the street."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Settings:
    """`now` is the service's clock, in any time zone; it dates quotes, and prices that are asked without a day.

    Rates are written as the `limits` library reads them and hold for each client: `evaluate_rate` for everything that
    asks the solver, the page too, `write_rate` for quotes. `most_seconds` caps the time one answer may take,
    `page_seconds` and `reasons_seconds` that of the page and of the reasons it shows beside blocked options.
    """

    now: Callable[[], datetime]
    most_bytes: int = 1_000_000
    most_seconds: float = 10.0
    page_seconds: float = 6.0
    reasons_seconds: float = 0.4
    evaluate_rate: str = "600/minute"
    write_rate: str = "60/minute"
