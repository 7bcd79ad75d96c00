"""How messages name what they found: in quotes, in one line, and short however long it is."""

from configurator.reading.tree import Mapping, Node, Scalar, Sequence


def quoted(text: str, most: int = 60) -> str:
    """Return a text as messages show it: in quotes, in one line, cut when it is long."""
    line = text[: most + 1].replace("\n", "\\n").replace("\r", "\\r")
    return f"'{line}'" if len(text) <= most else f"'{line[:most]}…'"


def kind_of_node(node: Node) -> str:
    """Say what stands somewhere: its text, or what kind of thing it is."""
    match node:
        case Mapping():
            return "a map" if node.entries else "an empty map"
        case Sequence():
            return "a list" if node.items else "an empty list"
        case Scalar():
            return kind_of_text(node.text, node.quoted)


def kind_of_text(text: str, in_quotes: bool) -> str:
    """Say which text was found; a value that is not written is nothing."""
    return "nothing" if not text and not in_quotes else quoted(text)
