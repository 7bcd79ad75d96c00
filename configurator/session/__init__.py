"""A person choosing: option states, explanations, repairs and completion, exact and in any order.

A session only asks the solver; it never guesses, and what it cannot find out in time it calls undecided.
"""

from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.completion import Completed
from configurator.session.explanation import (
    CardinalityCause,
    Cause,
    ChoiceCause,
    ConstraintCause,
    Explanation,
    PresenceCause,
    Subject,
    SubjectKind,
)
from configurator.session.nearest import Neighbourhood
from configurator.session.render import as_data, as_html, as_text
from configurator.session.reopen import Loss, LossKind, Reopened, choices_of, reopen
from configurator.session.repairs import Change, Repair
from configurator.session.session import Refusal, Session
from configurator.session.states import (
    FeatureState,
    InstanceState,
    OptionState,
    Presence,
    Range,
    States,
    StructureState,
)

__all__ = [
    "NO_CHOICES",
    "CardinalityCause",
    "Cause",
    "Change",
    "ChoiceCause",
    "Choices",
    "Completed",
    "ConstraintCause",
    "Explanation",
    "FeatureState",
    "InstanceState",
    "Loss",
    "LossKind",
    "Neighbourhood",
    "OptionState",
    "Presence",
    "PresenceCause",
    "Range",
    "Refusal",
    "Reopened",
    "Repair",
    "Session",
    "States",
    "StructureState",
    "Subject",
    "SubjectKind",
    "as_data",
    "as_html",
    "as_text",
    "choices_of",
    "reopen",
]
