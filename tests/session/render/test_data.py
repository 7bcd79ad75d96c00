import json

from configurator.session import as_data
from tests.session.render.trees import TREE, WHOLE


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
