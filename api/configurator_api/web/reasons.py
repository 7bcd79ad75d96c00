"""The owner's reasons beside blocked options, as many as can be found in a short time."""

from collections.abc import Iterator, Mapping

from configurator.configuration import FeatureValue
from configurator.errors import Undecided
from configurator.offering.evaluation import Evaluation
from configurator.session import ConstraintCause, OptionState
from configurator.solving.port import Budget
from configurator_api.web.view import value_text


def reasons_in_time(evaluation: Evaluation, locale: str, budget: Budget) -> Mapping[tuple[str, str], str]:
    """Return a short reason by path and value; where time runs out, the page's link "Why not?" still tells it."""
    found: dict[tuple[str, str], str] = {}
    try:
        for path, value in _blocked(evaluation):
            if budget.spent():
                break
            explanation = evaluation.session.why_not(path, value, budget=budget)
            causes = explanation.all_causes() if explanation else ()
            laws = (cause.because.in_locale(locale) for cause in causes if isinstance(cause, ConstraintCause))
            found[path, value_text(value)] = " ".join(dict.fromkeys(laws))
    except Undecided:
        return found
    return found


def _blocked(evaluation: Evaluation) -> Iterator[tuple[str, FeatureValue]]:
    for path, state in evaluation.states.features.items():
        yield from ((path, value) for value, kind in state.options.items() if kind is OptionState.BLOCKED)
