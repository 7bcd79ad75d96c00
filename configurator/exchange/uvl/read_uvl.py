"""Reads a UVL model, section by section, with the models that it imports, into a draft of a catalog."""

import re
from dataclasses import dataclass, field

from configurator.exchange import codes, expression_trees
from configurator.exchange.catalog_draft import CatalogDraft, DraftBody, ImportReport
from configurator.exchange.expression_trees import combinations_in
from configurator.exchange.feature_catalog import FeatureCatalog
from configurator.exchange.feature_tree import FeatureNode
from configurator.exchange.limits import UVL_MODELS
from configurator.exchange.uvl.constraint_parser import UvlNode, UvlOperation, constraint_of
from configurator.exchange.uvl.constraint_translation import ConstraintTranslator, NotTranslatable, numbers_of
from configurator.exchange.uvl.feature_reader import FeatureReader
from configurator.exchange.uvl.number_bounds import bind
from configurator.exchange.uvl.tokens import (
    Import,
    UvlSource,
    UvlToken,
    branches,
    imports,
    lines_of,
    section,
)
from configurator.language.show import show
from configurator.language.tree import Conjunction, Expression
from configurator.reading.files import Files
from configurator.reading.source_text import read_text
from configurator.source import Location


def read_uvl(files: Files, path: str, report: ImportReport, title: str, source: str) -> CatalogDraft | None:
    """Read a model; `title` is used where its root is called by nothing better."""
    reader = _Models(files, report)
    root = reader.model(path, "", (path,))
    if root is None:
        return None
    bind(numbers_of(reader.features), ((each.prefix, each.tree) for each in reader.constraints), report)
    draft = CatalogDraft(root.title or title, source)
    trees = FeatureCatalog(draft)
    trees.tree(root)
    for constraint in reader.constraints:
        _add_constraint(constraint, trees, reader.features, report)
    return draft


@dataclass(frozen=True, slots=True)
class _Constraint:
    """A constraint, as it is written and as it is read, and the prefix of its file's names."""

    text: str
    tree: UvlNode
    prefix: str


@dataclass
class _Models:
    """Reads models one after the other, each before the one that imports it."""

    files: Files
    report: ImportReport
    features: dict[str, FeatureNode] = field(default_factory=dict)
    constraints: list[_Constraint] = field(default_factory=list)
    _count: int = 0

    def model(self, path: str, prefix: str, trail: tuple[str, ...]) -> FeatureNode | None:
        """Read the model in a file; its names begin with `prefix`. None if it has no tree."""
        self._count += 1
        text, problems = read_text(self.files[path], path)
        self.report.extend(problems)
        if text is None:
            return None
        source = lines_of(text, path, self.report)
        results = section(branches(source, self.report), source, self.report)
        models = self._imported(list(imports(results.get("imports", ()), source, self.report)), prefix, trail)
        if len(roots := results.get("features", [])) != 1:
            message = "there is no feature" if not roots else "there is more than one feature at the top"
            location = source.location(roots[1].tokens[0]) if roots else Location(path, 1, 1)
            self.report.add(
                codes.EMPTY_MODEL if not roots else codes.SYNTAX, location, message, "one root below `features`"
            )
            return None
        reader = FeatureReader(source, prefix, models, self.report)
        root = reader.tree(roots[0])
        self.features.update(reader.names)
        inline = [*reader.constraints, *(branch.tokens for branch in results.get("constraints", ()))]
        self._read(inline, source, prefix)
        return root

    def _imported(self, wanted: list[Import], prefix: str, trail: tuple[str, ...]) -> dict[str, FeatureNode | None]:
        """Read the imports of a file: the tree of each by its alias, None where it cannot be read."""
        models: dict[str, FeatureNode | None] = {}
        for each in wanted:
            path, problems = self.files.find(each.path, each.location)
            self.report.extend(problems)
            models[each.alias] = None
            if path is None:
                continue
            if path in trail or self._count >= UVL_MODELS:
                message = f"{path} imports itself" if path in trail else "there are too many imports"
                self.report.add(codes.NOT_EXPRESSIBLE, each.location, message, hint="remove this import")
                continue
            models[each.alias] = self.model(path, f"{prefix}{each.alias}.", (*trail, path))
        return models

    def _read(self, constraints: list[tuple[UvlToken, ...]], source: UvlSource, prefix: str) -> None:
        for tokens in constraints:
            tree = constraint_of(tokens, source, self.report)
            if tree is not None:
                self.constraints.append(_Constraint(source.written(tokens), tree, prefix))


def _add_constraint(
    constraint: _Constraint, trees: FeatureCatalog, features: dict[str, FeatureNode], report: ImportReport
) -> None:
    """Add a constraint to the catalog, or to the structure that it speaks of."""
    meaning = ConstraintTranslator(features, trees, constraint.prefix, report)
    try:
        when, wanted = _parts(constraint.tree, meaning)
    except NotTranslatable:
        return
    if len(meaning.inside) > 1:
        message = "the constraint speaks of several features that occur several times"
        report.add(codes.NOT_EXPRESSIBLE, constraint.tree.location, message, "at most one of them")
    else:
        body = trees.draft.body
        for inside in meaning.inside:
            body = _body(trees.draft.body, inside) or body
        _write(body, trees.draft, constraint, when, wanted)


def _write(
    body: DraftBody, draft: CatalogDraft, constraint: _Constraint, when: Expression, wanted: list[Expression]
) -> None:
    """Write a constraint: as a table where it lists combinations, else as requirements."""
    whole, at = constraint.text, constraint.tree.location
    text = whole if len(whole) <= 200 else f"{whole[:199]}…"
    because = f"The model says: {text}."
    words = [word for word in re.findall(r"\w+", text) if not word.isdigit()]
    name = tuple(words[:4]) or ("law",)
    if expression_trees.FALSE in wanted:
        wanted = [expression_trees.FALSE]
    if when == expression_trees.TRUE and wanted == [expression_trees.FALSE]:
        draft.never(("contradiction",), because, at)
    elif wanted == [expression_trees.FALSE]:
        body.law(draft, name, because, at, require=show(expression_trees.negation(when)))
    elif when != expression_trees.TRUE and wanted:
        body.law(draft, name, because, at, when=show(when), requires=[show(part) for part in wanted])
    else:
        for part in wanted:
            combinations = combinations_in(part) if body is draft.body else None
            if combinations is not None:
                draft.table(name, because, combinations.columns, combinations.rows, "allowed", at)
            else:
                body.law(draft, name, because, at, require=show(part))


def _parts(tree: UvlNode, meaning: ConstraintTranslator) -> tuple[Expression, list[Expression]]:
    """b & c` has one of the first. => Return the condition of a constraint, if any, and its conclusions: `a => b & c`
    has a condition. => b & c` has one of the first."""
    when: Expression = expression_trees.TRUE
    then = tree
    if isinstance(tree, UvlOperation) and tree.sign == "=>":
        when, then = meaning.condition(tree.parts[0]), tree.parts[1]
    wanted = meaning.condition(then)
    if when == expression_trees.FALSE or wanted == expression_trees.TRUE:
        return when, []
    return when, list(wanted.parts) if isinstance(wanted, Conjunction) else [wanted]


def _body(body: DraftBody, path: str) -> DraftBody | None:
    """Return the body of a structure, wherever it is."""
    for inner in body.structures.values():
        draft_body = inner if inner.path == path else _body(inner, path)
        if draft_body is not None:
            return draft_body
    return None
