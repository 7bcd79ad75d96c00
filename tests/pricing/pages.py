"""Pages of the documentation with books in them: their blocks, their catalog, and their examples."""

import os
import re
from pathlib import Path

from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.pricing.load import load_book
from configurator.pricing.model import PriceBook
from configurator.reading.files import Files

_BLOCK = re.compile(r"^```(yaml|csv|text|considered|bills)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Page:
    """A page: the first YAML block is its catalog, every other one a book, and what follows a book its examples."""

    def __init__(self, name: str, table: str) -> None:
        self.path = Path(__file__).parents[2] / "docs" / name
        self.text = self.path.read_text(encoding="utf-8")
        self._blocks: list[tuple[str, str]] = _BLOCK.findall(self.text)
        self.books = [text for kind, text in self._blocks if kind == "yaml"][1:]
        rows = next(text for kind, text in self._blocks if kind == "csv")
        self._table = {table: rows.encode()}
        self.catalog = self._catalog()

    def _catalog(self) -> Catalog:
        catalog, problems = load_catalog(Files({"catalog.yaml": self._blocks[0][1].encode()}))
        if catalog is None or problems:
            raise ValueError("\n".join(map(str, problems)))
        return catalog

    def book(self, text: str) -> PriceBook:
        """Load a book of the page; it must have no problem, not even a warning."""
        book, problems = load_book(Files({"book.yaml": text.encode(), **self._table}), "book.yaml", self.catalog)
        if book is None or problems:
            raise ValueError("\n".join(map(str, problems)))
        return book

    def examples(self) -> list[tuple[str, str, str]]:
        """Return every example: its book, its kind and its text."""
        found, book = [], ""
        for kind, text in self._blocks[1:]:
            if kind == "yaml":
                book = text
            elif kind != "csv":
                found.append((book, kind, text))
        return found

    def accepts(self, kind: str, text: str, said: str) -> bool:
        """Whether an example says what it should; with ACCEPT_WORDING=1 in the environment it is written so."""
        if said != text and os.environ.get("ACCEPT_WORDING"):
            page = self.path.read_text(encoding="utf-8")
            self.path.write_text(page.replace(f"```{kind}\n{text}```", f"```{kind}\n{said}```"), encoding="utf-8")
            return True
        return said == text
