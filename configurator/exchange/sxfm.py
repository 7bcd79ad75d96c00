"""Reads SXFM, the XML of the SPLOT repository: a tree of lines and clauses over its ids.

```
line   = *tab ":" kind [blank name] "(" id ")" ["[" low "," high "]"]
kind   = "r" root / "m" mandatory / "o" optional / "g" a group / nothing: a member of the group above
clause = name ":" ["~"] id *("or" ["~"] id)
```
"""

import re
from dataclasses import dataclass, field
from typing import Final

from configurator.exchange import codes, expression_trees
from configurator.exchange.catalog_draft import CatalogDraft, ImportReport, listed
from configurator.exchange.feature_catalog import FeatureCatalog
from configurator.exchange.feature_tree import FeatureGroup, FeatureNode, Relation
from configurator.exchange.limits import SXFM_DEPTH
from configurator.exchange.xml_elements import XmlElement, read_xml
from configurator.language.show import show
from configurator.reading.files import Files
from configurator.reading.message_parts import quoted
from configurator.source import Location

_LINE: Final = re.compile(
    r":(?P<kind>[rmog]?)(?P<name>.*?) ?(?:\((?P<id>[^\s()]+)\))? ?"
    r"(?:\[ ?(?P<low>[0-9]{1,6}) ?, ?(?P<high>[0-9]{1,6}|\*) ?\])?"
)
"""A line without its indent, with single blanks: more of them would be gone over again and again."""
_LITERAL: Final = re.compile(r"(~?) ?([^\s~]\S*)")


def read_sxfm(files: Files, path: str, report: ImportReport, title: str, source: str) -> CatalogDraft | None:
    """Read a model; None where it is no XML, or has no tree."""
    root = read_xml(files, path, report)
    if root is None:
        return None
    tree = root.find("feature_tree")
    if root.tag != "feature_model" or tree is None:
        report.add(
            codes.SYNTAX, root.location, f"the file holds `<{root.tag}>`", "`<feature_model>` with `<feature_tree>`"
        )
        return None
    reading = _Tree(report)
    reading.read(tree)
    reading.check_groups()
    if reading.root is None or report.problems:
        if reading.root is None and not report.problems:
            report.add(codes.EMPTY_MODEL, tree.location, "there is no feature", "a line with `:r`")
        return None
    draft = CatalogDraft(root.attributes.get("name") or title, source)
    trees = FeatureCatalog(draft)
    trees.tree(reading.root)
    constraints = root.find("constraints")
    if constraints is not None:
        _clauses(constraints, reading.features, trees, report)
    return draft


