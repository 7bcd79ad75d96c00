"""Amounts as shoppers read them."""

from configurator_api.web.amounts import shown_difference

from configurator.canonical_json import Json


def usd(amount: str) -> dict[str, Json]:
    return {"amount": amount, "currency": "USD"}


def test_a_difference_carries_its_sign() -> None:
    assert "+$250.00" == shown_difference({"one_time": usd("250.00")}, "en")
    assert "−$5.00" == shown_difference({"one_time": usd("-5.00")}, "en")


def test_no_difference_is_said_and_an_unknown_one_is_not_invented() -> None:
    assert "same price" == shown_difference({"one_time": usd("0.00")}, "en")
    assert "" == shown_difference(None, "en")


def test_recurring_differences_name_their_period() -> None:
    assert "+$3.00 a month" == shown_difference({"one_time": usd("0.00"), "monthly": usd("3.00")}, "en")
