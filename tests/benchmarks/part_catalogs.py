"""Catalogs of computer parts of any size, with a book: attributes are distributed as those of real parts.

Lengths, watts and heights are what most parts differ in; sockets, generations and forms are few. The same size always
gives the same catalog.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

CATALOG = """\
format: 1
catalog: parts
title: Computer of {parts} parts
components:
  cpu: {{attributes: {{socket: text, power: {{type: number, unit: W}}, graphics: boolean}}, table: cpu.csv}}
  board:
    attributes:
      {{socket: text, generation: number, form: text, most_memory: {{type: number, unit: GB}},
       slots: number, m2: number}}
    table: board.csv
  memory: {{attributes: {{generation: number, modules: number, size: {{type: number, unit: GB}}}}, table: memory.csv}}
  card: {{attributes: {{length: {{type: number, unit: mm}}, power: {{type: number, unit: W}}}}, table: card.csv}}
  supply: {{attributes: {{power: {{type: number, unit: W}}}}, table: supply.csv}}
  case:
    attributes:
      {{kind: text, card_length: {{type: number, unit: mm}}, cooler_height: {{type: number, unit: mm}}, bays: number}}
    table: case.csv
  cooler: {{attributes: {{power: {{type: number, unit: W}}, height: {{type: number, unit: mm}}}}, table: cooler.csv}}
  drive: {{attributes: {{m2: number, bays: number}}, table: drive.csv}}
features:
  cpu: {{options: cpu}}
  board: {{options: board}}
  memory: {{options: memory}}
  with_card: {{type: boolean}}
  card: {{options: card, when: with_card}}
  supply: {{options: supply}}
  case: {{options: case}}
  cooler: {{options: cooler}}
structures:
  drives: {{cardinality: 1..4, features: {{model: {{options: drive}}}}}}
constraints:
  socket: {{require: cpu.socket == board.socket, because: The socket fits.}}
  generation: {{require: memory.generation == board.generation, because: The memory fits.}}
  slots: {{require: memory.modules <= board.slots, because: Every module has a slot.}}
  most_memory: {{require: memory.size <= board.most_memory, because: The board has a limit.}}
  form:
    allowed:
      columns: [case.kind, board.form]
      rows: [[full, "*"], [mid, atx], [mid, micro], [mid, mini], [small, micro], [small, mini], [tiny, mini]]
    because: The board fits into the case.
  length: {{require: card.length <= case.card_length, because: The card fits into the case.}}
  height: {{require: cooler.height <= case.cooler_height, because: The cooler fits into the case.}}
  cooled: {{require: cpu.power <= cooler.power, because: The cooler carries the heat.}}
  picture: {{require: cpu.graphics or with_card, because: Something draws the picture.}}
  m2: {{require: sum(drive.model.m2 for drive in drives) <= board.m2, because: Every drive has a slot.}}
  bays: {{require: sum(drive.model.bays for drive in drives) <= case.bays, because: Every drive has a bay.}}
resources:
  power:
    unit: W
    supply: {{supply: supply.power}}
    demand: {{cpu: cpu.power * 1.25, card: card.power * 1.25, rest: "75[W]"}}
    because: The supply carries everything.
"""
BOOK = """\
format: 1
book: parts
catalog: parts
currency: EUR
prices: {table: prices.csv}
charges: {assembly: {amount: 99}}
stages:
  - {id: bundle, kind: discount, percent: 3, when: "base >= 2000[EUR]", because: A bundle}
  - {id: tax, kind: tax, percent: 19, because: Sales tax}
