"""Configuration sessions: option states, explanations, repairs and completion, exact and in any order.

A session only queries the solver; it never guesses, and results not decided in time are undecided.
"""

from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.completion import Completed
from configurator.session.conflicts import Refusal
from configurator.session.explanation import (
    CardinalityCause,
    Cause,
    ChoiceCause,
    ConstraintCause,
    Explanation,
    ExplanationSubject,
    PresenceCause,
    SubjectKind,
)
from configurator.session.next_completions import NextCompletions
from configurator.session.render import as_data, as_html, as_text
from configurator.session.reopen import Loss, LossKind, ReopenedChoices, choices_of, reopen
from configurator.session.repairs import Repair, ValueChange
from configurator.session.session import Session
from configurator.session.states import (
    FeatureState,
    InstanceState,
    OptionState,
    OptionStates,
    Presence,
    StateRange,
    StructureState,
)

__all__ = [
    "NO_CHOICES",
    "CardinalityCause",
    "Cause",
    "ChoiceCause",
    "Choices",
    "Completed",
    "ConstraintCause",
    "Explanation",
    "ExplanationSubject",
    "FeatureState",
    "InstanceState",
    "Loss",
    "LossKind",
    "NextCompletions",
    "OptionState",
    "OptionStates",
    "Presence",
    "PresenceCause",
    "Refusal",
    "ReopenedChoices",
    "Repair",
    "Session",
    "StateRange",
    "StructureState",
    "SubjectKind",
    "ValueChange",
    "as_data",
    "as_html",
    "as_text",
    "choices_of",
    "reopen",
]
