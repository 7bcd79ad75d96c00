"""The gate for order rules: files in; rules that hold, or every problem at once, out."""

from configurator.catalog.building.build_report import BuildReport
from configurator.pricing.orders.building.order_rules import build_order_rules
from configurator.pricing.orders.model import OrderRules
from configurator.pricing.orders.shape import OrderRulesShape
from configurator.problems import Problem, errors_in, in_order
from configurator.reading.files import Files
from configurator.reading.positioned_tree import Mapping
from configurator.reading.yaml import read_document, read_yaml

KEY = "order_rules"
"""The key at the head of such a document, with its id."""


ORDER_SCENARIOS = "order_scenarios.yaml"
"""The file beside order rules with orders that test them."""


def is_about_orders(files: Files, entry: str) -> bool:
    """Return whether a file holds order rules or scenarios of orders, and no price book."""
    return entry == ORDER_SCENARIOS or holds_order_rules(files, entry)


def holds_order_rules(files: Files, entry: str) -> bool:
    """Return whether a file says at its head that it holds order rules."""
    if KEY.encode() not in files[entry]:
        return False
    node, _ = read_yaml(files[entry], entry)
    return isinstance(node, Mapping) and node.get(KEY) is not None


def load_order_rules(files: Files, entry: str) -> tuple[OrderRules | None, tuple[Problem, ...]]:
    """Read the order rules in the file `entry`, and the tables it names.

    They are None where any problem is an error; warnings come beside them.
    """
    shape, problems = read_document(files, entry, OrderRulesShape)
    if shape is None:
        return None, problems
    report = BuildReport(list(problems))
    rules = build_order_rules(shape, files, entry, report)
    ordered = in_order(report.problems)
    return (None if errors_in(ordered) else rules), ordered
