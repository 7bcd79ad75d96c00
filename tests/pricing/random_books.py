"""Random books for the van, of every kind of rule, and random vans to price by them."""

from fractions import Fraction

from hypothesis import strategies as st

from configurator.configuration import Configuration, FeatureValue
from tests.pricing.shop import chosen

CONDITIONS = (
    "sport",
    "radio and navigation",
    "paint == 'red'",
    "seats >= 5",
    "count(racks) >= 2",
    "sum(r.shelves for r in racks) > 4",
    "spare == 'full'",
    "engine.power > 100[kW]",
    "customer.segment == 'fleet'",
    "any(r.coat == 'zinc' for r in racks)",
    "quantity >= 3",
)
QUANTITIES = ("seats", "count(racks)", "sum(r.shelves for r in racks)", "seats - 4", "2 * seats - count(racks)")
MODES = ("half_up", "half_even", "half_down", "up", "down", "ceiling", "floor")
EACH = ("coat == 'zinc'", "shelves > 2", "sport")

cents = st.integers(0, 99_999).map(lambda units: f"{units // 100}.{units % 100:02}")
pieces = st.sampled_from((1, 1, 2, 3, 7, 1000))
"""How many pieces of a van are priced together."""
mills = st.integers(0, 9_999_999).map(lambda units: f"{units // 10_000}.{units % 10_000:04}")
percents = st.integers(0, 1000).map(lambda units: f"{units // 10}.{units % 10}")
whens = st.sampled_from(CONDITIONS)


def _quoted(text: str) -> str:
    return f'"{text}"'


@st.composite
def amounts(draw: st.DrawFn, figures: st.SearchStrategy[str] = cents) -> str:
    """Draw an amount: a figure, one by condition, or one by day."""
    match draw(st.integers(0, 3)):
        case 0:
            when = _quoted(draw(whens))
            return f"[{{amount: {draw(figures)}, when: {when}}}, {{amount: {draw(figures)}}}]"
        case 1:
            return f"[{{amount: {draw(figures)}}}, {{amount: {draw(figures)}, from: 2026-07-01}}]"
        case _:
            return draw(figures)


@st.composite
def prices(draw: st.DrawFn, figures: st.SearchStrategy[str]) -> str:
    """Draw list prices, by choice or by the bill of materials."""
    if draw(st.integers(0, 4)) == 0:
        items = {"petrol": draw(figures), "diesel": draw(figures), "screw": draw(figures)}
        listed = ", ".join(f"{item}: {amount}" for item, amount in items.items())
        return f"prices: {{sales: bill_of_materials, items: {{{listed}}}}}\n"
    names = ["petrol", "diesel", "paint.white", "paint.red", "paint.black", "navigation", "radio", "roof"]
    names += draw(st.lists(st.sampled_from(["seats", "cable", "racks", "racks.shelves"]), unique=True))
    text = "prices:\n  items:\n" + "".join(f"    {name}: {draw(amounts(figures))}\n" for name in names)
    text += f"    navi: [{{amount: {draw(figures)}, recurring: month}}]\n" if draw(st.booleans()) else ""
    return text + ("  quantities: {paint: seats - 1, radio: 1 + count(racks)}\n" if draw(st.booleans()) else "")


@st.composite
def charges(draw: st.DrawFn, figures: st.SearchStrategy[str], item: st.SearchStrategy[str]) -> str:
    """Draw charges of every model; `item` draws what makes one a charge for all pieces."""
    quantity, bounds = _quoted(draw(st.sampled_from(QUANTITIES))), draw(st.sampled_from(("inclusive", "exclusive")))
    zero = draw(st.sampled_from(("true", "false")))
    tiers = f"[{{up_to: 3, price: {draw(figures)}, flat: {draw(figures)}}}, {{price: {draw(figures)}}}]"
    models = {
        "flat": f"amount: {draw(amounts(figures))}, when: {_quoted(draw(whens))}",
        "per_unit": f"price: {draw(amounts(figures))}, quantity: {quantity}",
        "graduated": f"tiers: {tiers}, quantity: {quantity}, bounds: {bounds}, flat_at_zero: {zero}",
        "volume": f"tiers: {tiers}, quantity: {quantity}, bounds: {bounds}, flat_at_zero: {zero}",
        "stairstep": f"tiers: [{{up_to: 4, flat: {draw(figures)}}}, {{flat: {draw(figures)}}}], quantity: {quantity}",
        "package": f"size: 4, free: 1, price: {draw(figures)}, quantity: {quantity}, partial: exact",
        "capacity_band": f"bands: [{{up_to: 4, flat: {draw(cents)}}}, {{flat: {draw(cents)}}}], quantity: {quantity}",
        "percentage": f"rate: 2.5, fixed: {draw(cents)}, quantities: usage, measured: events, least: 1, free_events: 1",
        "graduated_percentage": f"tiers: {tiers}, quantity: {quantity}, bounds: {bounds}, flat_at_zero: {zero}",
        "cost_plus": f"multiplier: {draw(percents)}, quantity: {quantity}",
    }
    found = [f"  base: {{amount: {draw(figures)}}}\n"]
    for name in draw(st.lists(st.sampled_from(list(models)), unique=True, max_size=3)):
        recurring = draw(st.sampled_from(("", ", recurring: month", ", recurring: year")))
        found.append(f"  {name}: {{model: {name}, {models[name]}{recurring}{draw(item)}}}\n")
    found.append(draw(metered(figures, item)))
    if draw(st.booleans()):
        when = _quoted(draw(st.sampled_from(EACH)))
        rest = f"model: per_unit, quantity: shelves, price: {draw(figures)}"
        found.append(f"  shelf: {{each: racks, when: {when}, {rest}}}\n")
    return "charges:\n" + "".join(found)


