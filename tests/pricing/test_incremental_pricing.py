"""What a rule reads: values beside it, and values in any instance."""

from configurator.pricing.incremental_pricing import changed_paths, in_charge, reads_of
from configurator.pricing.prepare import prepare
from configurator.pricing.price import reprice, run
from tests.pricing.shop import DAY, book_of, chosen, van


def reads(text: str) -> tuple[list[str], list[str]]:
    found = reads_of(in_charge(book_of(f"charges: {{a: {{{text}}}}}").charges[0]))
    own = sorted(".".join((binder, *path)) if binder else ".".join(path) for binder, path in found.own)
    return own, sorted(".".join(path) for path in found.wide)


def test_a_charge_reads_what_its_quantity_condition_and_amounts_name() -> None:
    price = "[{amount: 3, when: 'engine.power > 90[kW]'}, {amount: 2}]"
    text = f"model: per_unit, quantity: seats, when: sport, price: {price}"
    assert (["engine", "seats", "sport"], []) == reads(text)


def test_a_charge_for_each_instance_reads_its_own() -> None:
    assert (["racks.shelves", "sport"], []) == reads("each: racks, amount: shelves, when: sport")


def test_a_sum_reads_every_instance_and_which_there_are() -> None:
    assert ([], ["racks", "racks.shelves"]) == reads("amount: sum(r.shelves for r in racks)")
    assert ([], ["racks"]) == reads("amount: count(racks)")


def test_changed_paths_are_those_of_values_and_of_instances() -> None:
    assert {"seats", "racks", "racks[r2].shelves", "racks[r2].coat"} == set(
        changed_paths(chosen(racks=1), chosen({"seats": 5}, racks=2))
    )


def test_lines_that_read_nothing_that_changed_are_the_very_same() -> None:
    book = book_of("prices: {items: {navigation: 9}}\ncharges: {a: {amount: 1}, b: {amount: seats}}")
    before = run(chosen({"navigation": True}), prepare(book, van(), DAY))
    after = reprice(before, chosen({"navigation": True, "seats": 5}))
    assert [True, True, False] == [
        one is other for one, other in zip(before.priced.lines, after.priced.lines, strict=True)
    ]