@dataclass
class _Tree:
    report: ImportReport
    features: dict[str, FeatureNode] = field(default_factory=dict)
    root: FeatureNode | None = None
    _groups: list[FeatureGroup] = field(default_factory=list)
    _trail: list[tuple[int, FeatureNode | FeatureGroup]] = field(default_factory=list)

    def read(self, element: XmlElement) -> None:
        offset = 0
        for line in element.text.splitlines(keepends=True):
            if line.strip():
                self._line(line.rstrip("\r\n"), element.location_of(offset + len(line) - len(line.lstrip())))
            offset += len(line)

    def check_groups(self) -> None:
        """Report groups without members, and those whose bounds no choice of their members meets."""
        for group in self._groups:
            if not group.members:
                self.report.add(
                    codes.SYNTAX, group.location, "nothing is in the group", "lines with `:`, indented below it"
                )
            elif group.low > min(group.high, len(group.members)):
                message = f"{group.low} to {group.high} cannot hold for {len(group.members)} features"
                self.report.add(codes.SYNTAX, group.location, message, hint="correct the numbers")

    def _line(self, line: str, location: Location) -> None:
        match = _LINE.fullmatch(" ".join(line.split()))
        if match is None:
            self.report.add(
                codes.SYNTAX, location, f"{quoted(line.strip())} is no feature", "`:o name (id)`, indented by tabs"
            )
            return
        indent = len(line[: len(line) - len(line.lstrip())].expandtabs(8))
        while self._trail and self._trail[-1][0] >= indent:
            self._trail.pop()
        above = self._trail[-1][1] if self._trail else None
        if len(self._trail) >= SXFM_DEPTH:
            raise self.report.halt(
                codes.TOO_LARGE, location, "the lines are nested too deeply", f"at most {SXFM_DEPTH}"
            )
        if match["kind"] == "g":
            self._group(match, above, indent, location)
        else:
            self._feature(match, above, indent, location)

    def _group(
        self, match: re.Match[str], above: FeatureNode | FeatureGroup | None, indent: int, location: Location
    ) -> None:
        low, high = match["low"], match["high"]
        if not isinstance(above, FeatureNode) or low is None:
            message = "the group stands below no feature" if low else "the group has no bounds"
            self.report.add(codes.SYNTAX, location, message, "`:g [1,1]` below a feature")
            return
        group = FeatureGroup(Relation.CHOICE, [], location, int(low), 1_000_000 if high == "*" else int(high))
        above.groups.append(group)
        self._groups.append(group)
        self._trail.append((indent, group))

    def _feature(
        self, match: re.Match[str], above: FeatureNode | FeatureGroup | None, indent: int, location: Location
    ) -> None:
        title = match["name"].strip() or match["id"] or ""
        name = match["id"] or title
        is_root = match["kind"] == "r"
        fits = above is None if is_root else isinstance(above, FeatureNode if match["kind"] else FeatureGroup)
        if not fits or not name or name in self.features or (is_root and self.root is not None):
            message = (
                f"the id {quoted(name)} occurs twice" if name in self.features else f"{quoted(title)} cannot stand here"
            )
            code = codes.DUPLICATE_NAME if name in self.features else codes.SYNTAX
            self.report.add(
                code, location, message, "one root; below it `:m`, `:o` and groups; in groups lines with `:`"
            )
            return
        feature = self.features[name] = FeatureNode(name, title, location)
        if is_root:
            self.root = feature
        elif isinstance(above, FeatureGroup):
            above.members.append(feature)
        elif isinstance(above, FeatureNode):
            relation = Relation.MANDATORY if match["kind"] == "m" else Relation.OPTIONAL
            above.groups.append(FeatureGroup(relation, [feature], location))
        self._trail.append((indent, feature))


def _clauses(
    element: XmlElement, features: dict[str, FeatureNode], trees: FeatureCatalog, report: ImportReport
) -> None:
    offset = 0
    for line in element.text.splitlines(keepends=True):
        start, offset = offset, offset + len(line)
        if not line.strip():
            continue
        location = element.location_of(start + len(line) - len(line.lstrip()))
        literals = [_LITERAL.fullmatch(each) for each in _alternatives(line.rpartition(":")[2])]
        signs = [(literal[1], literal[2]) for literal in literals if literal is not None]
        if len(signs) < len(literals):
            report.add(codes.SYNTAX, location, f"{quoted(line.strip())} is no clause", "`name: ~a or b`")
            continue
        unknown = [id for _, id in signs if id not in features]
        for id in unknown:
            report.add(codes.UNKNOWN_NAME, location, f"there is no feature {quoted(id)}", hint="correct the id")
        if not unknown:
            held = [features[id] for sign, id in signs if sign]
            _clause(held, [features[id] for sign, id in signs if not sign], trees, location)


def _alternatives(clause: str) -> list[str]:
    """Return what stands between the words `or`, with single blanks."""
    parts: list[list[str]] = [[]]
    for word in clause.split():
        if word.lower() == "or":
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(part) for part in parts]


def _clause(held: list[FeatureNode], wanted: list[FeatureNode], trees: FeatureCatalog, location: Location) -> None:
    """Write `~a or b` as "a needs b", `~a or ~b` as "a and b are never there together"."""
    titles = listed([each.title for each in held]) if held else ""
    needed = listed([each.title for each in wanted], "or") if wanted else ""
    if held and wanted:
        because, name = f"{titles} needs {needed}.", (held[0].title, "needs", wanted[0].title)
    elif held:
        because, name = f"{titles} are never there together.", (held[0].title, "never_with", held[-1].title)
    else:
        because, name = f"There is always {needed}.", (wanted[0].title, "or_other", "")
    parts = [expression_trees.negation(trees.expressions[each.name].there) for each in held]
    condition = expression_trees.any_of([*parts, *(trees.expressions[each.name].there for each in wanted)])
    if condition == expression_trees.FALSE:
        trees.draft.never(name, because, location)
    elif condition != expression_trees.TRUE:
        trees.draft.law(name, because, location, require=show(condition))
