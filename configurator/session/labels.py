"""How features, structures and their values are called in explanations, in every locale of a catalog."""

from collections.abc import Callable

from configurator.catalog.model import BooleanDomain, Feature, Structure, Text
from configurator.catalog.values import describe_value
from configurator.configuration import FeatureValue
from configurator.session.render.words import words_for


def shown_value(target: Feature | Structure, value: FeatureValue, locales: tuple[str, ...]) -> Text:
    """Return a value as people read it: the option's title, yes or no, the number with its unit."""
    return Text({locale: _shown(target, value)(locale) for locale in locales}, locales[0])


def _shown(target: Feature | Structure, value: FeatureValue) -> Callable[[str], str]:
    if isinstance(value, bool):
        return _truth(value)
    if isinstance(target, Structure) or isinstance(target.domain, BooleanDomain):
        return lambda locale: str(value)
    return lambda locale: describe_value(target, value, locale)


def _truth(value: bool) -> Callable[[str], str]:
    """Return how a locale says yes or no."""
    return lambda locale: words_for(locale).yes if value else words_for(locale).no
