import json
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from configurator.configuration import FeatureValue
from configurator.session import ExplanationSubject, SubjectKind, as_data, as_html, as_text
from configurator.session.render import SUBJECTS, shown_value, subject_sentence
from tests.session.shop import session
from tests.session.trees import TREE, UNPROVED, WHOLE, text


def test_every_cause_has_its_line_and_deeper_explanations_are_indented() -> None:
    assert as_text(TREE) == (
        "Cable: <Long> is not possible\n"
        "  - Heat & co. [cells.cool, cells[c2], catalog.yaml:3:5]\n"
        "    Cable is not part of this product\n"
        "      - you chose Ports: 0.5 m\n"
        "      - Cable is only there when ports > 1 and fan == 'a<b' [catalog.yaml:3:5]\n"
        "      - Cell: there can be 1 to 3 [catalog.yaml:3:5]"
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


def test_a_reason_not_proved_minimal_in_time_is_not_shown() -> None:
    assert as_text(UNPROVED) == "Cable is not part of this product\n  - no minimal reason was found in time"
    assert as_text(UNPROVED, "de").endswith("\n  - in der Zeit fand sich kein minimaler Grund")
    item = ElementTree.fromstring(as_html(UNPROVED)).find("ul/li")
    assert item is not None
    assert (item.get("class"), item.text) == ("undecided", "no minimal reason was found in time")
    assert (as_data(UNPROVED)["minimal"], as_data(UNPROVED)["causes"]) == (False, [])


def test_plain_data_holds_paths_values_ids_places_and_sentences() -> None:
    assert as_data(TREE) == {
        "subject": {
            "kind": "blocked",
            "path": "cable",
            "value": "long",
            "title": "Cable",
            "message": "Cable: <Long> is not possible",
        },
        "minimal": True,
        "causes": [
            {
                "kind": "constraint",
                "id": "cells.cool",
                "instance": "cells[c2]",
                "place": "catalog.yaml:3:5",
                "because": "Heat & co.",
                "message": "Heat & co.",
            }
        ],
        "because": [as_data(TREE.because[0])],
    }


def test_exact_numbers_are_text_and_nothing_is_a_float() -> None:
    deeper = as_data(TREE)["because"]
    assert json.loads(json.dumps(deeper), parse_float=lambda text: 1 / 0) == deeper
    assert '"value": "0.5"' in json.dumps(deeper)


def test_choices_as_a_whole_have_neither_path_nor_value() -> None:
    assert as_data(WHOLE)["subject"] == {
        "kind": "inconsistent",
        "path": None,
        "value": None,
        "title": None,
        "message": "these choices cannot hold together",
    }


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


def test_an_explanation_without_causes_says_so() -> None:
    assert "that is how the catalog is built" in as_html(WHOLE)


def test_there_is_a_sentence_for_every_subject() -> None:
    assert set(SUBJECTS) == set(SubjectKind)


def test_a_title_with_braces_is_shown_as_it_is() -> None:
    subject = ExplanationSubject(SubjectKind.REFUSED, "a", None, text("{shown} {0}"))
    assert subject_sentence(subject, "en") == "this change of {shown} {0} is not possible"


@pytest.mark.parametrize(
    ("path", "value", "english", "german"),
    [
        ("trim", "luxury", "Luxury", "Luxus"),
        ("apps", True, "yes", "ja"),
        ("kit", False, "no", "nein"),
        ("cells", 3, "3", "3"),
        ("cable", Fraction(3, 2), "1.5 m", "1.5 m"),
    ],
)
def test_values_are_shown_as_people_read_them(path: str, value: FeatureValue, english: str, german: str) -> None:
    found = shown_value(session().assignment.member(path).target, value, ("en", "de"))
    assert (found.in_locale("en"), found.in_locale("de")) == (english, german)


def test_yes_and_no_are_there_in_languages_that_the_catalog_lacks() -> None:
    shown = shown_value(session().assignment.member("apps").target, True, ("en",))
    assert ("yes", "ja", "yes") == tuple(shown.in_locale(locale) for locale in ("en", "de-AT", "xx"))
    trim = shown_value(session().assignment.member("trim").target, "luxury", ("en",))
    assert "Luxury" == trim.in_locale("de")
