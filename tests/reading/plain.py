"""Trees without their places, to compare what was read with what was written."""

from configurator.reading.positioned_tree import Mapping, Node, Scalar, Sequence

Plain = str | list["Plain"] | dict[str, "Plain"]


def plain(node: Node | None) -> Plain | None:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [_plain(item) for item in node.items]
        case Mapping():
            return {entry.key.text: _plain(entry.value) for entry in node.entries}
        case None:
            return None


def _plain(node: Node) -> Plain:
    value = plain(node)
    return "" if value is None else value
