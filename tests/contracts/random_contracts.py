"""Random contracts of every kind of term, as the text of a file."""

from collections.abc import Sequence

from hypothesis import strategies as st

from configurator.contracts.building.contract_charges import OF_PRICES

NUMBERS = st.decimals(0, 40, places=2).map(str)
PRICES = st.decimals(0, 30, places=3).map(str)
PERCENTS = st.decimals(1, 100, places=1).map(str)
RISING = ("graduated", "package")
"""The models under which more use never costs less."""

ANY = (*RISING, "volume", "stairstep")
SIZES = st.decimals(1, 9, places=1).map(str)
PARTIAL = st.sampled_from(["up", "down", "exact"])
BOUNDS = st.sampled_from(["inclusive", "exclusive"])
FLAGS = st.sampled_from(["true", "false"])
LEVELS = st.sampled_from(["cores.installed", "cores.rights", "cores.requested", "cores.without_rights"])


def flow(keys: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}"


@st.composite
def figures(draw: st.DrawFn) -> str:
    """A price, or a ramp of two."""
    first = draw(PRICES)
    if draw(st.booleans()):
        return first
    return f"[{{amount: {first}}}, {{amount: {draw(PRICES)}, from: 2026-{draw(st.integers(2, 9)):02}-01}}]"


@st.composite
def tiers(draw: st.DrawFn, priced: bool) -> str:
    def tier(**keys: str) -> str:
        return flow(keys | {"price": draw(PRICES)} if priced else keys | {"flat": draw(PRICES)})

    bounds = sorted(set(draw(st.lists(st.integers(1, 60), max_size=3))))
    return "[" + ", ".join([*(tier(up_to=str(bound), flat=draw(PRICES)) for bound in bounds), tier()]) + "]"


@st.composite
def commitments(draw: st.DrawFn, on_demand: bool, rises: bool) -> str:
    if draw(st.booleans()):
        keys = {"quantity": draw(figures()), "minimum": draw(NUMBERS)}
    else:
        keys = {"percent": draw(PERCENTS), "of": draw(LEVELS)}
    if on_demand:
        keys["overage_price"] = draw(figures())
    if rises:
        keys["rises_to"] = draw(LEVELS)
    return flow(keys)


@st.composite
def modifiers(draw: st.DrawFn) -> str:
    key = draw(st.sampled_from(["minimum_spend", "maximum_spend", "discount", "multiply", "plus"]))
    return flow({key: draw(figures())})


RATCHETS = st.one_of(
    st.just("{percent: 100, of: invoiced}"),
    st.builds(
        lambda percent, periods: f"{{percent: {percent}, of: invoiced, periods: {periods}}}",
        PERCENTS,
        st.integers(1, 5),
    ),
    st.builds(
        lambda percent, periods: f"{{percent: {percent}, of: used, periods: {periods}}}", PERCENTS, st.integers(1, 5)
    ),
)
MEASURES = st.sampled_from(
    ["time_weighted", "high_water", "last", "percentile", "minutes_over_rights", "days_over_rights"]
)


@st.composite
def usages(draw: st.DrawFn, draws: str, models: Sequence[str]) -> str:
    """A usage charge that draws a balance of a unit, or none; what draws a quantity has no price."""
    keys = {"kind": "usage", "quantities": "cores", "measured": draw(MEASURES)}
    if "rights" in keys["measured"] and draw(st.booleans()):
        keys["whole_from"] = draw(PERCENTS)
    if keys["measured"] == "minutes_over_rights":
        keys["resolution"] = str(draw(st.sampled_from([0, 1, 30, 7])))
    if draw(st.booleans()):
        keys["price"] = draw(figures())
    else:
        keys["model"] = draw(st.sampled_from(models))
        if keys["model"] == "package":
            keys |= {"price": draw(figures()), "size": draw(SIZES), "partial": draw(PARTIAL)}
        else:
            keys |= {
                "tiers": draw(tiers(keys["model"] != "stairstep")),
                "bounds": draw(BOUNDS),
                "flat_at_zero": draw(FLAGS),
            }
            if draw(st.booleans()):
                keys["bounds_of"] = draw(LEVELS)
    wanted = draw(
        st.sets(st.sampled_from(["commitment", "ratchet", "on_demand", "allowance", "cap", "bounds", "rises_to"]))
    )
    if "commitment" in wanted:
        keys["commitment"] = draw(commitments("on_demand" in wanted, "rises_to" in wanted))
    if "ratchet" in wanted:
        keys["ratchet"] = draw(RATCHETS)
    if "allowance" in wanted:
        settling = draw(st.sampled_from(["sliding", "consecutive"]))
        keys["allowance"] = flow({"free": draw(NUMBERS), "periods": str(draw(st.integers(1, 4))), "settling": settling})
    if "cap" in wanted:
        keys["cap"] = flow({"percent": draw(PERCENTS), "of": draw(LEVELS)})
    if "bounds" in wanted:
        keys["modifiers"] = f"[{', '.join(draw(st.lists(modifiers(), min_size=1, max_size=3)))}]"
    if draws:
        keys["draws"] = "stock"
    without = OF_PRICES if draws == "things" else ()
    return flow({key: value for key, value in keys.items() if key not in without})


@st.composite
def balances(draw: st.DrawFn, unit: str) -> str:
    keys = {
        "unit": unit,
        "opening": draw(NUMBERS),
        "block": str(draw(st.integers(1, 5000))),
        "price": draw(figures()),
        "short": draw(st.sampled_from(["debt", "overage"])),
        "refill": draw(st.sampled_from(["true", "false"])),
    }
    if draw(st.booleans()):
        keys["bonus"] = flow({"amount": draw(NUMBERS), "per": draw(LEVELS)})
    if draw(st.booleans()):
        keys["surcharge"] = draw(PERCENTS)
    if draw(st.booleans()):
        keys["overage_price"] = draw(PRICES)
    if draw(st.booleans()):
        keys["term"] = f"{draw(st.integers(1, 4))} months"
        if draw(st.booleans()):
            keys["rollover"] = flow({"percent": draw(PERCENTS)})
    return flow(keys)


@st.composite
def contracts(draw: st.DrawFn, models: Sequence[str] = RISING, units: Sequence[str] = ("USD", "things", "")) -> str:
    """The text of one contract `one`, with any of its terms and, besides prices of units, some charge models.

    `units` are those of its balance; an empty one stands for no balance.
    """
    unit = draw(st.sampled_from(units))
    charges = {"use": draw(usages(unit, models))}
    if draw(st.booleans()):
        charges["more"] = draw(usages("", models))
    if draw(st.booleans()):
        charges["bought"] = flow({"kind": "purchase", "quantity": draw(LEVELS), "price": draw(figures())})
    if draw(st.booleans()):
        charges["fee"] = flow({"kind": "recurring", "price": draw(figures()), "quantity": draw(LEVELS)})
    keys = {"charges": flow(charges)}
    if unit:
        keys["balances"] = flow({"stock": draw(balances(unit))})
    if draw(st.booleans()):
        level = draw(st.sampled_from(["cores.installed", "cores.rights", "cores.requested"]))
        follows = {"step": draw(st.sampled_from(["1", "4", "0.25"])), "headroom": draw(PERCENTS)}
        keys["follows"] = flow({level: flow({**follows, "down": draw(st.sampled_from(["true", "false"]))})})
    if draw(st.booleans()):
        keys["levels"] = "{cores.rights: cores.installed}"
    if draw(st.booleans()):
        keys |= {"minimum_spend": draw(NUMBERS), "maximum_spend": draw(NUMBERS)}
    return f"one: {flow(keys)}"
