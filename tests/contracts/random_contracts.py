"""Random contracts of every kind of term, as the text of a file."""

from hypothesis import strategies as st

from configurator.contracts.building.charges import OF_PRICES

NUMBERS = st.decimals(0, 40, places=2).map(str)
PRICES = st.decimals(0, 30, places=3).map(str)
PERCENTS = st.decimals(1, 100, places=1).map(str)
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
def tiers(draw: st.DrawFn) -> str:
    bounds = sorted(set(draw(st.lists(st.integers(1, 60), max_size=3))))
    parts = [flow({"up_to": str(bound), "price": draw(PRICES), "flat": draw(PRICES)}) for bound in bounds]
    return "[" + ", ".join([*parts, flow({"price": draw(PRICES)})]) + "]"


@st.composite
def commitments(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        return flow({"quantity": draw(figures()), "minimum": draw(NUMBERS)})
    return flow({"percent": draw(PERCENTS), "of": draw(LEVELS)})


RATCHETS = st.one_of(
    st.just("{kind: permanent}"),
    st.builds(
        lambda shrink, periods: f"{{kind: decaying, shrink: {shrink}, periods: {periods}}}", PERCENTS, st.integers(1, 5)
    ),
    st.builds(
        lambda share, periods: f"{{kind: demand, share: {share}, periods: {periods}}}", PERCENTS, st.integers(1, 5)
    ),
)
MEASURES = st.sampled_from(["average", "peak", "last", "percentile", "minutes_over_rights", "days_over_rights"])


@st.composite
def usages(draw: st.DrawFn, draws: str) -> str:
    """A usage charge that draws a balance of a unit, or none; what draws a quantity has no price."""
    keys = {"kind": "usage", "of": "cores", "measure": draw(MEASURES)}
    if "rights" in keys["measure"] and draw(st.booleans()):
        keys["whole_from"] = draw(PERCENTS)
    if keys["measure"] == "minutes_over_rights":
        keys["resolution"] = str(draw(st.sampled_from([0, 1, 30, 7])))
    if draw(st.booleans()):
        keys["price"] = draw(figures())
    else:
        keys["tiers"] = draw(tiers())
        if draw(st.booleans()):
            keys["bands_of"] = draw(LEVELS)
    wanted = draw(
        st.sets(st.sampled_from(["commitment", "ratchet", "on_demand", "allowance", "cap", "bounds", "rises_to"]))
    )
    if "commitment" in wanted:
        keys["commitment"] = draw(commitments())
    if "ratchet" in wanted:
        keys["ratchet"] = draw(RATCHETS)
    if "on_demand" in wanted and "commitment" in wanted:
        keys["on_demand"] = draw(figures())
    if "rises_to" in wanted and "commitment" in wanted:
        keys["rises_to"] = draw(LEVELS)
    if "allowance" in wanted:
        settling = draw(st.sampled_from(["sliding", "consecutive"]))
        keys["allowance"] = flow(
            {"included": draw(NUMBERS), "periods": str(draw(st.integers(1, 4))), "settling": settling}
        )
    if "cap" in wanted:
        keys["cap"] = flow({"percent": draw(PERCENTS), "of": draw(LEVELS)})
    if "bounds" in wanted:
        keys |= {"minimum": draw(NUMBERS), "maximum": draw(NUMBERS)}
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
        "beyond": draw(st.sampled_from(["debt", "overage"])),
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
def contracts(draw: st.DrawFn) -> str:
    """The text of one contract `one`, with any of its terms."""
    unit = draw(st.sampled_from(["USD", "things", ""]))
    charges = {"use": draw(usages(unit))}
    if draw(st.booleans()):
        charges["more"] = draw(usages(""))
    if draw(st.booleans()):
        charges["bought"] = flow({"kind": "purchase", "of": draw(LEVELS), "price": draw(figures())})
    if draw(st.booleans()):
        charges["fee"] = flow({"kind": "recurring", "amount": draw(figures()), "per": draw(LEVELS)})
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
        keys |= {"minimum": draw(NUMBERS), "maximum": draw(NUMBERS)}
    return f"one: {flow(keys)}"
