"""Equal configurations of one order go together where their book says so."""

from dataclasses import replace
from typing import NamedTuple

from configurator.configuration import Configuration, Provenance
from configurator.pricing.equal_items import merged
from configurator.pricing.prepare import Prepared, prepare
from tests.pricing.shop import DAY, book_of, chosen, van


class Item(NamedTuple):
    id: str
    configuration: Configuration
    prepared: Prepared


def prepared(text: str = "merge_equal_items: true\n", quantity: int = 1) -> Prepared:
    return prepare(book_of(text), van(), DAY, quantity=quantity)


def ids(*items: Item) -> list[str]:
    return ["".join(item.id for item in group) for group in merged(items)]


RED = chosen({"paint": "red"})


def test_equal_configurations_go_together_where_the_first_stands() -> None:
    same = replace(RED, provenance={"paint": Provenance.CHOSEN})
    assert ["ac", "b"] == ids(
        Item("a", RED, prepared()), Item("b", chosen(), prepared()), Item("c", same, prepared(quantity=7))
    )


def test_without_the_word_of_the_book_every_item_stays_by_itself() -> None:
    assert ["a", "b"] == ids(Item("a", RED, prepared("")), Item("b", RED, prepared("")))


def test_items_of_another_day_or_book_stay_apart() -> None:
    later = prepare(book_of("merge_equal_items: true\n"), van(), DAY.replace(day=2))
    other = prepared("title: Other\nmerge_equal_items: true\n")
    assert ["a", "b", "c"] == ids(Item("a", RED, prepared()), Item("b", RED, later), Item("c", RED, other))