"""

SOCKETS = (("am4", 4), ("am5", 5), ("lga1151", 4), ("lga1200", 4), ("lga1700", 5), ("lga1851", 5))
CARD_POWERS = (75, 110, 115, 130, 160, 170, 180, 200, 220, 225, 250, 260, 300, 320, 340, 350, 420, 450, 575)
GROUPS = {"cpu": 26, "board": 92, "memory": 253, "card": 134, "supply": 59, "case": 109, "cooler": 102, "drive": 226}
"""How many of a thousand parts are of each group."""


def _cpu(chance: Random) -> dict[str, object]:
    socket, _ = chance.choice(SOCKETS)
    power = chance.choices((65, 125, 95, 35, 105, 120, 170, 55, 58, 150), (50, 13, 13, 8, 8, 5, 3, 2, 1, 1))[0]
    return {"socket": socket, "power": power, "graphics": str(chance.random() < 0.6).lower()}


def _board(chance: Random) -> dict[str, object]:
    socket, generation = chance.choice(SOCKETS)
    form = chance.choices(("atx", "micro", "mini", "extended"), (55, 34, 8, 3))[0]
    most = chance.choices((32, 64, 128, 192, 256), (8, 16, 34, 20, 22))[0]
    slots, m2 = chance.choices((4, 2), (4, 1))[0], chance.choices((1, 2, 3, 4), (27, 26, 24, 23))[0]
    return {"socket": socket, "generation": generation, "form": form, "most_memory": most, "slots": slots, "m2": m2}


def _memory(chance: Random) -> dict[str, object]:
    size = chance.choices((4, 8, 16, 32, 48, 64, 96, 128, 192, 256), (3, 12, 25, 38, 3, 14, 3, 4, 1, 1))[0]
    modules = chance.choices((2, 1, 4), (62, 29, 9))[0]
    return {"generation": chance.choices((5, 4), (54, 46))[0], "modules": modules, "size": size}


def _card(chance: Random) -> dict[str, object]:
    power = chance.choice(
        (75, 110, 115, 130, 160, 170, 180, 200, 220, 225, 250, 260, 300, 320, 340, 350, 420, 450, 575)
    )
    return {"length": _about(chance, 270, 45, 140, 400), "power": power}


def _supply(chance: Random) -> dict[str, object]:
    return {"power": 50 * round(chance.triangular(5, 33, 16))}


def _case(chance: Random) -> dict[str, object]:
    kind = chance.choices(("mid", "small", "full", "tiny"), (66, 15, 11, 8))[0]
    bays = chance.choices(range(14), (10, 24, 55, 10, 6, 3, 3, 2, 2, 1, 1, 1, 1, 1))[0]
    lengths, heights = 10 * round(chance.gauss(36, 5)), 10 * round(chance.triangular(12, 19, 16))
    return {"kind": kind, "card_length": lengths, "cooler_height": heights, "bays": bays}


def _cooler(chance: Random) -> dict[str, object]:
    return {"power": _about(chance, 210, 40, 65, 300), "height": _about(chance, 110, 35, 27, 170)}


def _drive(chance: Random) -> dict[str, object]:
    m2 = int(chance.random() < 0.44)
    return {"m2": m2, "bays": int(not m2 and chance.random() < 0.5)}


MAKERS: Mapping[str, Callable[[Random], dict[str, object]]] = {
    "cpu": _cpu,
    "board": _board,
    "memory": _memory,
    "card": _card,
    "supply": _supply,
    "case": _case,
    "cooler": _cooler,
    "drive": _drive,
}


def _about(chance: Random, middle: float, spread: float, low: int, high: int) -> int:
    return min(max(round(chance.gauss(middle, spread)), low), high)


def write_catalog(folder: Path, parts: int) -> tuple[Path, Path]:
    """Write a catalog of about so many parts with its book; return the folder of catalogs and that of books."""
    catalogs, books = folder / "catalogs", folder / "books"
    (catalogs / "parts").mkdir(parents=True)
    (books / "parts").mkdir(parents=True)
    (catalogs / "parts" / "catalog.yaml").write_text(CATALOG.format(parts=parts), encoding="utf-8")
    (books / "parts" / "book.yaml").write_text(BOOK, encoding="utf-8")
    chance, prices = Random(parts), ["item,amount"]
    for group, share in GROUPS.items():
        rows = list(_rows(chance, group, max(share * parts // 1000, 2)))
        (catalogs / "parts" / f"{group}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        names = (row.partition(",")[0] for row in rows[1:])
        prices += [f"{name},{chance.randrange(2_000, 90_000) / 100:.2f}" for name in names]
    (books / "parts" / "prices.csv").write_text("\n".join(prices) + "\n", encoding="utf-8")
    return catalogs, books


def _rows(chance: Random, group: str, count: int) -> Iterator[str]:
    for number in range(count):
        attributes = MAKERS[group](chance)
        if not number:
            yield ",".join(("id", "title", *attributes))
        yield ",".join((f"{group}-{number}", f"{group} {number}", *map(str, attributes.values())))
