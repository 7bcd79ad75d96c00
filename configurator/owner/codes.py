"""The kinds of problems that show only when a catalog, its price books and its scenarios are seen together."""

from configurator.problems import ProblemCode, Severity

NOTHING_EXPECTED = ProblemCode("owner.nothing-expected", "A scenario expects nothing, so it proves nothing.")
PRICE_WITHOUT_BOOK = ProblemCode("owner.price-without-book", "A scenario expects prices without a book or a day.")
UNKNOWN_BOOK = ProblemCode("owner.unknown-book", "A scenario names a price book that its catalog does not have.")
BOOK_WITHOUT_CATALOG = ProblemCode(
    "owner.book-without-catalog", "A folder holds price books, and there is no catalog of its name."
)
FOLDER_NAME = ProblemCode("owner.folder-name", "A catalog has another id than the folder it lies in.")
DUPLICATE_CATALOG = ProblemCode("owner.duplicate-catalog", "Two catalogs have the same id.")
BOOKS_DIFFER = ProblemCode(
    "owner.books-differ", "Of two books in different currencies, one prices what the other does not.", Severity.WARNING
)
NO_PRICE = ProblemCode(
    "owner.no-price", "A product of the catalog has no price by a rule of its book.", Severity.WARNING
)
NO_PRODUCT = ProblemCode("owner.no-product", "The constraints of a catalog leave no product at all.")
NEGATIVE_TOTAL = ProblemCode(
    "owner.negative-total", "A product of the catalog costs less than nothing.", Severity.WARNING
)
