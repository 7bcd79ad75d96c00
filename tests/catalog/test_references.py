"""Which features and structures an expression names, through loops and bodies."""

import pytest

from configurator.catalog.building.expressions import scope_of
from configurator.catalog.references import references
from configurator.language.expression import read_expression
from configurator.source import Location
from tests.catalog.loading import example

CATALOG = example("workshop")


@pytest.mark.parametrize(
    ("body", "text", "named"),
    [
        ((), "panel == 'oak' and hooks > 2", {"panel", "hooks"}),
        ((), "panel.height > 1[m]", {"panel"}),
        ((), "door.weight > 1[kg] or present(door)", {"door.weight", "door"}),
        ((), "count(bays)", {"bays"}),
        (
            (),
            "sum(r.depth for b in bays for r in b.boards if b.kind == 'shelf')",
            {"bays", "bays.boards", "bays.boards.depth", "bays.kind"},
        ),
        (("bays",), "kind == 'shelf' and clock", {"bays.kind", "clock"}),
        (("bays", "boards"), "depth < width and kind == 'shelf'", {"bays.boards.depth", "width", "bays.kind"}),
        ((), "1 < 2", set()),
    ],
)
def test_names_are_given_by_their_id_paths(body: tuple[str, ...], text: str, named: set[str]) -> None:
    expression, problems = read_expression(text, scope_of(CATALOG.root, body, CATALOG.units), Location("x", 1, 1))
    assert (expression is not None, ()) == (True, problems)
    assert expression is not None
    assert named == {".".join(path) for path in references(expression.tree)}
