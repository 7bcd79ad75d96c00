"""Books of one catalog in several currencies price the same things."""

from configurator.owner.book_sets import books_agree
from tests.pricing.shop import HEAD, book_of

EURO = book_of("charges: {a: {amount: 5}, b: {amount: 6}}\nprices: {items: {navigation: 9}}")


def lacking(text: str, currency: str = "JPY") -> list[str]:
    other = book_of(text, HEAD.replace("EUR", currency).replace("book: b", "book: other"))
    return [f"{problem.where}: {problem.message}" for problem in books_agree([EURO, other])]


def test_a_book_that_lacks_what_one_in_another_currency_has_is_told() -> None:
    assert [
        "prices: `navigation` of the book b (EUR) is not in other",
        "charges: `b` of the book b (EUR) is not in other",
    ] == lacking("charges: {a: {amount: 800}}")


def test_books_that_agree_and_books_of_one_currency_are_fine() -> None:
    assert [] == lacking("charges: {a: {amount: 800}, b: {amount: 900}}\nprices: {items: {navigation: 1200}}")
    assert [] == lacking("charges: {a: {amount: 5}}", "EUR")


def test_books_of_other_days_need_not_agree() -> None:
    first = book_of("effective: {until: 2026-01-01}\ncharges: {a: {amount: 5}}")
    later = book_of("effective: {from: 2026-01-01}\ncharges: {b: {amount: 5}}", HEAD.replace("EUR", "USD"))
    assert [] == list(books_agree([first, later]))
