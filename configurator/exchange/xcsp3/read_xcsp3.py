"""Reads instances of XCSP3 as far as product models need them: extension and intension constraints, sums.

A variable that only tables speak of becomes a feature with options; one that is calculated with becomes a number.
Blocks and groups are written out: a group is a constraint with gaps, and the arguments that fill them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import prod
from typing import Final

from configurator.exchange import codes, expression_trees
from configurator.exchange.catalog_draft import CatalogDraft, ImportReport
from configurator.exchange.expression_trees import combinations_in
from configurator.exchange.limits import XCSP3_CONSTRAINTS, XCSP3_LETTERS, XCSP3_VARIABLES
from configurator.exchange.xcsp3.intension import RELATIONS, condition
from configurator.exchange.xcsp3.variables import XcspDomain, XcspTable, XcspVariable, cells_of, domain_of
from configurator.exchange.xml_elements import XmlElement, read_xml
from configurator.language.show import show
from configurator.reading.files import Files
from configurator.reading.message_parts import quoted
from configurator.source import Location

_PLACE: Final = re.compile(r"%(?:([0-9]{1,4})|\.\.\.)")


def flat(element: XmlElement, report: ImportReport) -> list[XmlElement]:
    """Return the constraints below an element, those of its blocks and groups included."""
    xml_elements, letters = [], 0
    for constraint in _below(element):
        xml_elements.append(constraint)
        letters += len(constraint.text) + sum(len(child.text) for child in constraint.children)
        if len(xml_elements) > XCSP3_CONSTRAINTS or letters > XCSP3_LETTERS:
            raise report.halt(
                codes.TOO_LARGE, constraint.location, "there are too many constraints", f"{XCSP3_CONSTRAINTS:,}"
            )
    return xml_elements


def _below(element: XmlElement) -> Iterator[XmlElement]:
    for child in element.children:
        if child.tag == "block":
            yield from _below(child)
        elif child.tag == "group":
            yield from _instances(child)
        else:
            yield child


def _instances(group: XmlElement) -> Iterator[XmlElement]:
    """Yield the constraint of a group for each of its `<args>`; the tuples of a table stay the same object."""
    patterns = [child for child in group.children if child.tag != "args"]
    for args in group.children:
        if args.tag == "args" and patterns:
            yield _filled(patterns[0], args.text.split())


def _filled(pattern: XmlElement, words: list[str]) -> XmlElement:
    highest = max((int(match) for match in _PLACE.findall(_all_text(pattern)) if match), default=-1)
    others = " ".join(words[highest + 1 :])

    def put(match: re.Match[str]) -> str:
        if match[1] is None:
            return others
        return words[int(match[1])] if int(match[1]) < len(words) else match[0]

    def fill(element: XmlElement) -> XmlElement:
        text = _PLACE.sub(put, element.text) if "%" in element.text else element.text
        return replace(element, text=text, children=[fill(child) for child in element.children])

    return fill(pattern)


def _all_text(element: XmlElement) -> str:
    return " ".join((element.text, *(child.text for child in element.children if "%" in child.text)))


_CALCULATING: Final = ("intension", "sum", "allDifferent")
_CELLS: Final = re.compile(r"([^\[\]]+)((?:\[[0-9]{0,6}(?:\.\.[0-9]{1,6})?\])+)")
_INDEX: Final = re.compile(r"\[([0-9]*)(?:\.\.([0-9]+))?\]")


def read_xcsp3(files: Files, path: str, report: ImportReport, title: str, source: str) -> CatalogDraft | None:
    """Read an instance; None where it is no XML, or no instance."""
    root = read_xml(files, path, report)
    if root is None:
        return None
    if root.tag != "instance":
        report.add(codes.SYNTAX, root.location, f"the file holds `<{root.tag}>`", "`<instance>` of XCSP3")
        return None
    if (version := _older_version(root)) is not None:
        message = f"this is {version}; XCSP3 is read"
        report.add(codes.NOT_EXPRESSIBLE, root.location, message, hint="convert the instance to XCSP3")
        return None
    return _Instance(CatalogDraft(title, source), report).read(root)


def _older_version(root: XmlElement) -> str | None:
    """Return the name of an older format, which `<presentation format="XCSP 2.1">` gives, or its elements betray."""
    presentation = root.find("presentation")
    named = presentation.attributes.get("format", "") if presentation is not None else ""
    if presentation is None and not any(root.find(tag) for tag in ("domains", "relations", "predicates")):
        return None
    return named if re.fullmatch(r"XCSP [0-9.]{1,9}", named) else "an older XCSP"


class _Instance:
    def __init__(self, draft: CatalogDraft, report: ImportReport) -> None:
        self._draft = draft
        self._report = report
        self._domains: dict[str, XcspDomain] = {}
        self._arrays: dict[str, list[str]] = {}
        self._locations: dict[str, Location] = {}
        self._columns: dict[str, XcspVariable] = {}

    def read(self, root: XmlElement) -> CatalogDraft:
        for part in root.children:
            if part.tag not in ("variables", "constraints"):
                self._inexpressible(part)
        constraints = [each for part in root.children if part.tag == "constraints" for each in flat(part, self._report)]
        for element in (each for part in root.children if part.tag == "variables" for each in part.children):
            self._declare(element)
        self._add_constraint(
            {name for each in constraints if each.tag in _CALCULATING for name in self._names_in(each)}
        )
        for each in constraints:
            self._constrain(each)
        if not self._columns and not self._report.problems:
            self._report.add(codes.EMPTY_MODEL, root.location, "there are no variables", "one at least")
        return self._draft

    def _inexpressible(self, element: XmlElement, hint: str = "") -> None:
        message = f"`<{element.tag}>` cannot be said in a catalog"
        expected = "variables; constraints of extension, intension, sum or allDifferent"
        self._report.add(codes.NOT_EXPRESSIBLE, element.location, message, expected, hint or "remove it")

    # ── variables ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _declare(self, element: XmlElement) -> None:
        if element.tag not in ("var", "array") or element.attributes.get("type", "integer") not in (
            "integer",
            "symbolic",
        ):
            return self._inexpressible(element)
        name = element.attributes.get("id", "")
        if not name or name in self._domains:
            message = f"the variable {quoted(name)} is declared twice" if name else "a variable has no id"
            code = codes.DUPLICATE_NAME if name else codes.SYNTAX
            return self._report.add(code, element.location, message, "an id of its own")
        domain = self._domain(element)
        if domain is not None:
            cells = self._cells(element, name)
            self._arrays[name] = cells
            self._domains.update(dict.fromkeys(cells, domain))
            self._locations.update(dict.fromkeys(cells, element.location))
        return None

    def _domain(self, element: XmlElement) -> XcspDomain | None:
        if like := element.attributes.get("as"):
            result = self._domains.get((self._arrays.get(like) or [""])[0])
            if result is None:
                self._report.add(
                    codes.UNKNOWN_NAME, element.location, f"there is no variable {quoted(like)}", "one above"
                )
            return result
        if element.find("domain"):
            self._inexpressible(element, "give all its variables one domain")
            return None

        def refuse(offset: int, result: str) -> None:
            self._report.add(
                codes.SYNTAX, element.location_of(offset), f"the domain holds {result}", "`0..5 7` or symbols"
            )

        return domain_of(element.text, refuse)

    def _cells(self, element: XmlElement, name: str) -> list[str]:
        """Return the variables that an element declares: one, or the cells of an array."""
        if element.tag == "var":
            return [name]
        sizes = [int(size) for size in re.findall(r"\[([0-9]{1,6})\]", element.attributes.get("size", ""))]
        if not sizes or not all(sizes) or prod(sizes) + len(self._domains) > XCSP3_VARIABLES:
            self._report.add(
                codes.SYNTAX, element.location, "the array has no size that is possible", '`size="[3][2]"`'
            )
            return []
        return [name + "".join(f"[{at}]" for at in location) for location in product(*(range(size) for size in sizes))]

    def _add_constraint(self, calculated: set[str]) -> None:
        for name, domain in self._domains.items():
            column = XcspVariable(self._draft.names.name(name), name, domain, calculated=name in calculated)
            self._columns[name] = column
            self._draft.locate("features", column.id, self._locations.get(name))
            if column.has_values:
                self._draft.components[f"{column.id}_values"] = column.group()
            self._draft.features[column.id] = column.feature()

    def _matching(self, word: str) -> Iterator[str]:
        """Yield the variables that a word of a list means: `x`, `x[2]`, `x[]`, `x[1..3]`, `x[][0]`."""
        if word in self._domains:
            yield word
        elif pattern := _CELLS.fullmatch(word):
            wanted = _INDEX.findall(pattern[2])
            for name in self._arrays.get(pattern[1], ()):
                at = _INDEX.findall(name)
                if len(at) == len(wanted) and all(map(_fits, at, wanted)):
                    yield name

    def _names_in(self, element: XmlElement) -> Iterator[str]:
        texts = [element.text, *(inner.text for child in element.children for inner in (child, *child.children))]
        for text in texts:
            for word in re.findall(r"[^\s(),]+", text):
                yield from self._matching(word)

    # ── constraints ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _constrain(self, element: XmlElement) -> None:
        match element.tag:
            case "extension":
                self._extension(element)
            case "intension":
                self._intension(element)
            case "sum":
                self._sum(element)
            case "allDifferent":
                self._different(element)
            case _:
                self._inexpressible(element)

    def _intension(self, element: XmlElement) -> None:
        text = element.find("function") or element
        tree = condition(text.text, self._named, text.location_of, self._report)
        if tree is None:
            return
        if combinations := combinations_in(tree):
            by_name = {column.name: column for column in self._columns.values()}
            columns = [by_name[name] for name in combinations.columns]
            fitting = [row for row in combinations.rows if _possible(row, columns)]
            XcspTable(columns, fitting, allowed=True).add_to(self._draft, _named(element), element.location)
        elif tree == expression_trees.FALSE:
            self._draft.never(
                (_named(element) or "contradiction",), f"{text.text.strip()} never holds.", element.location
            )
        elif tree != expression_trees.TRUE:
            self._require(element, show(tree))

    def _extension(self, element: XmlElement) -> None:
        columns = self._listed(element)
        given = element.find("supports") or element.find("conflicts")
        if columns is None or given is None:
            if given is None:
                self._report.add(codes.SYNTAX, element.location, "there are no tuples", "`<supports>` or `<conflicts>`")
            return
        rows = cells_of(given, columns, self._report)
        table = XcspTable(columns, rows, allowed=given.tag == "supports")
        table.add_to(self._draft, _named(element), element.location)

    def _sum(self, element: XmlElement) -> None:
        columns = self._listed(element)
        bound, coeffs = element.find("condition"), element.find("coeffs")
        match = re.fullmatch(r"\s*\(\s*(\w+)\s*,\s*([^\s()]+)\s*\)\s*", bound.text) if bound else None
        weights = re.findall(r"-?[0-9]{1,15}", coeffs.text) if coeffs else ["1"] * len(columns or ())
        right = self._number(match[2]) if match else None
        if columns is None:
            return
        if not match or match[1] not in RELATIONS or right is None or len(weights) != len(columns):
            self._inexpressible(element, "write a sum with as many coefficients as variables, and `(le,5)`")
            return
        parts = [each.name if by == "1" else f"{by} * {each.name}" for by, each in zip(weights, columns, strict=True)]
        self._require(element, f"sum({', '.join(parts)}) {RELATIONS[match[1]]} {right}")

    def _different(self, element: XmlElement) -> None:
        columns = self._listed(element)
        if columns is None:
            return
        if len(columns) < 2 or len(columns) > 60:
            self._inexpressible(element, "2 to 60 variables can be told apart")
            return
        pairs = [f"{a.name} != {b.name}" for at, a in enumerate(columns) for b in columns[at + 1 :]]
        self._require(element, f"all({', '.join(pairs)})")

    def _require(self, element: XmlElement, text: str | None) -> None:
        if text is not None:
            title = _named(element) or f"Condition {len(self._draft.body.constraints) + 1}"
            self._draft.law((title,), f"{title} of {self._draft.title}.", element.location, require=text)

    def _listed(self, element: XmlElement) -> list[XcspVariable] | None:
        """Return the variables of a list, or None where one is unknown."""
        inner = element.find("list") or element
        xcsp_variables: list[XcspVariable] = []
        for word in re.finditer(r"\S+", inner.text):
            names = list(self._matching(word[0]))
            if not names:
                message = f"there is no variable {quoted(word[0])}"
                self._report.add(codes.UNKNOWN_NAME, inner.location_of(word.start()), message, "a declared one")
                return None
            xcsp_variables += [self._columns[name] for name in names if name in self._columns]
        if not xcsp_variables:
            self._report.add(codes.SYNTAX, inner.location, "the list is empty", "the variables")
        return xcsp_variables or None

    def _named(self, word: str) -> str | None:
        return self._columns[word].name if word in self._columns else None

    def _number(self, word: str) -> str | None:
        return str(int(word)) if re.fullmatch(r"-?[0-9]{1,15}", word) else self._named(word)


def _fits(at: tuple[str, str], wanted: tuple[str, str]) -> bool:
    """Return whether a cell index matches the requested index or range, or any is requested."""
    low, high = wanted
    return not low or int(low) <= int(at[0]) <= int(high or low)


def _possible(row: tuple[str, ...], columns: list[XcspVariable]) -> bool:
    """Return whether all cells are values of their variables."""
    return all(cell == "*" or cell in column.cells for cell, column in zip(row, columns, strict=True))


def _named(element: XmlElement) -> str:
    return element.attributes.get("id") or element.attributes.get("note") or ""
