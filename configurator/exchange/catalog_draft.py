"""A catalog under construction, as texts: its ids, the imported content, and the problems."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from configurator.catalog.building.names import words_of
from configurator.catalog.load import ENTRY
from configurator.catalog.plain_yaml import Plain, to_yaml
from configurator.exchange.limits import CELLS_IN_PLACE, LONGEST_ID
from configurator.language.reserved_words import RESERVED
from configurator.problems import Problem, ProblemCode
from configurator.reading.codes import TOO_MANY_PROBLEMS
from configurator.reading.csv import write_csv
from configurator.reading.files import Files
from configurator.reading.limits import LIMITS
from configurator.source import Location

_LETTERS: Final = {
    "ß": "ss",
    "æ": "ae",
    "Æ": "Ae",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "+": "_plus",
    "#": "_sharp",
}
_FOREIGN: Final = re.compile(r"[^A-Za-z0-9]+")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")


class Ids:
    """Unique ids of one kind. `first` is the prefix of names that do not begin with a letter."""

    def __init__(self, first: str = "n", taken: frozenset[str] = frozenset()) -> None:
        self._first = first
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def name(self, title: str, *endings: str) -> str:
        """Return an id that expressions can use: `Heated seats (front)` becomes `heated_seats_front`."""
        parts = (_plain(_HUMP.sub("_", part)).lower() for part in (title, *endings))
        base = "_".join(part for part in parts if part)[:LONGEST_ID].strip("_")
        if not base[:1].isalpha():
            base = f"{self._first}_{base}".rstrip("_")
        return self._unique(f"{base}_" if base in RESERVED else base)

    def item(self, title: str) -> str:
        """Return an id of an option or a component, which keeps its capitals: `6NR`, `W-20`."""
        kept = (
            title if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", title) and len(title) <= LONGEST_ID else _plain(title)
        )
        return self._unique(kept if kept[:1].isalnum() else f"{self._first}{kept}")

    def _unique(self, base: str) -> str:
        text, number = base, self._next.get(base, 2)
        while text in self._taken:
            text, number = f"{base}_{number}", number + 1
        self._next[base] = number
        self._taken.add(text)
        return text


def _plain(text: str) -> str:
    if not text.isascii() or "+" in text or "#" in text:
        text = "".join(_LETTERS.get(letter, letter) for letter in text)
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _FOREIGN.sub("_", text)[:LONGEST_ID].strip("_")


_VALUES_OF_A_FILE: Final = LIMITS.values // 2
_LETTERS_OF_A_FILE: Final = LIMITS.file_bytes // 2
"""Half of the limit of one file: further constraints go into libraries, which the catalog includes."""


@dataclass
class DraftBody:
    """The body of the catalog, or of one of its structures; `path` is that of the structure."""

    path: str = ""
    head: dict[str, Plain] = field(default_factory=dict)
    features: dict[str, Plain] = field(default_factory=dict)
    structures: dict[str, "DraftBody"] = field(default_factory=dict)
    constraints: dict[str, Plain] = field(default_factory=dict)

    def law(
        self,
        draft: "CatalogDraft",
        name: tuple[str, ...],
        because: str,
        location: Location | None = None,
        **rule: Plain,
    ) -> None:
        """Add a constraint under an id made of the words; empty parts of the rule are left out.

        `location` is that of the rule in the model.
        """
        id = draft.rules.name(name[0], *name[1:])
        draft.locate("constraints", id, location)
        self.constraints[id] = {**{key: value for key, value in rule.items() if value}, "because": because}

    def written(self) -> dict[str, Plain]:
        """Return the keys of a structure."""
        structures: Plain = {id: inner.written() for id, inner in self.structures.items()}
        parts = {"features": self.features, "structures": structures, "constraints": self.constraints}
        return {**self.head, **{key: value for key, value in parts.items() if value}}


@dataclass
class CatalogDraft:
    """A catalog under construction: its body, component groups, tables and headings, in order."""

    title: str
    source: str
    body: DraftBody = field(default_factory=DraftBody)
    components: dict[str, Plain] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    display: list[Plain] = field(default_factory=list)
    names: Ids = field(default_factory=Ids)
    rules: Ids = field(default_factory=lambda: Ids("rule"))
    files_of: Ids = field(default_factory=lambda: Ids("table"))
    """The names of tables."""
    locations: dict[str, Location] = field(default_factory=dict)
    """Where the model says what `constraints.id`, `features.id` or `structures.id` says here."""

    def locate(self, key: str, id: str, location: Location | None) -> None:
        """Note where the model says what stands under a key and id."""
        if location is not None:
            self.locations[f"{key}.{id}"] = location

    def location_of(self, where: str, otherwise: Location) -> Location:
        """Return where the model says what stands at a path of the catalog, `structures.wheel.features.rim`."""
        keys = where.split(".")
        pairs = (f"{key}.{id}" for key, id in reversed(list(pairwise(keys))))
        return next((self.locations[pair] for pair in pairs if pair in self.locations), otherwise)

    @property
    def features(self) -> dict[str, Plain]:
        """The features of the catalog itself."""
        return self.body.features

    def law(self, name: tuple[str, ...], because: str, location: Location | None = None, **rule: Plain) -> None:
        """Add a constraint of the catalog itself."""
        self.body.law(self, name, because, location, **rule)

    def table(
        self,
        name: tuple[str, ...],
        because: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        key: str,
        location: Location | None = None,
    ) -> None:
        """Add combinations under `allowed` or `forbidden`: in place where they are few, else in a CSV file."""
        if len(rows) * len(columns) <= CELLS_IN_PLACE or len(self.tables) >= LIMITS.files - 20:
            given: Plain = {"columns": list(columns), "rows": [list(row) for row in rows]}
        else:
            path = f"{self.files_of.name(name[0], *name[1:])}.csv"
            self.tables[path] = write_csv([columns, *rows])
            given = {"table": path}
        self.law(name, because, location, **{key: given})

    def never(self, name: tuple[str, ...], because: str, location: Location | None = None) -> None:
        """Add a constraint that nothing satisfies: the model has no product."""
        if self.features:
            feature = next(iter(self.features))
            self.law(name, because, location, require=f"present({feature}) and not present({feature})")
        elif self.body.structures:
            self.law(name, because, location, require=f"count({next(iter(self.body.structures))}) < 0")

    def files(self, id: str) -> Files:
        """Return the files of the catalog: `catalog.yaml`, tables, and libraries where the constraints are many."""
        head: dict[str, Plain] = {"format": "1", "catalog": id, "title": self.title, "source": self.source}
        body = self.body.written()
        structures = body.get("structures", {})
        taken = _size([self.features, structures, self.components, self.display])
        first, *others = list(_shares(self.body.constraints, taken)) or [{}]
        libraries = {f"constraints_{number}.yaml": share for number, share in enumerate(others, start=2)}
        parts: dict[str, Plain] = {
            "include": [{"file": path} for path in libraries],
            "components": self.components,
            "features": self.features,
            "structures": structures,
            "constraints": first,
            "groups": self.display,
        }
        written = {ENTRY: to_yaml({**head, **{key: value for key, value in parts.items() if value}})}
        for number, (path, share) in enumerate(libraries.items(), start=2):
            library: dict[str, Plain] = {"format": "1", "library": f"{id}_{number}", "constraints": share}
            written[path] = to_yaml(library)
        return Files({path: text.encode() for path, text in {**written, **self.tables}.items()})


def titled(id: str, title: str) -> Mapping[str, Plain]:
    """Return a title, unless it equals the one derived from the id."""
    return {} if words_of(id) == title else {"title": title}


def boolean(id: str, title: str) -> Plain:
    """Return a feature that is true or false."""
    return {**titled(id, title), "type": "boolean"}


def catalog_id(text: str) -> str:
    """Return the id of a catalog that is called so."""
    return Ids("catalog", RESERVED).name(text)


def listed(words: list[str], joint: str = "and", most: int = 12) -> str:
    """Return things as people list them: `a, b and c`; a long list ends with how many more there are."""
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
        joint = "and"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}"


def _shares(constraints: Mapping[str, Plain], taken: tuple[int, int]) -> Iterator[dict[str, Plain]]:
    """Split the constraints so that no file is too large; the first share stays beside the features."""
    values, letters = taken
    share: dict[str, Plain] = {}
    for id, constraint in constraints.items():
        more_values, more_letters = _size(constraint)
        if share and (values + more_values > _VALUES_OF_A_FILE or letters + more_letters > _LETTERS_OF_A_FILE):
            yield share
            share, values, letters = {}, 0, 0
        share[id] = constraint
        values, letters = values + more_values + 1, letters + more_letters + len(id) + 4
    if share:
        yield share


def _size(value: Plain) -> tuple[int, int]:
    """Return how many values, and about how many letters, something takes in a file."""
    if isinstance(value, str):
        return 1, len(value) + 8
    inner = [*value, *value.values()] if isinstance(value, Mapping) else value
    sizes = [_size(each) for each in inner]
    return 1 + sum(values for values, _ in sizes), sum(letters for _, letters in sizes) + 8


class ImportHalted(Exception):
    """Reading cannot go on; the report holds the reason."""


class ImportReport:
    """The problems found so far. `add` raises Halt after the hundredth, `halt` at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(
        self,
        code: ProblemCode,
        location: Location,
        message: str,
        expected: str = "",
        hint: str = "",
        *,
        where: str = "",
    ) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, location, where, message, expected, hint))
        if len(self.problems) >= LIMITS.problems:
            more, mend = "there are more problems than are shown", "mend these first"
            self.problems.append(Problem(TOO_MANY_PROBLEMS, location, "", more, hint=mend))
            raise ImportHalted

    def halt(
        self, code: ProblemCode, location: Location, message: str, expected: str = "", hint: str = ""
    ) -> ImportHalted:
        """Record a fatal problem, and return the exception to raise."""
        self.problems.append(Problem(code, location, "", message, expected, hint))
        return ImportHalted()

    def extend(self, problems: tuple[Problem, ...]) -> None:
        """Note problems that others found."""
        self.problems.extend(problems)
