"""A feature tree → a catalog: alternatives become options, mandatory branches headings, the rest yes or no.

Every law carries the rule of the tree as its reason, so that explanations speak of the tree.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from configurator.catalog.plain_yaml import Plain
from configurator.exchange import formulas
from configurator.exchange.drafting import Body, Draft, boolean, listed, titled
from configurator.exchange.features.options import Carried, Options
from configurator.exchange.features.tree import Feature, Group, Kind, Relation
from configurator.exchange.names import Ids
from configurator.language.show import show
from configurator.language.tree import (
    AggregateFunction,
    ComparisonOperator,
    Count,
    Expression,
    IfElse,
    Listing,
    Name,
    Text,
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """How expressions speak of a feature: that it is there, its number, in which structure's body.

    `there` is never absent; `bare` says the same, but is absent where the choice that it is an option of is.
    """

    there: Expression
    bare: Expression
    inside: str = ""
    number: Expression | None = None
    choice: str = ""
    """The feature whose option this one is."""

    @property
    def when(self) -> str:
        """The condition under `when:`; empty for what is always there."""
        return "" if self.bare == formulas.TRUE else show(self.bare)


ALWAYS = Drawn(formulas.TRUE, formulas.TRUE)


@dataclass
class Drawing:
    """Draws trees onto a draft; `drawn` tells afterwards how each feature is spoken of."""

    draft: Draft
    drawn: dict[str, Drawn] = field(default_factory=dict)
    attributes: dict[tuple[str, str], Carried] = field(default_factory=dict)
    """By the feature that is a choice, and the name of an attribute that its options carry as a number."""
    _components: Ids = field(default_factory=lambda: Ids("o"))

    def tree(self, root: Feature) -> None:
        """Draw a whole tree: the root is the catalog itself."""
        self.drawn[root.name] = ALWAYS
        self._groups(root, ALWAYS, self.draft.body, named=True)
        self._headings(root)

    def _headings(self, root: Feature) -> None:
        """Make a heading of every branch of several features, where there is more than one such branch."""
        headings = []
        for branch in (member for group in root.groups for member in group.members):
            inside = [branch, *branch.below()]
            members = [name for name in dict.fromkeys(self._member(each) for each in inside) if name]
            if len(members) > 1:
                headings.append((branch, members))
        ids = Ids("heading")
        for branch, members in headings if len(headings) > 1 else ():
            heading: Plain = {"id": ids.name(branch.title), "title": branch.title, "members": members}
            self.draft.display.append(heading)

    def _member(self, feature: Feature) -> str:
        """Return the feature or structure of the catalog that a feature of the tree is drawn as, if any."""
        found = self.drawn[feature.name]
        if found.inside:
            return ""
        if found.choice:
            return found.choice
        if isinstance(found.number, Name):
            return found.number.name
        return found.bare.name if isinstance(found.bare, Name) and found.bare.name in self.draft.body.features else ""

    # ── groups ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _groups(self, feature: Feature, above: Drawn, body: Body, *, named: bool) -> None:
        """Draw what is below a feature; `named` tells whether something in the catalog is called as it is."""
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

    def _choice(self, feature: Feature, group: Group, above: Drawn, body: Body, *, own_name: bool) -> None:
        """Draw exactly one of several features as a feature with options."""
        id = self.draft.names.name(feature.title, *(() if own_name else ("kind",)))
        options = Options(self.draft, self._components, id, group.members)
        self.attributes.update(((id, name), carried) for name, carried in options.numbers(id))
        title = feature.title if own_name else f"Kind of {feature.title}"
        when: dict[str, Plain] = {"when": above.when} if above.when else {}
        body.features[id] = {**titled(id, title), "options": options.written(), **when}
        always = above.bare == formulas.TRUE
        for member in group.members:
            bare = formulas.compared([Name(id), Text(options.id_of(member))], ComparisonOperator.EQUAL)
            there = bare if always else Listing(AggregateFunction.ANY, (bare,))
            self._below(member, Drawn(there, bare, above.inside, choice=id), body)

    def _mandatory(self, feature: Feature, member: Feature, above: Drawn, body: Body) -> None:
        """Draw what is there wherever the feature above is; a branch is nothing of its own, a leaf is shown."""
        if member.repeated:
            self._structure(member, above, body, low=member.low)
        elif member.groups or member.kind is not Kind.BOOLEAN:
            self._below(member, above, body, named=False)
        else:
            name = self._boolean(member, body)
            self._always(feature, member, name, above, body)
            self._below(member, Drawn(Name(name), Name(name), above.inside), body)

    def _always(self, feature: Feature, member: Feature, name: str, above: Drawn, body: Body) -> None:
        """Bind a part that is shown to the feature that it is always part of."""
        because = f"{member.title} is always part of {feature.title}."
        if above.when:
            together = formulas.compared([Name(name), above.there], ComparisonOperator.EQUAL)
            body.law(self.draft, (member.title, "goes_with", feature.title), because, require=show(together))
        else:
            body.law(self.draft, (member.title, "always"), because, require=name)

    def _optional(self, feature: Feature, member: Feature, above: Drawn, body: Body) -> None:
        """Draw what may be there wherever the feature above is."""
        if member.repeated and member.low <= 1:
            self._structure(member, above, body, low=0)
            return
        name = self._boolean(member, body)
        if above.when:
            because = f"{member.title} is part of {feature.title}."
            body.law(self.draft, (member.title, "needs", feature.title), because, when=name, require=show(above.there))
        mine = Drawn(Name(name), Name(name), above.inside)
        if member.repeated:
            self._structure(member, mine, body, low=member.low)
        else:
            self._below(member, mine, body)

    def _count(self, feature: Feature, group: Group, above: Drawn, body: Body) -> None:
        """Bound how many of the members of a group are there."""
        if group.relation is not Relation.CHOICE:
            return
        high = min(group.high, len(group.members))
        names = [member.title for member in group.members]
        of = [show(self.drawn[member.name].bare) for member in group.members]
        bounds: dict[str, Plain] = {"exactly": str(group.low)} if group.low == group.high else {}
        if not bounds:
            bounds = {key: str(value) for key, value in (("at_least", group.low), ("at_most", high)) if value}
            bounds.pop("at_most" if high == len(names) else "", None)
        if bounds:
            how = _how_many(group.low, high, len(names))
            because = f"{feature.title} has {how} of {listed(names)}."
            body.law(self.draft, (feature.title, "has"), because, when=above.when, **bounds, of=of)

    # ── features ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _boolean(self, feature: Feature, body: Body) -> str:
        name = self.draft.names.name(feature.title)
        body.features[name] = boolean(name, feature.title)
        return name

    def _below(self, feature: Feature, drawn: Drawn, body: Body, *, named: bool = True) -> None:
        """Draw the number that a feature may be, and all that is below it."""
        if feature.bounds is not None:
            name = self._number(feature, drawn, body, named=named)
            held: Expression = Name(name)
            if drawn.when:
                held = IfElse(held, drawn.there, formulas.number(0))
            drawn = Drawn(drawn.there, drawn.bare, drawn.inside, held, drawn.choice)
        self.drawn[feature.name] = drawn
        self._groups(feature, drawn, body, named=named or feature.bounds is not None)

    def _number(self, feature: Feature, drawn: Drawn, body: Body, *, named: bool) -> str:
        bounds = feature.bounds
        name = self.draft.names.name(feature.title, *(("value",) if named else ()))
        if bounds is not None:
            integer = feature.kind is Kind.INTEGER and bounds.step == 1
            body.features[name] = {
                **titled(name, feature.title),
                "type": "integer" if feature.kind is Kind.INTEGER else "number",
                "range": f"{_decimal(bounds.low)}..{_decimal(bounds.high)}",
                **({} if integer else {"step": _decimal(bounds.step)}),
                **({"when": drawn.when} if drawn.when else {}),
            }
        return name

    def _structure(self, feature: Feature, above: Drawn, body: Body, *, low: int) -> None:
        """Draw a feature that occurs several times, with all that is below it."""
        id = self.draft.names.name(feature.title)
        inner = Body(id)
        body.structures[id] = inner
        inner.head.update({**titled(id, feature.title), "cardinality": f"{low}..{feature.high}"})
        if above.when:
            inner.head["when"] = above.when
        some = formulas.compared([Count(Name(id)), formulas.number(1)], ComparisonOperator.AT_LEAST)
        inside = Drawn(formulas.TRUE, formulas.TRUE, id)
        self._below(feature, inside, inner)
        self.drawn[feature.name] = Drawn(some, some, above.inside)


def _is_choice(group: Group) -> bool:
    return group.alternative and not any(member.repeated for member in group.members)


def _how_many(low: int, high: int, all_of: int) -> str:
    if low == high:
        return f"exactly {low}"
    if high == all_of:
        return f"at least {low}"
    return f"{low} to {high}" if low else f"at most {high}"


def _decimal(value: Fraction) -> str:
    return show(formulas.number(value))
