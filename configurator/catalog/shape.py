"""The shapes of catalog and library files: every key, its kind and its meaning.

Editors show the descriptions, through the JSON Schemas generated from these shapes.
"""

from typing import Annotated, Literal

from pydantic import Field

from configurator.reading.shape import Day, Flag, Number, Shape, Whole, Word

Text = Word | dict[Word, Word]
"""A text for people: one for all locales, or one per locale."""


def _as_number_or_text(schema: dict[str, object]) -> None:
    """Let editors take `format: 1` for a number."""
    schema.pop("const", None)
    schema.pop("type", None)
    schema["enum"] = [1, "1"]


Format = Annotated[
    Literal["1"], Field(description="The version of this format: 1.", json_schema_extra=_as_number_or_text)
]


# ── the head ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class EffectiveShape(Shape):
    """When a catalog is in force: from a day up to, but without, another."""

    from_: Day | None = Field(None, alias="from", description="The first day.")
    until: Day | None = Field(None, description="The day after the last one.")


class IncludeShape(Shape):
    """A library whose components and constraints are used here."""

    file: Word = Field(description="The library file, relative to this file.")
    as_: Word | None = Field(None, alias="as", description="The namespace its groups and constraints get here.")
    with_: dict[Word, Word] = Field(
        {},
        alias="with",
        description="Names in the library's constraints, and the names of this catalog they stand for.",
    )


# ── components ───────────────────────────────────────────────────────────────────────────────────────────────────────


class AttributeShape(Shape):
    """The attributes and components of a group."""

    type: Literal["number", "text", "boolean"] = Field(description="number, text or boolean.")
    unit: Word | None = Field(None, description="The unit of plain numbers.")
    required: Flag = Field(True, description="Whether every component must have it; true by default.")


class ComponentGroupShape(Shape):
    """Components of one kind."""

    title: Text | None = Field(None, description="The name for people.")
    attributes: dict[Word, Word | AttributeShape] = Field(
        {}, description="The attributes of the components: number, text, boolean, or a map with type and unit."
    )
    items: dict[Word, Word | dict[Word, Text]] = Field(
        {}, description="The components by id: a title, or a map of title, code and attributes."
    )
    table: Word | None = Field(
        None, description="A CSV file of components, with the columns id, title, code and the attributes."
    )


# ── features and structures ──────────────────────────────────────────────────────────────────────────────────────────


class OptionShape(Shape):
    """One option of a feature that is written in place."""

    title: Text | None = Field(None, description="The name for people.")
    code: Word | None = Field(None, description="Its piece of a product code.")


class GroupOptionsShape(Shape):
    """Components of one or several groups as options."""

    group: Word | None = Field(None, description="The component group.")
    groups: list[Word] | None = Field(None, description="Several component groups, in this order.")
    only: list[Word] | None = Field(None, description="The components that are options, in this order.")
    except_: list[Word] | None = Field(None, alias="except", description="The components that are no options.")


class FeatureShape(Shape):
    """A question with a finite domain."""

    title: Text | None = Field(None, description="The name for people.")
    description: Text | None = Field(None, description="A longer explanation for people.")
    type: Literal["boolean", "integer", "number"] | None = Field(
        None, description="boolean, integer or number; leave it out for a choice among options."
    )
    options: Word | GroupOptionsShape | dict[Word, Word | OptionShape] | None = Field(
        None,
        description="A component group, components of one or several (group, groups, only, except), or options.",
    )
    component: Word | None = Field(None, description="The component that is sold when a boolean is true.")
    range: Word | None = Field(None, description="The least and the greatest number: 0..24, 0.5 m .. 10 m.")
    step: Word | None = Field(None, description="The distance between two numbers; 1 for integers by default.")
    unit: Word | None = Field(None, description="The unit of plain numbers.")
    default: Word | None = Field(None, description="The value taken when nothing speaks against it.")
    when: Word | None = Field(None, description="The feature is absent unless this condition holds.")


