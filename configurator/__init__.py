"""A product configurator and pricing engine: exact option states, explained prices, quotes proved years later.

The names in `__all__` are the stable public API; `docs/python.md` shows how to use it. Names are imported when they are
first used, so that a small part of the package loads no solver.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from configurator.engine import Engine, QuoteWithContents
    from configurator.errors import ConfiguratorError, InvalidDocument, InvalidRequest, NotFound, Undecided
    from configurator.money import Money
    from configurator.offering.evaluation import Evaluation
    from configurator.session.choices import Choices

__all__ = [
    "Choices",
    "ConfiguratorError",
    "Engine",
    "Evaluation",
    "InvalidDocument",
    "InvalidRequest",
    "Money",
    "NotFound",
    "QuoteWithContents",
    "Undecided",
]

_HOMES = {
    "engine": ("Engine", "QuoteWithContents"),
    "errors": ("ConfiguratorError", "InvalidDocument", "InvalidRequest", "NotFound", "Undecided"),
    "money": ("Money",),
    "offering.evaluation": ("Evaluation",),
    "session.choices": ("Choices",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'configurator' has no attribute {name!r}")
    return getattr(import_module(f"configurator.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
