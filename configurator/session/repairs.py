"""The smallest changes of a person's choices that make a wish possible, each proved and shown with what it leads to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.model import Text
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import Undecided
from configurator.program.nodes import Literal
from configurator.session.changes import fewest_changes
from configurator.session.choices import Choices
from configurator.session.completion import configuration_of
from configurator.session.inquiry import Inquiry
from configurator.session.labels import shown_value
from configurator.session.oracle import narrowed_by
from configurator.solving.port import Assumptions, Complete, Satisfiable, Solution, Unknown, Unsatisfiable

MOST_REPAIRS = 5
"""How many repairs are looked for unless the caller says otherwise."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that gives way. `after` is what the completion makes of it instead; None where it becomes absent."""

    path: str
    before: FeatureValue
    after: FeatureValue | None
    title: Text
    shown_before: Text
    shown_after: Text | None


@dataclass(frozen=True, slots=True)
class Repair:
    """A smallest set of choices that must go, so that the wish and all other choices hold together.

    `choices` are what remains with the wish added, and `configuration` is its completion by the owner's preferences,
    in which implied values are not told from defaults.
    """

    changes: tuple[Change, ...]
    choices: Choices
    configuration: Configuration


def repairs(
    inquiry: Inquiry,
    wish: Mapping[str, FeatureValue],
    *,
    limit: int = MOST_REPAIRS,
    budget: Budget = UNLIMITED,
) -> tuple[Repair, ...]:
    """Return repairs that make the wished values possible, in place of what is chosen for them.

    All have the same number of changes, and no fewer would do. Those that keep earlier choices come first. None is
    returned where no change of choices helps; the one without changes where none is needed. Raises Undecided where the
    budget ends before the smallest number of changes is proved.
    """
    wished = inquiry.with_choices(inquiry.choices.retracting(*wish).with_values(wish))
    others = inquiry.wanted_without(wish)
    hard = narrowed_by(wished.wanted[path] for path in wish)
    found = fewest_changes(inquiry.solver, tuple(others.values()), hard, inquiry.compiled.program.wishes, budget=budget)
    return tuple(repair_of(wished, others, solution) for solution in islice(found, limit))


def keeping_most(inquiry: Inquiry, *, budget: Budget = UNLIMITED) -> Configuration | None:
    """Return the completion of every choice, in order, that does not clash with those kept before it.

    What a repair changes is seen beside it: all that has no part in the clash is kept in both. None where the catalog
    has no product; raises Undecided where the budget ends first.
    """
    wishes = (*inquiry.wanted.values(), *inquiry.compiled.program.wishes)
    match inquiry.solver.ask(Complete(wishes, Assumptions()), budget):
        case Satisfiable(solution):
            return repair_of(inquiry, inquiry.wanted, solution).configuration
        case Unsatisfiable():
            return None
        case Unknown():
            raise Undecided("time ran out before a completion was found; allow more time")


def repair_of(wished: Inquiry, others: Mapping[str, Literal], solution: Solution) -> Repair:
    """Return the repair that a solution stands for: of the `others`, those that it lacks are given up."""
    gone = [path for path, literal in others.items() if solution[literal.variable] not in literal.values]
    kept = wished.with_choices(wished.choices.retracting(*gone))
    configuration = configuration_of(kept, solution)
    changes = tuple(change(wished, path, wished.choices.values[path], configuration.values.get(path)) for path in gone)
    return Repair(changes, kept.choices, configuration)


def change(inquiry: Inquiry, path: str, before: FeatureValue, after: FeatureValue | None) -> Change:
    """Return a change with its titles."""
    named, locales = inquiry.named(path), inquiry.compiled.catalog.locales
    shown = None if after is None else shown_value(named.target, after, locales)
    return Change(path, before, after, named.title(locales), shown_value(named.target, before, locales), shown)


def differences(inquiry: Inquiry, before: Configuration, after: Configuration) -> Iterator[Change]:
    """Yield what changed between two configurations, of what the first has and the catalog knows."""
    for path, value in before.values.items():
        if path in inquiry.naming.by_address and after.values.get(path) != value:
            yield change(inquiry, path, value, after.values.get(path))
