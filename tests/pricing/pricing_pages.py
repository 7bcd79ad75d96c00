"""The pricing guide and reference: the books on them that price one catalog, each with the examples below it."""

import os
import re
from functools import cached_property
from pathlib import Path

from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.pricing.load import load_book
from configurator.pricing.model import PriceBook
from configurator.reading.files import Files

DOCS = Path(__file__).parents[2] / "docs"
GUIDE, REFERENCE = DOCS / "pricing-guide.md", DOCS / "pricing-reference.md"
_BOOKS, _, CONTRACTS_REFERENCE = REFERENCE.read_text(encoding="utf-8").partition("\n## Contracts\n")
BOOKS_REFERENCE = _BOOKS.partition("\n### flat and per_unit\n")[0]
"""The tables of keys and charge models, without the worked examples of each model."""

_BLOCK = re.compile(r"^```(yaml|csv|text|considered|bills)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_TABLE = re.compile(r"\btable: ([\w.]+)")


class PricingPages:
    """The blocks of both pages for one catalog. Examples belong to the book above them."""

    def __init__(self, catalog: str) -> None:
        self._blocks: list[tuple[str, str]] = [
            block for page in (GUIDE, REFERENCE) for block in _BLOCK.findall(page.read_text(encoding="utf-8"))
        ]
        (self.catalog_text,) = (text for _, text in self._blocks if text.startswith(f"format: 1\ncatalog: {catalog}\n"))
        self._books = {text: table for text, table in self._tables().items() if f"\ncatalog: {catalog}\n" in text}
        self.books = list(self._books)

    def _tables(self) -> dict[str, dict[str, bytes]]:
        """Return every book with the CSV table above it, by the name that the book gives it."""
        books, rows = {}, ""
        for kind, text in self._blocks:
            if kind == "csv":
                rows = text
            elif kind == "yaml" and text.startswith("format: 1\nbook: "):
                books[text] = {name: rows.encode() for name in _TABLE.findall(text)}
        return books

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog; it must have no problem, not even a warning."""
        catalog, problems = load_catalog(Files({"catalog.yaml": self.catalog_text.encode()}))
        if catalog is None or problems:
            raise ValueError("\n".join(map(str, problems)))
        return catalog

    def book(self, text: str) -> PriceBook:
        """Load a book; it must have no problem, not even a warning."""
        book, problems = load_book(Files({"book.yaml": text.encode(), **self._books[text]}), "book.yaml", self.catalog)
        if book is None or problems:
            raise ValueError("\n".join(map(str, problems)))
        return book

    def examples(self) -> list[tuple[str, str, str]]:
        """Return every example: its book, its kind and its text."""
        found, book = [], ""
        for kind, text in self._blocks:
            if kind == "yaml":
                book = text
            elif kind != "csv" and book in self._books:
                found.append((book, kind, text))
        return found


def accepts(kind: str, text: str, expected: str) -> bool:
    """Return whether an example shows what it should; with ACCEPT_WORDING=1 in the environment it is rewritten."""
    if expected != text and os.environ.get("ACCEPT_WORDING"):
        for page in (GUIDE, REFERENCE):
            before = page.read_text(encoding="utf-8")
            page.write_text(before.replace(f"```{kind}\n{text}```", f"```{kind}\n{expected}```"), encoding="utf-8")
        return True
    return expected == text