class StructureShape(Shape):
    """A repeatable sub-assembly with features of its own."""

    title: Text | None = Field(None, description="The name for people.")
    description: Text | None = Field(None, description="A longer explanation for people.")
    cardinality: Word = Field(description="How many instances there may be: 2..16, 0..1, 1.")
    prefix: Word | None = Field(
        None, description="What the ids of instances begin with; by default the id's first letter."
    )
    default: Word | None = Field(None, description="How many instances there are when nothing speaks against it.")
    when: Word | None = Field(None, description="There is no instance unless this condition holds.")
    features: dict[Word, FeatureShape] = Field({}, description="The features of every instance.")
    structures: "dict[Word, StructureShape]" = Field({}, description="The structures inside every instance.")
    constraints: "dict[Word, ConstraintShape]" = Field({}, description="Laws that hold for every instance.")


# ── constraints, resources and preferences ───────────────────────────────────────────────────────────────────────────


class CombinationsShape(Shape):
    """Combinations of values, in place or in a CSV file; a cell * fits every value."""

    columns: list[Word] | None = Field(None, description="The features or attributes that the cells are values of.")
    rows: list[list[Word]] | None = Field(None, description="The combinations, a list of cells each.")
    table: Word | None = Field(None, description="A CSV file with a column for each of `columns`.")


class ConstraintShape(Shape):
    """A named law with its reason; exactly one of the kinds."""

    because: Text = Field(description="The reason, for people. Explanations quote it.")
    severity: Literal["error", "warning", "information"] = Field(
        "error", description="An error must hold; a warning or an information is only told."
    )
    when: Word | None = Field(None, description="The law holds wherever this condition does.")
    require: Word | None = Field(None, description="The condition that must hold.")
    requires: list[Word] | None = Field(None, description="Conditions that must all hold, with `when`.")
    excludes: list[Word] | None = Field(None, description="Conditions of which none may hold, with `when`.")
    exactly: Whole | None = Field(None, description="How many of the items hold.")
    at_least: Whole | None = Field(None, description="How many of the items hold at least.")
    at_most: Whole | None = Field(None, description="How many of the items hold at most.")
    of: list[Word] | None = Field(None, description="The conditions that are counted.")
    allowed: CombinationsShape | None = Field(None, description="The only combinations that are possible.")
    forbidden: CombinationsShape | None = Field(None, description="Combinations that are impossible.")


class ResourceShape(Shape):
    """A quantity supplied by some and demanded by others."""

    title: Text | None = Field(None, description="The name for people.")
    unit: Word | None = Field(None, description="The unit it is shown in.")
    supply: dict[Word, Word] = Field(description="Who supplies how much: a name and an expression each.")
    demand: dict[Word, Word] = Field(description="Who demands how much: a name and an expression each.")
    because: Text = Field(description="The reason, for people. Explanations quote it.")


class PreferenceShape(Shape):
    """Something that is made true when nothing speaks against it."""

    prefer: Word = Field(description="The condition.")
    weight: Whole = Field(Whole(1), ge=1, le=1_000_000, description="Heavier ones come first; 1 by default.")
    because: Text = Field(description="The reason, for people.")


# ── display, bill of materials, product code ─────────────────────────────────────────────────────────────────────────


class DisplayGroupShape(Shape):
    """A heading, with the features and structures below it."""

    id: Word = Field(description="The id of the heading.")
    title: Text | None = Field(None, description="The heading.")
    members: list[Word] = Field(description="Features and structures in order; those in singletons as kit.model.")


class BillLineShape(Shape):
    """A line of the bill of materials."""

    each: Word | None = Field(None, description="The structure for whose instances the line is repeated.")
    part: Word = Field(description="An expression for the part: a feature, or a component's id in quotes.")
    quantity: Word = Field(Word("1"), description="An expression for how many; 1 by default.")
    when: Word | None = Field(None, description="The line is left out unless this condition holds.")


class SegmentShape(Shape):
    """A piece of a product code: a text, or a feature."""

    text: Word | None = Field(None, description="A text that every code has here.")
    feature: Word | None = Field(None, description="The feature whose value stands here.")
    codes: dict[Word, Word] = Field({}, description="Pieces by value, where they are not the codes of the options.")


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class LibraryShape(Shape):
    """A library file: components and constraints that several catalogs include."""

    format: Format
    library: Word = Field(description="The id of the library.")
    title: Text | None = Field(None, description="The name for people.")
    source: Text | None = Field(None, description="Where the facts come from.")
    units: dict[Word, Word] = Field({}, description="Units beside the standard ones: `base`, or `12 seat`.")
    include: list[IncludeShape] = Field([], description="Further libraries.")
    components: dict[Word, ComponentGroupShape] = Field({}, description="Component groups by id.")
    constraints: dict[Word, ConstraintShape] = Field({}, description="Constraints by id.")


