"""The files a catalog is made of: the catalog itself and every library it includes, each read and checked for shape."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from configurator.catalog.building.build_context import Bindings
from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.building.names import NAME, check_plain
from configurator.catalog.codes import INCLUDE_CYCLE
from configurator.catalog.limits import MOST_INCLUDES
from configurator.catalog.shape import CatalogShape, IncludeShape, LibraryShape
from configurator.problems import Problem
from configurator.reading.files import DATA_SUFFIXES, Files
from configurator.reading.positioned_tree import Mapping as MappingNode
from configurator.reading.positioned_tree import Node, Scalar, Sequence, TreeEntry
from configurator.reading.shape import validate
from configurator.reading.yaml import read_yaml
from configurator.source import Location


@dataclass(frozen=True)
class Library:
    """A library as one include brings it in: under a namespace, with some of its names bound."""

    shape: LibraryShape
    file: str
    namespace: str
    bindings: Bindings
    include: IncludeShape
    where: str


@dataclass(frozen=True)
class Sources:
    """The shapes of a catalog, and the libraries in the order they are included, inner ones first."""

    catalog: CatalogShape
    libraries: tuple[Library, ...]
    left_out: frozenset[str] = frozenset()
    """Features and structures that have not the right shape, and so are not there."""


def narrowed(files: Files, entry: str) -> tuple[Files, str]:
    """Return only the files that a catalog uses, relative to the smallest folder that holds them all.

    So the digest and the places of a catalog are the same wherever it is loaded from: its own folder, the folder of all
    catalogs, or a store.
    """
    used = tuple(_used(files, entry))
    folders = [posixpath.dirname(path) for path in used]
    root = posixpath.commonpath(folders) if all(folders) and folders else ""
    if not root:
        return files.only(used), entry
    return Files({posixpath.relpath(path, root): files[path] for path in used}), posixpath.relpath(entry, root)


def _used(files: Files, entry: str) -> Iterator[str]:
    seen, pending = set[str](), [entry]
    while pending:
        path = pending.pop()
        if path in seen or path not in files:
            continue
        seen.add(path)
        yield path
        if not path.endswith(".csv") and _may_name_files(files[path]):
            node, _ = read_yaml(files[path], path)
            named = () if node is None else _named(node)
            pending.extend(result for name in named if (result := files.find(name.text, name.location)[0]) is not None)


def _may_name_files(data: bytes) -> bool:
    """Whether a document can name another at all; large ones that cannot are not read just to find that out."""
    if b"\\" in data:  # An escape may stand for any letter.
        return True
    return (b"file" in data or b"table" in data) and any(suffix.encode() in data for suffix in DATA_SUFFIXES)


def _named(node: Node) -> Iterator[Scalar]:
    """Yield the values of keys that name files."""
    match node:
        case MappingNode(entries):
            for entry in entries:
                if entry.key.text in ("file", "table") and isinstance(entry.value, Scalar):
                    yield entry.value
                else:
                    yield from _named(entry.value)
        case Sequence(items):
            for item in items:
                yield from _named(item)


def gather(files: Files, entry: str, report: BuildReport) -> Sources | None:
    """Read a catalog and its libraries; None where the catalog itself, or a library, has not the right shape."""
    location = Location(entry, 1, 1)
    if entry not in files:
        _, problems = files.find(posixpath.basename(entry), location)
        report.extend(problems)
        return None
    node, problems = read_yaml(files[entry], entry)
    report.extend(problems)
    if node is None:
        return None
    catalog, problems = validate(node, CatalogShape)
    report.extend(problems)
    left_out: frozenset[str] = frozenset()
    if catalog is None:
        rest, left_out = _without_wrong_items(node, problems)
        catalog, _ = validate(rest, CatalogShape)
    gathering = _Gathering(files, report)
    includes = catalog.include if catalog is not None else ()
    gathering.visit(includes, (entry,), "", ())
    return None if catalog is None or gathering.failed else Sources(catalog, tuple(gathering.libraries), left_out)


_PARTED = ("features", "structures", "constraints", "resources", "preferences", "bill_of_materials")
"""The sections whose items may be left out when they are wrong, so that the others are still looked at."""


def _without_wrong_items(node: Node, problems: tuple[Problem, ...]) -> tuple[Node, frozenset[str]]:
    """Return a catalog without the items of its sections that problems are about, and which members these are."""
    if not isinstance(node, MappingNode):
        return node, frozenset()
    wrong = {tuple(problem.where.split(".")[:2]) for problem in problems}
    left_out: set[str] = set()
    entries = []
    for entry in node.entries:
        section, value = entry.key.text, entry.value
        if section in _PARTED and isinstance(value, MappingNode):
            kept = tuple(item for item in value.entries if (section, item.key.text) not in wrong)
            if section in ("features", "structures"):
                left_out |= {item.key.text for item in value.entries} - {item.key.text for item in kept}
            value = MappingNode(kept, value.location)
        entries.append(TreeEntry(entry.key, value))
    return MappingNode(tuple(entries), node.location), frozenset(left_out)


class _Gathering:
    def __init__(self, files: Files, report: BuildReport) -> None:
        self.libraries: list[Library] = []
        self.failed = False
        self._full = False
        self._files = files
        self._report = report
        self._shapes: dict[str, LibraryShape | None] = {}

    def visit(
        self, includes: list[IncludeShape] | tuple[()], trail: tuple[str, ...], namespace: str, bindings: Bindings
    ) -> None:
        for number, include in enumerate(includes, 1):
            self._include(include, f"include[{number}]", trail, namespace, bindings)

    def _include(
        self, include: IncludeShape, where: str, trail: tuple[str, ...], namespace: str, bindings: Bindings
    ) -> None:
        if self._full:
            return
        path, problems = self._files.find(include.file, include.file.location, where=f"{where}.file")
        self._report.extend(problems)
        if path is None or not self._may_include(include, path, where, trail):
            self.failed = True
            return
        shape = self._shape(path)
        if shape is None:
            self.failed = True
            return
        inner = _joined(namespace, str(include.as_ or ""))
        bound = ({str(name): str(to) for name, to in include.with_.items()}, *bindings)
        self.visit(shape.include, (*trail, path), inner, bound)
        self.libraries.append(Library(shape, path, inner, bound, include, where))

    def _may_include(self, include: IncludeShape, path: str, where: str, trail: tuple[str, ...]) -> bool:
        if include.as_ is not None and not NAME.fullmatch(include.as_):
            check_plain(self._report, include.as_, f"{where}.as")
        if path in trail:
            circle = " → ".join((*trail[trail.index(path) :], path))
            message = f"{path} includes itself: {circle}"
            self._report.add(
                INCLUDE_CYCLE, include.file.location, f"{where}.file", message, hint="take one include out"
            )
            return False
        if len(self.libraries) + len(trail) > MOST_INCLUDES:
            self._full = True
            message = f"more than {MOST_INCLUDES} libraries are included"
            self._report.add(INCLUDE_CYCLE, include.file.location, f"{where}.file", message, hint="include each once")
            return False
        return True

    def _shape(self, path: str) -> LibraryShape | None:
        if path not in self._shapes:
            node, problems = read_yaml(self._files[path], path)
            self._report.extend(problems)
            shape = None
            if node is not None:
                shape, problems = validate(node, LibraryShape)
                self._report.extend(problems)
            self._shapes[path] = shape
        return self._shapes[path]


def _joined(namespace: str, inner: str) -> str:
    return ".".join(part for part in (namespace, inner) if part)
