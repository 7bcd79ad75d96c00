"""The states of a computer of parts by elimination over kinds written for it alone: the limit to compare with.

Boolean matrices between two kinds of parts each; what is not in the triangle of processor, board and case is eliminated
into it. Drives are counts of their few kinds. Nothing here serves another catalog.
"""

import csv
from collections.abc import Mapping, Sequence
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from configurator.solving.diagram.interning import Bools

Numbers = NDArray[np.int64]
BOARD_FORMS = ("extended", "atx", "micro", "mini")
FORMS = {"full": BOARD_FORMS, "mid": BOARD_FORMS[1:], "small": BOARD_FORMS[2:], "tiny": BOARD_FORMS[3:]}
SOCKETS = ("am4", "am5", "lga1151", "lga1200", "lga1700", "lga1851")
WORDS: tuple[str, ...] = (*SOCKETS, *FORMS, *BOARD_FORMS, "true", "false")
PARTS = ("cpu", "board", "memory", "card", "supply", "case", "cooler")
MOST_DRIVES = 4


class ByHand:
    """The kinds of all parts: `rows[group]` are their attributes, `kinds[group]` the kind of every part."""

    def __init__(self, folder: Path) -> None:
        self.names: dict[str, list[str]] = {}
        self.rows: dict[str, dict[str, Numbers]] = {}
        self.kinds: dict[str, Numbers] = {}
        for group in (*PARTS, "drive"):
            with (folder / f"{group}.csv").open(encoding="utf-8") as file:
                parts = list(csv.DictReader(file))
            self.names[group] = [part["id"] for part in parts]
            columns = [name for name in parts[0] if name not in ("id", "title")]
            table = np.array([[_number(part[name]) for name in columns] for part in parts], np.int64)
            rows, kinds = np.unique(table, axis=0, return_inverse=True)
            self.rows[group] = dict(zip(columns, rows.T, strict=True))
            self.kinds[group] = kinds.reshape(-1)
        self._places = {group: {name: at for at, name in enumerate(names)} for group, names in self.names.items()}
        self._drives = self._sums_of_drives()

    def _sums_of_drives(self) -> list[tuple[int, int]]:
        """Return how many slots and bays up to four drives can take."""
        kinds = list(zip(self.rows["drive"]["m2"].tolist(), self.rows["drive"]["bays"].tolist(), strict=True))
        chosen = (each for count in range(1, MOST_DRIVES + 1) for each in combinations_with_replacement(kinds, count))
        return sorted({(sum(m2 for m2, _ in each), sum(bays for _, bays in each)) for each in chosen})

    def states(self, choices: Mapping[str, str | bool]) -> dict[str, Bools]:
        """Return which parts are possible, the chosen ones as they are; `with_card` as (false, true)."""
        there = {group: np.ones(len(self.names[group]), np.bool_) for group in PARTS}
        for group in PARTS:
            if group in choices:
                there[group][:] = False
                there[group][self._places[group][str(choices[group])]] = True
        possible = self._possible({group: self._of_kinds(group, there[group]) for group in PARTS}, choices)
        return {
            group: mask if group == "with_card" else mask[self.kinds[group]] & there[group]
            for group, mask in possible.items()
        }

    def _of_kinds(self, group: str, parts: Bools) -> Bools:
        mask = np.zeros(len(next(iter(self.rows[group].values()))), np.bool_)
        mask[self.kinds[group][parts]] = True
        return mask

    def _possible(self, there: Mapping[str, Bools], choices: Mapping[str, str | bool]) -> dict[str, Bools]:
        cpu, board, memory, card, supply, case, cooler = (self.rows[group] for group in PARTS)
        greatest = int(supply["power"][there["supply"]].max(initial=0))
        bare = np.full(len(cpu["power"]), choices.get("with_card") is not True and "card" not in choices)
        wanted = there["card"] & np.full(len(card["power"]), choices.get("with_card") is not False)
        socket = _outer(cpu["socket"], board["socket"], np.equal) & there["cpu"][:, None] & there["board"]
        cools = _outer(cooler["power"], cpu["power"], np.greater_equal) & there["cooler"][:, None]
        under = _outer(cooler["height"], case["cooler_height"], np.less_equal)
        inside = _outer(card["length"], case["card_length"], np.less_equal) & wanted[:, None]
        watts = 5 * (cpu["power"] + card["power"][:, None]) + 300 <= 4 * greatest
        alone: Bools = (cpu["graphics"] == _number("true")) & bare & (5 * cpu["power"] + 300 <= 4 * greatest)
        drawn = alone[:, None] | _meet(watts.T, inside)
        keeps = _memory_fits(memory, board) & there["memory"][:, None]
        kept: Bools = np.any(keeps, axis=0)
        cpu_case = _meet(cools.T, under) & drawn & there["case"]
        board_case = _forms(board, case) & self._drives_fit(board, case) & kept[:, None] & there["case"]
        both = cpu_case & _meet(socket, board_case)
        boards = (board_case & _meet(socket.T, cpu_case)).any(axis=1)
        cards = (_meet(watts, both) & inside).any(axis=1)
        needs = [(5 * cpu["power"] + 300)[(alone[:, None] & both).any(axis=1)]]
        needs += [(5 * (cpu["power"] + card["power"][:, None]) + 300)[_meet(inside, both.T)]]
        least = min((int(each.min()) for each in needs if each.size), default=0)
        return {
            "cpu": both.any(axis=1),
            "board": boards & there["board"],
            "memory": (keeps & boards).any(axis=1),
            "card": cards,
            "supply": (4 * supply["power"] >= least) & there["supply"] & both.any(),
            "case": both.any(axis=0),
            "cooler": (_meet(cools, both) & under).any(axis=1),
            "with_card": np.array([(alone[:, None] & both).any(), cards.any()]),
        }

    def _drives_fit(self, board: Mapping[str, Numbers], case: Mapping[str, Numbers]) -> Bools:
        fit = np.zeros((len(board["m2"]), len(case["bays"])), np.bool_)
        for m2, bays in self._drives:
            fit |= (m2 <= board["m2"])[:, None] & (bays <= case["bays"])
        return fit


def _number(text: str) -> int:
    return WORDS.index(text) if text in WORDS else int(text)


def _outer(left: Numbers, right: Numbers, operation: Any) -> Bools:
    result: Bools = operation(left[:, None], right[None, :])
    return result


def _meet(left: Bools, right: Bools) -> Bools:
    """Return where something in between goes with both sides: a product of boolean matrices."""
    result: Bools = left.astype(np.float32) @ right.astype(np.float32) > 0
    return result


def _memory_fits(memory: Mapping[str, Numbers], board: Mapping[str, Numbers]) -> Bools:
    same = _outer(memory["generation"], board["generation"], np.equal)
    slots = _outer(memory["modules"], board["slots"], np.less_equal)
    return same & slots & _outer(memory["size"], board["most_memory"], np.less_equal)


def _forms(board: Mapping[str, Numbers], case: Mapping[str, Numbers]) -> Bools:
    allowed = {_number(kind): [_number(form) for form in forms] for kind, forms in FORMS.items()}
    columns: Sequence[Bools] = [np.isin(board["form"], allowed[int(kind)]) for kind in case["kind"]]
    return np.array(columns).T
