"""SXFM: trees of lines and clauses over their ids."""

import pytest

from tests.exchange.models import count, told, written

DESK = """<feature_model name="Desk">
<meta><data name="creator">made up</data></meta>
<feature_tree>
:r Desk (desk)
	:m Legs (legs)
		:g (kind) [1,1]
			: Wood (wood)
			: Steel (steel)
	:o Drawer (drawer)
		:m Lock (lock)
	:g (extras) [1,*]
		: Lamp (lamp)
		: Shelf (shelf)
		: Socket (socket)
</feature_tree>
<constraints>
c1: ~drawer or ~steel
c2: ~lamp or socket
</constraints>
</feature_model>
"""


def test_a_tree_becomes_options_and_counts() -> None:
    assert """features:
  legs:
    options:
      Wood: Wood
      Steel: Steel
  drawer:
    type: boolean
  lock:
    type: boolean
  lamp:
    type: boolean
  shelf:
    type: boolean
  socket:
    type: boolean
constraints:
  lock_goes_with_drawer:
    require: lock == drawer
    because: Lock is always part of Drawer.
  desk_has:
    at_least: 1
    of: [lamp, shelf, socket]
    because: Desk has at least 1 of Lamp, Shelf and Socket.
  drawer_never_with_steel:
    require: not drawer or legs != 'Steel'
    because: Drawer and Steel are never there together.
  lamp_needs_socket:
    require: not lamp or socket
    because: Lamp needs Socket.
""" == written(DESK, "sxfm")


def test_the_products_are_those_of_the_tree() -> None:
    # 2 legs x drawer or not, less drawer with steel; 7 sets of extras, less those of a lamp without a socket.
    assert 3 * 5 == count(DESK, "sxfm")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("\t: Alone (alone)", ["4:2 exchange.syntax"]),
        ("\t:g (kind)", ["4:2 exchange.syntax"]),
        (":g (kind) [1,1]", ["4:1 exchange.syntax"]),
        ("\t:o", ["4:2 exchange.syntax"]),
        (":r Other (other)", ["4:1 exchange.syntax"]),
        ("\tdrawer", ["4:2 exchange.syntax"]),
        ("\t:o Desk (desk)", ["4:2 exchange.duplicate-name"]),
        ("\t:g (kind) [1,1]", ["4:2 exchange.syntax"]),
        ("\t:g (kind) [2,1]\n\t\t: a (a)\n\t\t: b (b)", ["4:2 exchange.syntax"]),
        ("\t:g (kind) [3,3]\n\t\t: a (a)\n\t\t: b (b)", ["4:2 exchange.syntax"]),
        (f"\t:g (kind) [{'9' * 4_400},1]\n\t:o a (a)", ["4:2 exchange.syntax"]),
    ],
)
def test_a_wrong_line_is_told_with_its_place(line: str, expected: list[str]) -> None:
    text = f'<feature_model name="Desk">\n<feature_tree>\n:r Desk (desk)\n{line}\n</feature_tree>\n</feature_model>\n'
    assert expected == told(text, "sxfm")


def test_a_wrong_clause_is_told_with_its_place() -> None:
    assert ["18:1 exchange.unknown-name", "19:1 exchange.syntax"] == told(
        DESK.replace("c2: ~lamp or socket", "c2: ~lamp or sockt\nc3: lamp and shelf"), "sxfm"
    )
    assert ["1:1 exchange.syntax"] == told("<tree/>", "sxfm")


def test_alternatives_at_the_root_may_have_children() -> None:
    tree = ":r R (r)\n\t:g (g) [1,1]\n\t\t: b (b)\n\t\t\t:o x (x)\n\t\t: c (c)\n\t\t\t:o y (y)\n"
    assert 4 == count(f'<feature_model name="m"><feature_tree>\n{tree}</feature_tree></feature_model>', "sxfm")


def test_a_clause_that_never_holds_leaves_no_product() -> None:
    assert 0 == count(DESK.replace("c2: ~lamp or socket", "c2: ~desk"), "sxfm")


NO_CLAUSES = ("~ ~drawer", "~~drawer or lamp", "lamp or", "or lamp", "lamp or or shelf", "lamp shelf", "~")


@pytest.mark.parametrize("clause", NO_CLAUSES)
def test_what_is_no_clause_is_told_at_its_line(clause: str) -> None:
    assert ["18:1 exchange.syntax"] == told(DESK.replace("~lamp or socket", clause), "sxfm")


def test_a_clause_may_hold_blanks_of_any_kind() -> None:
    assert count(DESK, "sxfm") == count(DESK.replace("~lamp or socket", " ~  lamp \t OR\tsocket "), "sxfm")


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("line", "hostile"),
    [
        ("~lamp or socket", f"~lamp {'or ~shel ' * 5_000}or ~"),
        (": Lamp (lamp)", f": Lamp{' ' * 20_000}(lamp{' ' * 20_000}["),
    ],
)
def test_a_long_line_ends_soon(line: str, hostile: str) -> None:
    assert told(DESK.replace(line, hostile), "sxfm")
