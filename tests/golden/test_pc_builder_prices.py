"""What PCs cost and which parts fit, by plain loops over the shipped tables: no solver, no price engine."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import pytest

from configurator.configuration import FeatureValue
from configurator.engine import Engine, EvaluationRequest
from configurator.session import OptionState
from configurator.session.choices import Choices
from configurator.shipped import shipped_folder
from tests.shipped import ENGINE

DAY = date(2026, 3, 1)
BOARDS_OF_CASES = {
    "full tower": {"EATX", "ATX", "Micro ATX", "Mini ITX"},
    "mid tower": {"ATX", "Micro ATX", "Mini ITX"},
    "mini tower": {"Micro ATX", "Mini ITX"},
    "Mini ITX": {"Mini ITX"},
}
PARTS = {
    "processor": "processors",
    "cooler": "coolers",
    "board": "boards",
    "memory": "memory_kits",
    "graphics_card": "graphics_cards",
    "case": "cases",
    "power_supply": "power_supplies",
}
Part = dict[str, Any]
PC = dict[str, Part]


def _rows(path: str) -> list[dict[str, str]]:
    folder, name = path.split("/")
    with (shipped_folder(folder) / "pc_builder" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PRICES = {row["item"]: Decimal(row["amount"]) for row in _rows("pricing_rules/prices.csv")}


def _number_or_text(cell: str) -> Any:
    return int(cell) if cell.isdecimal() else cell


def _table(name: str) -> list[Part]:
    rows = _rows(f"catalogs/{name}.csv")
    return [{column: _number_or_text(cell) for column, cell in row.items()} for row in rows]


TABLES = {feature: _table(name) for feature, name in PARTS.items()}
DRIVES = _table("drives")


def _fits(pc: PC) -> bool:
    """Return whether the parts make a PC, with one M.2 drive."""
    processor, cooler, board, memory, case = (pc[name] for name in ("processor", "cooler", "board", "memory", "case"))
    card = pc.get("graphics_card", {"length": 0, "power": 0})
    return (
        processor["socket"] == board["socket"]
        and memory["generation"] == board["memory"]
        and memory["modules"] <= board["slots"]
        and memory["size"] <= board["most_memory"]
        and board["form"] in BOARDS_OF_CASES[case["form"]]
        and card["length"] <= case["card_length"]
        and (cooler["height"] or 0) <= case["cooler_height"]
        and (cooler["radiator"] or 0) <= case["radiator"]
        and processor["power"] <= cooler["power"]
        and ("graphics_card" in pc or processor["graphics"] == "true")
        and 5 * (processor["power"] + card["power"] + 75) <= 4 * pc["power_supply"]["power"]
    )


def _with_tax(amount: Decimal) -> Decimal:
    return amount + (amount * Decimal("0.0825")).quantize(Decimal("0.01"), ROUND_HALF_UP)


@cache
def _engine() -> Engine:
    return ENGINE


def _part(feature: str, id: str) -> Part:
    return next(part for part in TABLES[feature] if part["id"] == id)


def _choices(pc: PC) -> Choices:
    values: dict[str, FeatureValue] = {feature: part["id"] for feature, part in pc.items()}
    return Choices(values | {"graphics": "graphics_card" in pc, "drives[d1].model": "samsung-990-pro-2-tb-m-2"})


OFFICE = {
    "processor": "intel-core-i3-12100",
    "cooler": "thermalright-axp90-x47",
    "board": "msi-pro-h610m-g-ddr4",
    "memory": "corsair-vengeance-lpx-16-gb-ddr4-3200-2-x-8-gb",
    "case": "cooler-master-masterbox-q300l",
    "power_supply": "lian-li-sp-750-w",
}
GAMING = {
    "processor": "amd-ryzen-9-9950x",
    "cooler": "arctic-liquid-freezer-iii-240-a-rgb",
    "board": "asrock-b850i-lightning-wifi",
    "memory": "corsair-vengeance-rgb-32-gb-ddr5-6000-2-x-16-gb",
    "graphics_card": "nvidia-founders-edition-geforce-rtx-4090-24-gb",
    "case": "fractal-design-ridge-pcie-4-0",
    "power_supply": "corsair-ax1600i",
}


def _pc(build: dict[str, str]) -> PC:
    return {feature: _part(feature, id) for feature, id in build.items()}


def test_2_702_parts_have_a_price_each() -> None:
    ids = [part["id"] for table in (*TABLES.values(), DRIVES) for part in table]
    assert 2_702 == len(ids) == len(PRICES)
    assert set(ids) == set(PRICES)
    assert all(amount > 0 for amount in PRICES.values())


@pytest.mark.parametrize("build", [OFFICE, GAMING], ids=["office", "gaming"])
def test_a_pc_costs_the_sum_of_its_parts_and_the_tax(build: dict[str, str]) -> None:
    parts = [*build.values(), "samsung-990-pro-2-tb-m-2"]
    request = EvaluationRequest("pc_builder", DAY, _choices(_pc(build)), differences=False)
    priced = _engine().evaluation(request).priced
    assert priced is not None
    assert _with_tax(sum((PRICES[part] for part in parts), Decimal())) == priced.totals.one_time.fraction


@pytest.mark.parametrize(("build", "feature"), [(build, feature) for build in (OFFICE, GAMING) for feature in build])
def test_the_other_parts_leave_exactly_those_that_fit(build: dict[str, str], feature: str) -> None:
    pc = _pc(build)
    fitting = {part["id"] for part in TABLES[feature] if _fits(pc | {feature: part})}
    choices = _choices(pc).retracting(feature)
    states = _engine().session("pc_builder", choices).states().features[feature].options
    assert fitting == {id for id, state in states.items() if state is not OptionState.BLOCKED}
    assert fitting


def _kinds(parts: Iterable[Part], *attributes: str) -> list[Part]:
    """Return the cheapest part of each kind; rules read no other attributes than these."""
    kinds: dict[tuple[Any, ...], Part] = {}
    for part in sorted(parts, key=_price):
        kinds.setdefault(tuple(part[name] for name in attributes), part)
    return list(kinds.values())


def _price(part: Part) -> Decimal:
    return PRICES[part["id"]]


@cache
def _supply(watts: int) -> Decimal:
    fitting = [_price(part) for part in TABLES["power_supply"] if 5 * (watts + 75) <= 4 * part["power"]]
    return min(fitting, default=Decimal("Infinity"))


def _housings(power: int) -> Iterator[tuple[Part, Decimal]]:
    """Yield each kind of case that takes a drive of 3.5 inches or none, with its price and that of a cooler."""
    for case in _kinds(TABLES["case"], "form"):
        coolers = [
            _price(part)
            for part in TABLES["cooler"]
            if power <= part["power"]
            and (part["height"] or 0) <= case["cooler_height"]
            and (part["radiator"] or 0) <= case["radiator"]
        ]
        yield case, _price(case) + min(coolers)


def _least_price() -> Decimal:
    """Return the least price before tax of all PCs, the drive in no bay."""
    cards = _kinds(TABLES["graphics_card"], "length", "power")
    cores = []
    for processor in _kinds(TABLES["processor"], "socket", "power", "graphics"):
        for board in _kinds(TABLES["board"], "socket", "memory", "form", "slots", "most_memory"):
            if processor["socket"] != board["socket"]:
                continue
            memory = min(
                _price(part)
                for part in TABLES["memory"]
                if part["generation"] == board["memory"]
                and part["modules"] <= board["slots"]
                and part["size"] <= board["most_memory"]
            )
            cores.append((processor, board, _price(processor) + _price(board) + memory))
    drive = min(_price(part) for part in DRIVES if not part["bays"])
    least = Decimal("Infinity")
    for processor, board, core in cores:
        for case, housing in _housings(processor["power"]):
            if board["form"] not in BOARDS_OF_CASES[case["form"]] or core + housing + drive >= least:
                continue
            if processor["graphics"] == "true":
                least = min(least, core + housing + drive + _supply(processor["power"]))
            for card in cards:
                if processor["graphics"] == "false" and card["length"] <= case["card_length"]:
                    supply = _supply(processor["power"] + card["power"])
                    least = min(least, core + housing + drive + _price(card) + supply)
    return least


@pytest.mark.slow
def test_the_cheapest_pc_is_the_one_that_loops_find() -> None:
    assert not min(DRIVES, key=_price)["bays"]
    overview = _engine().price_overview(EvaluationRequest("pc_builder", DAY))
    least = overview.ends.least if overview.ends else None
    assert least is not None and least.proved
    assert _with_tax(_least_price()) == least.priced.totals.one_time.fraction
