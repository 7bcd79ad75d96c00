"""Orders from files of YAML or JSON, and where in the file each part of one is."""

import re
from collections.abc import Mapping
from datetime import date

from configurator.errors import InvalidDocument
from configurator.offering.order_requests import OrderItemRequest, OrderRequest
from configurator.offering.requests import EvaluationRequest
from configurator.offering.shape import OrderItemShape, OrderShape
from configurator.pricing.orders.order_faults import Place
from configurator.reading.positioned_tree import Mapping as Tree
from configurator.reading.positioned_tree import Node, Sequence
from configurator.reading.shape import Word, validate
from configurator.reading.yaml import read_yaml
from configurator.session.choices import Choices
from configurator.source import Location


class OrderDocument:
    """An order as it is written: the request, and the location of each of its parts."""

    def __init__(self, shape: OrderShape, node: Node | None = None) -> None:
        self._shape, self._node = shape, node

    @staticmethod
    def read(data: bytes, file: str) -> "OrderDocument":
        """Read the bytes of a file. Raises InvalidDocument with everything that is wrong with its form."""
        node, problems = read_yaml(data, file)
        shape, unfit = (None, ()) if node is None else validate(node, OrderShape)
        if node is None or shape is None:
            raise InvalidDocument((*problems, *unfit))
        return OrderDocument(shape, node)

    def location(self, place: Place) -> Location:
        """Return where a part of the order is, or the nearest part around it that there is."""
        node, location = self._node, self._shape.location
        for step in place:
            node = None if node is None else _inside(node, step)
            location = location if node is None else node.location
        return location

    def request(self, today: date, *, seconds: float | None = None) -> OrderRequest:
        """Return the order, by default of today; each item is evaluated within the seconds."""
        shape = self._shape
        on = shape.on.replace() if shape.on else today
        return OrderRequest(
            [_item(number, each, on, seconds) for number, each in enumerate(shape.items, start=1)],
            None if shape.order_rules is None else str(shape.order_rules),
            on,
            _texts(shape.parameters),
            [str(code) for code in shape.codes],
            shape.paid_on.replace() if shape.paid_on else None,
        )


def _inside(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Tree):
        return node.get(str(step))
    return node.items[step] if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items) else None


def _item(number: int, shape: OrderItemShape, on: date, seconds: float | None) -> OrderItemRequest:
    request = EvaluationRequest(
        str(shape.catalog),
        on,
        Choices(_texts(shape.choices)),
        None if shape.book is None else str(shape.book),
        parameters=_texts(shape.parameters),
        differences=False,
        seconds=seconds,
    )
    quantity = int(shape.quantity) if re.fullmatch(r"[0-9]{1,12}", shape.quantity) else str(shape.quantity)
    return OrderItemRequest(str(shape.id or number), quantity, request, _texts(shape.measures), str(shape.code or ""))


def _texts(given: Mapping[Word, Word]) -> dict[str, str]:
    return {str(name): str(value) for name, value in given.items()}