TREATMENTS = (
    "convert: {divide_by: 3, rounding: up}",
    "free: 2",
    "reserved: {quantity: 3, price: 1.25}",
    "ratchet: {percent: 80, of: usage}",
    "before: {quantity: 2, amount: 3.5}",
    "convert: {multiply_by: 1.5}, free: 1, reserved: {quantity: 1, price: 0.5}",
)
MODIFIERS = (
    "discount: 12.5",
    "multiply: 1.07",
    "plus: -0.4",
    "round_to: 5",
    "minimum_spend: 20",
    "maximum_spend: 40",
    "commitment: {amount: 10, overage_factor: 1.5}",
    "commitment: {quantity: 4, overage_factor: 0.8, true_up: false}",
    "prepaid: {balance: 7, surcharge: 10}",
)
MEASURES = ("sum", "last", "count", "high_water", "time_weighted", "percentile", "windowed", "per_group")


@st.composite
def metered(draw: st.DrawFn, figures: st.SearchStrategy[str], item: st.SearchStrategy[str]) -> str:
    """Draw charges for treated quantities and readings, with modifiers in any order."""
    modifiers = ", ".join(f"{{{each}}}" for each in draw(st.lists(st.sampled_from(MODIFIERS), max_size=3)))
    treatment, quantity = draw(st.sampled_from(TREATMENTS)), _quoted(draw(st.sampled_from(QUANTITIES)))
    blocks = f"tiers: [{{block: 3, blocks: 2, price: {draw(figures)}, cap: 30}}, {{price: {draw(figures)}, flat: 1}}]"
    treated = f"model: graduated, {blocks}, quantity: {quantity}, {treatment}, modifiers: [{modifiers}]{draw(item)}"
    measured = f"quantities: usage, measured: {draw(st.sampled_from(MEASURES))}"
    read = f"model: volume, {blocks}, {measured}, modifiers: [{modifiers}]{draw(item)}"
    drawn = draw(st.lists(st.sampled_from((f"  treated: {{{treated}}}\n", f"  read: {{{read}}}\n")), unique=True))
    return "".join(drawn)


@st.composite
def waivers(draw: st.DrawFn) -> str:
    """Draw waivers of several parts, and of one of several."""
    text = ""
    if draw(st.booleans()):
        text += f"  first: {{when: {_quoted(draw(whens))}, includes: [navigation, paint], because: In}}\n"
    if draw(st.booleans()):
        text += f"  second: {{when: {_quoted(draw(whens))}, includes: [radio], because: In}}\n"
    if draw(st.booleans()):
        over = draw(st.sampled_from(("", ", over: 24 months")))
        text += f"  third: {{when: {_quoted(draw(whens))}, choose_one_of: [radio, seats, roof], because: In{over}}}\n"
    return f"waivers:\n{text}" if text else ""


def _choosing(draw: st.DrawFn) -> str:
    """Draw a stage that chooses one of several amounts."""
    kind = draw(st.sampled_from(("surcharge", "discount")))
    choose = draw(st.sampled_from(("cheapest", "dearest", "best")))
    cases = f"{{amount: {draw(cents)}, when: {_quoted(draw(whens))}}}, {{amount: {draw(cents)}}}"
    last = f"{{amount: '1[EUR] * seats', when: {_quoted(draw(whens))}}}"
    return f"kind: {kind}, amount: [{cases}, {last}], choose: {choose}"


