"""The responses about growth plans: contracts compared against a forecast."""

from typing import Annotated

from typing_extensions import TypedDict

from configurator.response_types import DayText, Described, Number, ReferenceResponse


class TitledReferenceResponse(ReferenceResponse):
    """An offer with its title."""

    title: str


class ScenarioDemandResponse(TypedDict):
    """One course of demand, month by month."""

    name: str
    probability: Number
    demand: list[Number]


class CheapestContractResponse(TypedDict):
    """Why the cheapest contract is that: what the next one costs more, and with which probability it is the best."""

    contract: str
    next: str
    saving: Number
    probability: Number
    least_regret: Annotated[str, Described("The contract of the least worst regret: the cautious choice.")]


class ScenarioTotalResponse(TypedDict):
    """A contract in one scenario."""

    total: Number
    present_value: Number
    regret: Number


class PlannedContractResponse(TypedDict):
    """What a contract comes to, weighted by the probabilities of the scenarios."""

    contract: str
    title: str
    total: Number
    present_value: Number
    worst_regret: Number
    expected_regret: Number
    probability_cheapest: Number
    flow: list[Number]
    scenarios: dict[str, ScenarioTotalResponse]


SteadyRangeResponse = TypedDict("SteadyRangeResponse", {"contract": str, "from": Number, "to": Number})
SteadyRangeResponse.__doc__ = "Over which steady use a contract is the cheapest."


class BreakEvenResponse(TypedDict):
    """Up to `at` units of steady use one contract costs less, and from there on the other."""

    below: str
    above: str
    at: Number
    percent: Number
    equal: bool


class CrossingResponse(TypedDict):
    """From a month on, less was paid for another contract."""

    until_then: str
    from_then: str
    month: int


class BestLevelResponse(TypedDict):
    """The best level of a commitment, or of rights at the begin."""

    contract: str
    of: str
    now: Number
    units: Number
    present_value: Number
    exhaustive: bool


class PlanResponse(TypedDict):
    """Contracts on offer against a forecast, the cheapest first."""

    offer: TitledReferenceResponse
    currency: str
    illustrative: bool
    resource: str
    unit: str
    start: DayText
    months: int
    discount_rate: Number
    scenarios: list[ScenarioDemandResponse]
    cheapest: CheapestContractResponse
    plans: list[PlannedContractResponse]
    steady_use: list[SteadyRangeResponse]
    break_even: list[BreakEvenResponse]
    crossings: list[CrossingResponse]
    best_levels: list[BestLevelResponse]
