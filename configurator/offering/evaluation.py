"""Everything a person sees of their choices at once: states, conflict, repairs, a finished product and its price."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.bill import BillItem, bill_of_materials
from configurator.catalog.product_code import encode
from configurator.catalog.verify_choices import Violation, warnings
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import InvalidRequest, Undecided
from configurator.money import ZERO
from configurator.offering.order_requests import OrderItemRequest
from configurator.offering.price_differences import ClickDifference, RankedRepair, differences, ranked
from configurator.offering.requests import EvaluationRequest
from configurator.pricing.margins import Margins, margins
from configurator.pricing.prepare import Prepared
from configurator.pricing.price import Run, run
from configurator.pricing.price_lines import Priced
from configurator.pricing.symbolic import Objective
from configurator.session.explanation import Explanation
from configurator.session.render import as_text
from configurator.session.session import Session
from configurator.session.states import OptionStates


@dataclass(frozen=True)
class Evaluation:
    """The consequences of some choices.

    `configuration` is the completion with the running price; None if the choices cannot be completed, or not in time.
    `differences` lists those computed in time. If the cheapest completion was requested and rounding is not exact, none
    is cheaper by more than `slack`. `undecided` is whether time ran out: missing values are then unknown, not
    impossible.
    """

    session: Session
    states: OptionStates
    conflict: Explanation | None = None
    repairs: tuple[RankedRepair, ...] = ()
    configuration: Configuration | None = None
    priced: Priced | None = None
    prepared: Prepared | None = None
    differences: Mapping[tuple[str, FeatureValue], ClickDifference] = field(default_factory=dict)
    warnings: tuple[Violation, ...] = ()
    code: str | None = None
    bill: tuple[BillItem, ...] = ()
    slack: Fraction = ZERO
    undecided: bool = False
    request: EvaluationRequest | None = field(default=None, compare=False)
    """The request; None if it was evaluated without an engine."""
    written: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """How it was written last, by locale."""

    def __repr__(self) -> str:
        catalog, chosen = self.session.compiled.catalog.id, len(self.session.choices)
        outcome = self.priced.totals if self.priced else "undecided" if self.undecided else "no price"
        return f"<Evaluation of {catalog}, {chosen} chosen: {outcome}>"

    @property
    def price(self) -> Priced:
        """The price of the configuration. Raises InvalidRequest or Undecided, saying why, where there is none.

        Choices that conflict have none, although `priced` is that of the first ones, which go together. Nor has a
        product with a part that has no price.
        """
        if not self.session.consistent:
            raise InvalidRequest("the choices conflict, so there is no price; see `explanation`", field="choices")
        if self.priced is not None:
            if self.priced.unpriced:
                raise InvalidRequest(self.priced.incomplete, field="choices")
            return self.priced
        if self.configuration is None:
            raise Undecided("the choices were not completed in time, so there is no price yet; allow more `seconds`")
        catalog = self.session.compiled.catalog.id
        raise InvalidRequest(f"catalog {catalog} was evaluated without a price book", field="book")

    @property
    def margins(self) -> Margins | None:
        """What the price leaves beyond the costs of the book, for those who may see it; None where it has none.

        Nothing that an evaluation writes holds it.
        """
        if self.priced is None or self.configuration is None or self.prepared is None:
            return None
        return margins(self.priced, self.configuration, self.prepared)

    def explanation(self, locale: str = "en") -> str:
        """Return why the choices conflict, as text; empty where they do not, or where it is not known in time."""
        return "" if self.conflict is None else as_text(self.conflict, locale)

    def item(self, *, quantity: int | None = None, id: str = "1") -> OrderItemRequest:
        """Return a number of pieces of this configuration as an item of a quote, priced on the same day.

        By default as many as were evaluated.
        """
        if self.request is None:
            raise InvalidRequest("only an evaluation made by an engine can be quoted", field="items")
        quantity = self.request.quantity if quantity is None else quantity
        if type(quantity) is not int or quantity < 1:
            raise InvalidRequest(f"quantity: found {quantity!r}; expected a positive integer", field="quantity")
        return OrderItemRequest(id, quantity, self.request)


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """The requested parts of an evaluation. `objective` selects the completion of least cost instead of the default.

    Without `reasons`, conflicting choices are undecided. `differences_seconds` further limits the time for differences.
    """

    differences: bool = True
    objective: Objective | None = None
    reasons: bool = True
    differences_seconds: float | None = None

    @staticmethod
    def by(request: EvaluationRequest, objective: Objective | None = None) -> "EvaluationOptions":
        """Return the parts that a request selects."""
        return EvaluationOptions(request.differences, objective, not request.quick, request.differences_seconds)


def evaluate(
    session: Session, prepared: Prepared | None, wanted: EvaluationOptions | None = None, *, budget: Budget = UNLIMITED
) -> Evaluation:
    """Evaluate a session's choices within the budget.

    Raises Undecided if choices conflict and no reasons are requested.
    """
    wanted = wanted or EvaluationOptions()
    if not (session.consistent or wanted.reasons):
        raise Undecided("the choices clash, and the reasons take longer")
    states = session.states(budget=budget)
    undecided = not states.decided
    try:
        configuration = _completed(session, wanted.objective, budget)
    except Undecided:
        return Evaluation(session, states, prepared=prepared, undecided=True)
    ran = run(configuration, prepared) if configuration and prepared else None
    priced = ran.priced if ran else None
    conflict, mended, in_time = _conflict(session, prepared, budget)
    evaluation = Evaluation(
        session, states, conflict, mended, configuration, priced, prepared, undecided=undecided or not in_time
    )
    return evaluation if configuration is None else _finished(evaluation, configuration, ran, wanted, budget)


def _completed(session: Session, objective: Objective | None, budget: Budget) -> Configuration | None:
    if objective is None:
        return session.complete(budget=budget)
    completed = session.cheapest(objective.terms, budget=budget)
    if completed is not None and not completed.proved:
        raise budget.undecided("the cheapest completion was proved")
    return None if completed is None else completed.configuration


def _conflict(
    session: Session, prepared: Prepared | None, budget: Budget
) -> tuple[Explanation | None, tuple[RankedRepair, ...], bool]:
    if session.consistent:
        return None, (), True
    try:
        conflict = session.conflict(budget=budget)
        return conflict, ranked(session.repairs(budget=budget), session, prepared, budget=budget), True
    except Undecided:
        return None, (), False


def _finished(
    evaluation: Evaluation, configuration: Configuration, ran: Run | None, wanted: EvaluationOptions, budget: Budget
) -> Evaluation:
    session, catalog = evaluation.session, evaluation.session.compiled.catalog
    total_differences: Mapping[tuple[str, FeatureValue], ClickDifference] = {}
    if wanted.differences and ran is not None:
        budget = budget.at_most(wanted.differences_seconds)
        objective = wanted.objective.terms if wanted.objective else None
        total_differences = differences(session, evaluation.states, ran, objective=objective, budget=budget)
    return replace(
        evaluation,
        differences=total_differences,
        warnings=warnings(catalog, configuration),
        code=encode(catalog, configuration) if catalog.product_code else None,
        bill=bill_of_materials(catalog, configuration),
        slack=wanted.objective.slack if wanted.objective else ZERO,
        undecided=evaluation.undecided or (wanted.differences and budget.spent()),
    )
