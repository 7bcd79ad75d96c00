"""The reasons beside implied and blocked options, as many as can be found in a short time."""

from collections.abc import Iterator, Mapping

from configurator.budget import Budget
from configurator.configuration import FeatureValue
from configurator.errors import Undecided
from configurator.offering.evaluation import Evaluation
from configurator.session import ChoiceCause, ConstraintCause, Explanation, OptionState
from configurator.session.render import cause_sentence
from configurator_api.web.view import value_text


def reasons_in_time(evaluation: Evaluation, locale: str, budget: Budget) -> Mapping[tuple[str, str], str]:
    """Return a short reason by path and value; where time runs out, the page's link "Why not?" still tells it.

    What is implied names the choices that make it so; what is blocked, the owner's rules.
    """
    found: dict[tuple[str, str], str] = {}
    session = evaluation.session
    try:
        for path, value in _in_state(evaluation, OptionState.IMPLIED):
            if budget.spent():
                break
            explanation = session.why(path, budget=budget)
            found[path, value_text(value)] = " ".join((*_choices(explanation, locale), *_laws(explanation, locale)))
        for path, value in _in_state(evaluation, OptionState.BLOCKED):
            if budget.spent():
                break
            found[path, value_text(value)] = " ".join(_laws(session.why_not(path, value, budget=budget), locale))
    except Undecided:
        return found
    return found


def _laws(explanation: Explanation | None, locale: str) -> Iterator[str]:
    causes = explanation.all_causes() if explanation else ()
    laws = (cause.because.in_locale(locale) for cause in causes if isinstance(cause, ConstraintCause))
    yield from dict.fromkeys(laws)


def _choices(explanation: Explanation | None, locale: str) -> Iterator[str]:
    """Yield what was chosen as one sentence: `You chose BMW Apps: yes.`"""
    causes = explanation.all_causes() if explanation else ()
    said = "; ".join(dict.fromkeys(cause_sentence(cause, locale) for cause in causes if isinstance(cause, ChoiceCause)))
    if said:
        yield f"{said[0].upper()}{said[1:]}."


def _in_state(evaluation: Evaluation, wanted: OptionState) -> Iterator[tuple[str, FeatureValue]]:
    for path, state in evaluation.states.features.items():
        yield from ((path, value) for value, kind in state.options.items() if kind is wanted)
