from configurator.session import as_text
from tests.session.render.trees import TREE, WHOLE


def test_every_cause_has_its_line_and_deeper_explanations_are_indented() -> None:
    assert as_text(TREE) == (
        "Cable: <Long> is not possible\n"
        "  - Heat & co. [cells.cool, cells[c2], catalog.yaml:3:5]\n"
        "    Cable is not part of this product\n"
        "      - you chose Ports: 0.5 m\n"
        "      - Cable is only there when ports > 1 and fan == 'a<b' [catalog.yaml:3:5]\n"
        "      - Cell: there can be 1 to 3 [catalog.yaml:3:5]\n"
        "      (time ran out before this could be shortened; not every point may matter)"
    )


def test_the_owners_words_and_ours_come_in_the_locale() -> None:
    assert as_text(TREE, "de-AT").splitlines()[:3] == [
        "Kabel: <Lang> ist nicht möglich",
        "  - Hitze & Co. [cells.cool, cells[c2], catalog.yaml:3:5]",
        "    Kabel gehört nicht zu diesem Produkt",
    ]


def test_what_nobody_chose_is_said_to_be_built_so() -> None:
    assert as_text(WHOLE) == (
        "these choices cannot hold together\n  - that is how the catalog is built, whatever is chosen"
    )
