"""A feature tree → a catalog: alternatives become options, mandatory branches headings, the rest booleans.

Options are inline, or components if they have attributes. Every constraint has the rule of the tree as its reason, so
that explanations refer to the tree.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from configurator.catalog.plain_yaml import Plain
from configurator.exchange import expression_trees
from configurator.exchange.catalog_draft import CatalogDraft, DraftBody, Ids, boolean, listed, titled
from configurator.exchange.feature_tree import Attribute, FeatureGroup, FeatureKind, FeatureNode, Relation
from configurator.language.show import show
from configurator.language.tree import (
    AggregateFunction,
    ComparisonOperator,
    Count,
    Expression,
    IfElse,
    Listing,
    Name,
    TextLiteral,
)

_OWN_KEYS = frozenset({"title", "code", "id"})


@dataclass(frozen=True, slots=True)
class OptionAttribute:
    """An attribute that options carry: how expressions speak of it, and how many options have it."""

    path: str
    carriers: int


class Options:
    """The options of one feature. Where a member has attributes they become components, so that prices can use them."""

    def __init__(self, draft: CatalogDraft, components: Ids, feature: str, members: list[FeatureNode]) -> None:
        self._draft = draft
        self._group = f"{feature}_options"
        self._members = members
        self._kinds = _kinds(members)
        ids = components if self._kinds else Ids("o")
        self._ids = {member.name: ids.item(member.title) for member in members}
        names = Ids("a", _OWN_KEYS)
        self._names = {attribute: names.name(attribute) for attribute in self._kinds}

    def id_of(self, member: FeatureNode) -> str:
        """Return the option that a member is."""
        return self._ids[member.name]

    def numbers(self, feature: str) -> Iterator[tuple[str, OptionAttribute]]:
        """Yield the attributes that are numbers, by their names in the tree."""
        for name, kind in self._kinds.items():
            if kind == "number":
                carriers = sum(name in member.attributes for member in self._members)
                yield name, OptionAttribute(f"{feature}.{self._names[name]}", carriers)

    def written(self) -> Plain:
        """Return the value of `options:`; the components are added to the draft."""
        if not self._kinds:
            return {self._ids[member.name]: member.title for member in self._members}
        attributes: dict[str, Plain] = {
            self._names[name]: {"type": kind, "required": "false"} for name, kind in self._kinds.items()
        }
        items: dict[str, Plain] = {self._ids[member.name]: self._item(member) for member in self._members}
        self._draft.components[self._group] = {"attributes": attributes, "items": items}
        return self._group

    def _item(self, member: FeatureNode) -> Plain:
        values = {self._names[name]: _shown(value) for name, value in member.attributes.items() if name in self._kinds}
        return {"title": member.title, **values}


def _kinds(members: list[FeatureNode]) -> Mapping[str, str]:
    """Return the attributes whose values have one type in all members that have them."""
    kinds: dict[str, set[str]] = {}
    for member in members:
        for name, value in member.attributes.items():
            kinds.setdefault(name, set()).add(_attribute_kind(value))
    return {name: results.pop() for name, results in kinds.items() if len(results) == 1}


def _attribute_kind(value: Attribute) -> str:
    return "boolean" if isinstance(value, bool) else "number" if isinstance(value, Fraction) else "text"


def _shown(value: Attribute) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return show(expression_trees.number(value)) if isinstance(value, Fraction) else value


@dataclass(frozen=True, slots=True)
class FeatureExpression:
    """The expressions of a feature: its presence, its number, and the structure whose body it is in.

    `there` is never absent; `bare` is equivalent, but absent if the choice of which it is an option is absent.
    """

    there: Expression
    bare: Expression
    inside: str = ""
    number: Expression | None = None
    choice: str = ""
    """The feature whose option this one is."""

    @property
    def when(self) -> str:
        """The condition under `when:`; empty if it is always present."""
        return "" if self.bare == expression_trees.TRUE else show(self.bare)


ALWAYS = FeatureExpression(expression_trees.TRUE, expression_trees.TRUE)


@dataclass
class FeatureCatalog:
    """Adds trees to a draft; `expressions` then maps each feature to its expressions."""

    draft: CatalogDraft
    expressions: dict[str, FeatureExpression] = field(default_factory=dict)
    attributes: dict[tuple[str, str], OptionAttribute] = field(default_factory=dict)
    """By the feature that is a choice, and the name of an attribute that its options carry as a number."""
    _components: Ids = field(default_factory=lambda: Ids("o"))

    def tree(self, root: FeatureNode) -> None:
        """Add a whole tree: the root is the catalog itself, or a structure of it where it occurs several times."""
        if root.repeated:
            self._structure(root, ALWAYS, self.draft.body, low=root.low)
            return
        self.expressions[root.name] = ALWAYS
        self._groups(root, ALWAYS, self.draft.body, named=True)
        self._headings(root)

    def _headings(self, root: FeatureNode) -> None:
        """Make a heading of every branch of several features, where there is more than one such branch."""
        headings = []
        for branch in (member for group in root.groups for member in group.members):
            chosen_above = self.expressions[branch.name].choice
            names = dict.fromkeys(self._member(each) for each in (branch, *branch.below()))
            members = [name for name in names if name and name != chosen_above]
            if len(members) > 1:
                headings.append((branch, members))
        ids = Ids("heading")
        for branch, members in headings if len(headings) > 1 else ():
            heading: Plain = {"id": ids.name(branch.title), "title": branch.title, "members": members}
            self.draft.display.append(heading)

    def _member(self, feature: FeatureNode) -> str:
        """Return the feature or structure of the catalog that a feature of the tree becomes, if any."""
        feature_expression = self.expressions[feature.name]
        if feature_expression.inside:
            return ""
        if feature_expression.choice:
            return feature_expression.choice
        if isinstance(feature_expression.number, Name):
            return feature_expression.number.name
        return (
            feature_expression.bare.name
            if isinstance(feature_expression.bare, Name) and feature_expression.bare.name in self.draft.body.features
            else ""
        )

    # ── groups ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _groups(self, feature: FeatureNode, above: FeatureExpression, body: DraftBody, *, named: bool) -> None:
        """Add the children of a feature; `named` is whether the catalog already uses its name."""
        alternatives = [group for group in feature.groups if _is_choice(group)]
        for group in feature.groups:
            if group in alternatives:
                self._choice(feature, group, above, body, own_name=len(alternatives) == 1 and not named)
            elif group.relation is Relation.MANDATORY:
                for member in group.members:
                    self._mandatory(feature, member, above, body)
            else:
                for member in group.members:
                    self._optional(feature, member, above, body)
                self._count(feature, group, above, body)

    def _choice(
        self, feature: FeatureNode, group: FeatureGroup, above: FeatureExpression, body: DraftBody, *, own_name: bool
    ) -> None:
        """Add exactly one of several features as a feature with options."""
        id = self.draft.names.name(feature.title, *(() if own_name else ("kind",)))
        self.draft.locate("features", id, group.location)
        options = Options(self.draft, self._components, id, group.members)
        self.attributes.update(((id, name), carried) for name, carried in options.numbers(id))
        title = feature.title if own_name else f"Kind of {feature.title}"
        when: dict[str, Plain] = {"when": above.when} if above.when else {}
        body.features[id] = {**titled(id, title), "options": options.written(), **when}
        always = above.bare == expression_trees.TRUE
        for member in group.members:
            bare = expression_trees.compared([Name(id), TextLiteral(options.id_of(member))], ComparisonOperator.EQUAL)
            there = bare if always else Listing(AggregateFunction.ANY, (bare,))
            self._below(member, FeatureExpression(there, bare, above.inside, choice=id), body)

    def _mandatory(self, feature: FeatureNode, member: FeatureNode, above: FeatureExpression, body: DraftBody) -> None:
        """Add a mandatory child; a branch adds nothing of its own, a leaf is shown."""
        if member.repeated:
            self._structure(member, above, body, low=member.low)
        elif member.groups or member.kind is not FeatureKind.BOOLEAN:
            self._below(member, above, body, named=False)
        else:
            name = self._boolean(member, body)
            self._always(feature, member, name, above, body)
            self._below(member, FeatureExpression(Name(name), Name(name), above.inside), body)

    def _always(
        self, feature: FeatureNode, member: FeatureNode, name: str, above: FeatureExpression, body: DraftBody
    ) -> None:
        """Bind a part that is shown to the feature that it is always part of."""
        because, at = f"{member.title} is always part of {feature.title}.", member.location
        if above.when:
            together = expression_trees.compared([Name(name), above.there], ComparisonOperator.EQUAL)
            body.law(self.draft, (member.title, "goes_with", feature.title), because, at, require=show(together))
        else:
            body.law(self.draft, (member.title, "always"), because, at, require=name)

    def _optional(self, feature: FeatureNode, member: FeatureNode, above: FeatureExpression, body: DraftBody) -> None:
        """Add an optional child."""
        if member.repeated and member.low <= 1:
            self._structure(member, above, body, low=0)
            return
        name = self._boolean(member, body)
        if above.when:
            because = f"{member.title} is part of {feature.title}."
            words, there = (member.title, "needs", feature.title), show(above.there)
            body.law(self.draft, words, because, member.location, when=name, require=there)
        mine = FeatureExpression(Name(name), Name(name), above.inside)
        if member.repeated:
            self._structure(member, mine, body, low=member.low)
        else:
            self._below(member, mine, body)

    def _count(self, feature: FeatureNode, group: FeatureGroup, above: FeatureExpression, body: DraftBody) -> None:
        """Bound how many of the members of a group are there."""
        if group.relation is not Relation.CHOICE:
            return
        high = min(group.high, len(group.members))
        names = [member.title for member in group.members]
        of = [show(self.expressions[member.name].bare) for member in group.members]
        bounds: dict[str, Plain] = {"exactly": str(group.low)} if group.low == group.high else {}
        if not bounds:
            bounds = {key: str(value) for key, value in (("at_least", group.low), ("at_most", high)) if value}
            bounds.pop("at_most" if high == len(names) else "", None)
        if bounds:
            how = _how_many(group.low, high, len(names))
            because = f"{feature.title} has {how} of {listed(names)}."
            body.law(self.draft, (feature.title, "has"), because, group.location, when=above.when, **bounds, of=of)

    # ── features ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _boolean(self, feature: FeatureNode, body: DraftBody) -> str:
        name = self.draft.names.name(feature.title)
        self.draft.locate("features", name, feature.location)
        body.features[name] = boolean(name, feature.title)
        return name

    def _below(
        self, feature: FeatureNode, expression: FeatureExpression, body: DraftBody, *, named: bool = True
    ) -> None:
        """Add the number that a feature may be, and all that is below it."""
        if feature.bounds is not None:
            name = self._number(feature, expression, body, named=named)
            held: Expression = Name(name)
            if expression.when:
                held = IfElse(held, expression.there, expression_trees.number(0))
            expression = FeatureExpression(
                expression.there, expression.bare, expression.inside, held, expression.choice
            )
        self.expressions[feature.name] = expression
        self._groups(feature, expression, body, named=named or feature.bounds is not None)

    def _number(self, feature: FeatureNode, expression: FeatureExpression, body: DraftBody, *, named: bool) -> str:
        bounds = feature.bounds
        name = self.draft.names.name(feature.title, *(("value",) if named else ()))
        self.draft.locate("features", name, feature.location)
        if bounds is not None:
            integer = feature.kind is FeatureKind.INTEGER and bounds.step == 1
            body.features[name] = {
                **titled(name, feature.title),
                "type": "integer" if feature.kind is FeatureKind.INTEGER else "number",
                "range": f"{_decimal(bounds.low)}..{_decimal(bounds.high)}",
                **({} if integer else {"step": _decimal(bounds.step)}),
                **({"when": expression.when} if expression.when else {}),
            }
        return name

    def _structure(self, feature: FeatureNode, above: FeatureExpression, body: DraftBody, *, low: int) -> None:
        """Add a feature that occurs several times, with all that is below it."""
        id = self.draft.names.name(feature.title)
        self.draft.locate("structures", id, feature.location)
        inner = DraftBody(id)
        body.structures[id] = inner
        inner.head.update({**titled(id, feature.title), "cardinality": f"{low}..{feature.high}"})
        if above.when:
            inner.head["when"] = above.when
        some = expression_trees.compared([Count(Name(id)), expression_trees.number(1)], ComparisonOperator.AT_LEAST)
        inside = FeatureExpression(expression_trees.TRUE, expression_trees.TRUE, id)
        self._below(feature, inside, inner)
        self.expressions[feature.name] = FeatureExpression(some, some, above.inside)


def _is_choice(group: FeatureGroup) -> bool:
    return group.alternative and not any(member.repeated for member in group.members)


def _how_many(low: int, high: int, all_of: int) -> str:
    if low == high:
        return f"exactly {low}"
    if high == all_of:
        return f"at least {low}"
    return f"{low} to {high}" if low else f"at most {high}"


def _decimal(value: Fraction) -> str:
    return show(expression_trees.number(value))
