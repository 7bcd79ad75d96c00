"""Books come through one gate: all problems of all files at once, or a book pinned by its digest."""

from configurator.pricing.load import load_book
from configurator.reading.files import Files
from tests.pricing.shop import HEAD, book_of, load, problems_of, van


def test_all_problems_of_all_files_come_at_once_in_the_order_of_reading() -> None:
    _, problems = load(
        """
        prices: {table: prices.csv, items: {stem: 5}}
        charges: {Base: {amount: 1 USD}}
        """,
        prices_csv="item,amount\npetrol,9000\nwheel,100\nnavi,cheap\n",
    )
    assert [
        ("book.yaml:7:37", "pricing.unknown-item"),
        ("book.yaml:8:11", "pricing.bad-id"),
        ("book.yaml:8:26", "pricing.mixed-currency"),
        ("prices.csv:3:1", "pricing.unknown-item"),
        ("prices.csv:4:6", "language.unknown-name"),
    ] == [(str(problem.location), problem.code.name) for problem in problems]


def test_a_book_that_is_not_there_and_one_that_is_not_yaml_are_told() -> None:
    assert ["reading.file-not-found"] == [each.code.name for each in load_book(Files({}), "book.yaml", van())[1]]
    broken = Files({"book.yaml": b"format: ["})
    assert ["reading.syntax"] == [each.code.name for each in load_book(broken, "book.yaml", van())[1]]


def test_unknown_keys_are_told_with_the_nearest_one() -> None:
    assert [("reading.unknown-key", "the key `chrages` is not known here")] == [
        (code, message) for code, message in problems_of("chrages: {}")
    ]


def test_a_book_with_warnings_only_is_a_book() -> None:
    book, problems = load("waivers: {w: {includes: [radio], because: In}}")
    assert book is not None
    assert ["pricing.nothing-to-waive"] == [problem.code.name for problem in problems]


def test_the_digest_covers_the_files_that_the_book_uses_and_no_others() -> None:
    book = "prices: {table: prices.csv}"
    table = "item,amount\nnavi,5\n"
    plain = book_of(book, prices_csv=table)
    assert ["book.yaml", "prices.csv"] == list(plain.files)
    assert plain.digest == book_of(book, prices_csv=table, notes_csv="anything\n").digest
    assert plain.digest != book_of(book, prices_csv=table.replace("5", "6")).digest


def test_a_book_is_what_its_file_says() -> None:
    book = book_of(
        """
        title: {en: Vans, de: Transporter}
        time_zone: Europe/Berlin
        effective: {from: 2026-01-01}
        illustrative: true
        source: {en: Made up, de: Erfunden}
        compare_over: 3 years
        """,
        head=HEAD,
    )
    assert ("b", "x", "EUR", "Europe/Berlin", 36, True) == (
        book.id, book.catalog, book.currency, book.time_zone, book.compare_over, book.illustrative,
    )  # fmt: skip
    assert ("Transporter", "Erfunden") == (book.title.in_locale("de"), str(book.source and book.source.in_locale("de")))


def test_figures_keep_every_digit() -> None:
    charge = book_of("charges: {a: {amount: 0.000000000001}}").charges[0]
    assert "Fraction(1, 1000000000000)" in repr(charge.model)


def test_hostile_amounts_are_refused_in_no_time() -> None:
    huge = "9" * 500
    found = problems_of(f"charges: {{a: {{amount: {huge}}}, b: {{amount: \"__import__('os')\"}}}}")
    assert all(code.startswith("language.") for code, _ in found)
    assert len(found) == 2