@st.composite
def stages(draw: st.DrawFn, item: st.SearchStrategy[str]) -> str:
    """Draw named stages and taxes; `item` draws what makes one a stage for all pieces."""
    on = st.sampled_from(("", ", on: list", ", on: charges", ", on: [radio, charges.base]", ", except: list"))
    rules = [
        f"kind: discount, percent: {draw(amounts(percents))}{draw(on)}",
        f"kind: surcharge, percent: {draw(percents)}{draw(on)}, when: {_quoted(draw(whens))}",
        f"kind: surcharge, amount: {draw(amounts())}",
        f"kind: surcharge, percent: 5, recurring: month, on: list, when: {_quoted(draw(whens))}",
        f"kind: discount, percent: {draw(percents)}, at: line{draw(on)}",
        f"kind: discount, amount: {draw(cents)}{draw(on)}",
        f"kind: discount, percent: 10, at_least: 5, at_most: {draw(st.integers(5, 500))}",
        f"kind: surcharge, percent: {draw(percents)}, at_least: {draw(st.integers(1, 90))}{draw(on)}",
        f"kind: minimum, amount: {draw(cents)}{draw(on)}",
        f"kind: maximum, amount: {draw(cents)}{draw(on)}",
        f"kind: discount, percent: 10, when: 'base >= {draw(cents)}[EUR]'",
        f"kind: discount, amount: {draw(cents)}, at: line",
        f"kind: surcharge, percent: [{{amount: 7, when: 'base >= {draw(cents)}[EUR]'}}, {{amount: 2}}]{draw(on)}",
        f"kind: discount, percent: 10, at_most: [{{amount: 5, when: {_quoted(draw(whens))}}}, {{amount: 90}}]",
        f"kind: discount, percent: seats, at: line, when: 'sport or base < {draw(cents)}[EUR]'",
        f"kind: surcharge, amount: '3[EUR] + base / 8'{draw(on)}",
        f"kind: discount, percent: {draw(percents)}, never_below: {draw(cents)}{draw(on)}",
        f"kind: discount, amount: {draw(cents)}, never_below: '0.8 * base', at: line{draw(on)}",
        f"kind: surcharge, amount: '2[EUR] + 0.1 * amount.list'{draw(on)}",
        f"kind: discount, percent: 5, when: 'amount.charges > {draw(cents)}[EUR]'{draw(on)}",
        f"kind: surcharge, percent: 5, when: 'monthly.all > 1[EUR] or amount.all <= {draw(cents)}[EUR]'",
        _choosing(draw),
    ]
    picked = draw(st.lists(st.sampled_from(rules), max_size=3))
    found = [f"  - {{id: s{at}, because: So, {rule}{draw(item)}}}\n" for at, rule in enumerate(picked)]
    if draw(st.integers(0, 2)) == 0:
        choose = draw(st.sampled_from(("", ", choose: cheapest", ", choose: dearest", ", choose: best")))
        bare = [each for each in rules[:10] if "kind: m" not in each]
        members = draw(st.lists(st.sampled_from(bare), min_size=2, max_size=3))
        found += [
            f"  - {{id: g{at}, because: So, group: g, {rule}{draw(item)}{choose}}}\n" for at, rule in enumerate(members)
        ]
    if draw(st.booleans()) and any("kind: discount" in each for each in found):
        limits = (f"percent: {draw(percents)}", f"amount: {draw(cents)}", "amount: 0.1 * amount.list")
        limit = draw(st.sampled_from(limits))
        found.append(f"  - {{id: most, because: So, kind: limit, {limit}}}\n")
    if draw(st.booleans()):
        at = draw(st.sampled_from(("line", "total")))
        found.append(f"  - {{id: tax, kind: tax, percent: {draw(percents)}, at: {at}, because: Tax}}\n")
    return "stages:\n" + "".join(found) if found else ""


@st.composite
def books(draw: st.DrawFn) -> str:
    """Draw the text of a book."""
    figures = draw(st.sampled_from((cents, mills)))
    rounding = f"mode: {draw(st.sampled_from(MODES))}, at: {draw(st.sampled_from(('line', 'total')))}"
    per = draw(st.sampled_from(("line", "line", "piece")))
    item = st.just("") if per == "piece" else st.sampled_from(("", "", ", per: item"))
    horizon = draw(st.sampled_from(("", "compare_over: 36 months\n", "compare_over: 2 years\n")))
    return "".join(
        (
            "parameters: {customer.segment: {type: text, one_of: [retail, fleet], default: retail},"
            " usage: {type: series, default: 'a=4@2, b=9, a=1.5@3'}}\n",
            horizon,
            f"rounding: {{{rounding}, per: {per}}}\n",
            draw(prices(figures)),
            draw(charges(figures, item)),
            draw(waivers()),
            draw(stages(item)),
        )
    )


@st.composite
def vans(draw: st.DrawFn) -> Configuration:
    """Draw a valid van."""
    racks = draw(st.integers(0, 3))
    values: dict[str, FeatureValue] = {
        "engine": draw(st.sampled_from(("petrol", "diesel"))),
        "paint": draw(st.sampled_from(("white", "red", "black"))),
        "spare": draw(st.sampled_from(("small", "full"))),
        "seats": draw(st.integers(2, 9)),
        "cable": draw(st.integers(0, 20).map(lambda steps: Fraction(steps, 2))),
        **{name: draw(st.booleans()) for name in ("sport", "navigation", "radio", "roof")},
    }
    for number in range(1, racks + 1):
        values[f"racks[r{number}].shelves"] = draw(st.integers(1, 6))
        values[f"racks[r{number}].coat"] = draw(st.sampled_from(("plain", "zinc")))
    return chosen(values, racks)
