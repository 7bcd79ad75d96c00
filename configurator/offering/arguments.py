"""The arguments of a library call, checked before the engine sees them: Python does not check types, people mistype."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.offering.requests import EvaluationRequest
from configurator.pricing.prepare import ParameterValue
from configurator.session.choices import Choices


def request_of(
    catalog: str,
    choices: Mapping[str, FeatureValue] | Choices,
    *,
    on: date,
    book: str | None,
    parameters: Mapping[str, ParameterValue],
    cheapest: bool,
    differences: bool,
    seconds: float | None,
) -> EvaluationRequest:
    """Return the request that the arguments describe. Raises InvalidRequest naming the argument of the wrong type."""
    _expect("catalog", catalog, str, "the id of a catalog")
    _expect("choices", choices, (Mapping, Choices), "a mapping such as {'paint': 'jet_black'}")
    _expect("on", on, date, "a datetime.date")
    _expect("book", book, (str, type(None)), "the id of a price book")
    _expect("parameters", parameters, Mapping, "a mapping such as {'market_index': 2}")
    _expect("seconds", seconds, (int, float, Fraction, type(None)), "a number of seconds, or None for no limit")
    if seconds is not None and not seconds > 0:
        raise InvalidRequest(f"seconds: found {seconds}; expected a positive number, or None", field="seconds")
    if not isinstance(choices, Choices):
        choices = Choices(dict(choices))
    for path, value in choices.values.items():
        _expect("choices", path, str, "the path of a feature as key")
        _expect(path, value, (str, bool, int, Fraction), "an option's id, a boolean, an integer or a Fraction")
    return EvaluationRequest(
        catalog,
        on,
        choices,
        book,
        parameters=dict(parameters),
        cheapest=cheapest,
        differences=differences,
        seconds=seconds,
    )


def _expect(name: str, value: object, kinds: type | tuple[type, ...], expected: str) -> None:
    if not isinstance(value, kinds):
        raise InvalidRequest(f"{name}: found {_shown(value)}; expected {expected}", field=name)


def _shown(value: object) -> str:
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:59] + '…'} of type {type(value).__name__}"
