"""The order rules in the folders of price books: found by their head, read on first use."""

from pathlib import Path
from threading import RLock

from configurator.errors import InvalidDocument, NotFound
from configurator.pricing.codes import DUPLICATE_ID
from configurator.pricing.orders.load import KEY, holds_order_rules, load_order_rules
from configurator.pricing.orders.model import OrderRules
from configurator.problems import Problem
from configurator.reading.files import read_folder
from configurator.reading.message_parts import did_you_mean, quoted, some_of


class OrderRulesIndex:
    """The order rules in the subfolders of a folder, by id. Thread-safe; what is read is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, OrderRules] | None = None
        self._lock = RLock()

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all order rules. Raises InvalidDocument as `rules` does."""
        return tuple(self._all())

    def rules(self, id: str) -> OrderRules:
        """Return order rules. Raises NotFound, or InvalidDocument with everything that is wrong with any of them."""
        known = self._all()
        if id not in known:
            near = did_you_mean(id, known) or f"there are {some_of(known) or 'none'}"
            raise NotFound(f"there are no order rules {quoted(id)}; {near}")
        return known[id]

    def _all(self) -> dict[str, OrderRules]:
        with self._lock:
            if self._read is None:
                self._read = self._load()
            return self._read

    def _load(self) -> dict[str, OrderRules]:
        read: dict[str, OrderRules] = {}
        problems: list[Problem] = []
        for folder in sorted({path.parent for path in self._folder.glob("*/*.yaml") if _may_hold(path)}):
            files = read_folder(folder)
            for entry in files:
                if "/" in entry or not entry.endswith(".yaml") or not holds_order_rules(files, entry):
                    continue
                rules, results = load_order_rules(files, entry)
                if rules is None:
                    problems += results
                elif rules.id in read:
                    problems.append(_twin(rules, read[rules.id]))
                else:
                    read[rules.id] = rules
        if problems:
            raise InvalidDocument(problems)
        return dict(sorted(read.items()))


def _may_hold(path: Path) -> bool:
    return path.is_file() and KEY.encode() in path.read_bytes()


def _twin(rules: OrderRules, other: OrderRules) -> Problem:
    message = f"`{rules.id}` is the id of the order rules at {other.location} already"
    return Problem(DUPLICATE_ID, rules.location, KEY, message, "an id of its own")
