from xml.etree import ElementTree

from configurator.session import as_html
from tests.session.render.trees import TREE, WHOLE


def test_html_is_well_formed_and_escapes_every_text() -> None:
    shown = as_html(TREE)
    root = ElementTree.fromstring(shown)
    assert root.get("class") == "explanation blocked"
    assert root.findtext("p") == "Cable: <Long> is not possible"
    assert "<Long>" not in shown
    assert "a<b" not in shown


def test_causes_can_be_linked_to() -> None:
    root = ElementTree.fromstring(as_html(TREE))
    assert [item.get("data-path") for item in root.iter("li") if item.get("class") == "choice"] == ["ports"]
    assert [item.get("data-constraint") for item in root.iter("li") if item.get("data-constraint")] == ["cells.cool"]


def test_deeper_explanations_are_nested_in_the_list() -> None:
    inner = ElementTree.fromstring(as_html(TREE)).find("ul/li/div")
    assert inner is not None
    assert inner.get("class") == "explanation absent"
    assert inner.findtext("p[@class='not-minimal']") is not None


def test_an_explanation_without_causes_says_so() -> None:
    assert "that is how the catalog is built" in as_html(WHOLE)