class CatalogShape(Shape):
    """A catalog file: everything that can be bought together."""

    format: Format
    catalog: Word = Field(description="The id of the catalog.")
    title: Text | None = Field(None, description="The name for people.")
    locales: list[Word] = Field(
        [Word("en")], min_length=1, description="The locales of texts; the first is the fallback."
    )
    effective: EffectiveShape | None = Field(None, description="When the catalog is in force.")
    illustrative: Flag = Field(False, description="Whether facts were made up to illustrate; false by default.")
    source: Text | None = Field(None, description="Where the facts come from.")
    units: dict[Word, Word] = Field({}, description="Units beside the standard ones: `base`, or `12 seat`.")
    include: list[IncludeShape] = Field([], description="Libraries whose components and constraints are used.")
    components: dict[Word, ComponentGroupShape] = Field({}, description="Component groups by id.")
    features: dict[Word, FeatureShape] = Field({}, description="Features by id.")
    structures: dict[Word, StructureShape] = Field({}, description="Structures by id.")
    constraints: dict[Word, ConstraintShape] = Field({}, description="Constraints by id.")
    resources: dict[Word, ResourceShape] = Field({}, description="Resources by id.")
    preferences: dict[Word, PreferenceShape] = Field({}, description="Preferences by id.")
    groups: list[DisplayGroupShape] = Field([], description="Headings for display, in order.")
    bill_of_materials: dict[Word, BillLineShape] = Field({}, description="The lines of the bill of materials by id.")
    product_code: list[SegmentShape] = Field([], description="How a configuration is written as one code.")


# ── scenarios ────────────────────────────────────────────────────────────────────────────────────────────────────────


class ExpectShape(Shape):
    """Expected results of a scenario; omitted keys are not checked."""

    valid: Flag | None = Field(None, description="Whether the choices can be completed to a product.")
    violates: list[Word] = Field([], description="Constraints that the conflict names, when it is not valid.")
    states: dict[Word, Literal["selected", "implied", "available", "blocked", "absent", "undecided"]] = Field(
        {}, description="The state of a feature, or of one of its options: {paint.red: blocked}."
    )
    values: dict[Word, Word] = Field(
        {}, description="Values of the completed configuration; `absent` where there is none."
    )
    total: Number | dict[Word, Number] | None = Field(
        None, description="The one-time total, or totals by period: {one_time: 100, month: 5}."
    )
    lines: dict[Word, Number] = Field({}, description="Net amounts of price lines by their id.")
    message: Word | list[Word] = Field([], description="What the explanation or a warning says, word by word.")
    warnings: list[Word] = Field([], description="Constraints of severity warning or information that are told.")
    count: Whole | None = Field(None, description="How many products are left.")
    code: Word | None = Field(None, description="The product code of the completed configuration.")
    bill: dict[Word, Number] = Field({}, description="Quantities of parts in the bill of materials.")


class ScenarioShape(Shape):
    """Choices and their expected results."""

    name: Word = Field(description="A sentence that says what is shown.")
    book: Word | None = Field(None, description="The price book, where prices are expected.")
    on: Day | None = Field(None, description="The evaluation date.")
    choose: dict[Word, Word] = Field({}, description="Values by the path of their feature, in order.")
    parameters: dict[Word, Word] = Field({}, description="What the price book asks for.")
    quantity: Whole = Field(Whole(1), ge=1, description="How many pieces are priced together; 1 by default.")
    complete: Literal["default", "cheapest"] = Field(
        "default", description="How the configuration is completed: by defaults, or as cheaply as possible."
    )
    expect: ExpectShape = Field(description="What must come of it.")


class ScenariosShape(Shape):
    """A file of scenarios."""

    format: Format
    scenarios: list[ScenarioShape] = Field(description="The scenarios, in order.")
