"""Libraries come in under namespaces, with names bound, each once, and never in a circle."""

from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.building.sources import gather, narrowed
from configurator.catalog.load import load_catalog
from configurator.reading.files import Files
from tests.catalog.loading import loaded

LIBRARY = """format: 1
library: tyres
components: {rims: {attributes: {width: number}, items: {%s: {width: 7}}}}
constraints:
  fits: {require: rim.width == tyre_width, because: It must fit.}
"""
FEATURES = "features:\n  front: {options: %s}\n  back: {options: %s}\n  tyre_width: {type: integer, range: 6..9}\n"


def files(**texts: str) -> Files:
    return Files({name.replace("__", "/") + ".yaml": text.encode() for name, text in texts.items()})


def test_one_library_twice_under_two_namespaces() -> None:
    found = files(
        catalog="format: 1\ncatalog: x\ninclude:\n"
        "  - {file: lib.yaml, as: f, with: {rim: front}}\n  - {file: lib.yaml, as: b, with: {rim: back}}\n"
        + FEATURES
        % ("f.rims", "b.rims"),
        lib=LIBRARY % "narrow",
    )
    catalog, problems = load_catalog(found)
    assert () == problems
    assert catalog is not None
    assert ["f.fits", "b.fits"] == [constraint.id for constraint in catalog.root.constraints]
    assert {"f.rims", "b.rims"} == set(catalog.groups)


def test_a_library_that_is_reached_in_two_ways_counts_once() -> None:
    found = files(
        catalog="format: 1\ncatalog: x\ninclude: [{file: one.yaml}, {file: two.yaml}]\n" + FEATURES % ("rims", "rims"),
        one="format: 1\nlibrary: one\ninclude: [{file: lib.yaml, with: {rim: front}}]\n",
        two="format: 1\nlibrary: two\ninclude: [{file: lib.yaml, with: {rim: front}}]\n",
        lib=LIBRARY % "narrow",
    )
    catalog, problems = load_catalog(found)
    assert () == problems
    assert catalog is not None
    assert ["fits"] == [constraint.id for constraint in catalog.root.constraints]


def test_the_same_constraint_with_two_meanings_is_a_duplicate() -> None:
    found = files(
        catalog="format: 1\ncatalog: x\ninclude:\n  - {file: lib.yaml, with: {rim: front}}\n"
        "  - {file: lib.yaml, with: {rim: back}}\n" + FEATURES % ("rims", "rims"),
        lib=LIBRARY % "narrow",
    )
    assert ["catalog.duplicate-id"] == [problem.code.name for problem in load_catalog(found)[1]]


def test_namespaces_and_bindings_go_through_libraries_of_libraries() -> None:
    found = files(
        catalog="format: 1\ncatalog: x\ninclude: [{file: one.yaml, as: outer, with: {wheel: front}}]\n"
        + FEATURES % ("outer.inner.rims", "outer.inner.rims"),
        one="format: 1\nlibrary: one\ninclude: [{file: lib.yaml, as: inner, with: {rim: wheel}}]\n",
        lib=LIBRARY % "narrow",
    )
    catalog, problems = load_catalog(found)
    assert () == problems
    assert catalog is not None
    assert [("outer.inner.fits", "front.width == tyre_width")] == [
        (each.id, each.rule.condition.text) for each in catalog.root.constraints if hasattr(each.rule, "condition")
    ]


def test_an_include_never_leaves_the_folder() -> None:
    found = files(catalog="format: 1\ncatalog: x\ninclude: [{file: ../../etc/passwd}, {file: /etc/passwd}]\n")
    codes = [problem.code.name for problem in load_catalog(found)[1]]
    assert ["reading.outside-root", "reading.file-path"] == codes


def test_libraries_that_include_each_other_many_times_come_to_an_end() -> None:
    texts = {
        f"lib{n}": f"format: 1\nlibrary: l\ninclude: [{', '.join([f'{{file: lib{n + 1}.yaml}}'] * 9)}]\n"
        for n in range(30)
    }
    found = files(
        catalog="format: 1\ncatalog: x\ninclude: [{file: lib0.yaml}]\n", lib30="format: 1\nlibrary: l\n", **texts
    )
    assert ["catalog.include-cycle"] == [problem.code.name for problem in load_catalog(found)[1]]


def test_a_library_is_no_catalog_and_a_catalog_no_library() -> None:
    found = files(catalog="format: 1\ncatalog: x\ninclude: [{file: other.yaml}]\n", other="format: 1\ncatalog: y\n")
    problems = load_catalog(found)[1]
    assert {"reading.unknown-key", "reading.missing-key"} == {problem.code.name for problem in problems}


def test_only_the_files_that_are_used_are_kept_relative_to_their_folder() -> None:
    found = files(a__catalog="format: 1\ncatalog: x\n", b__catalog="format: 1\ncatalog: y\n", a__more="format: 1\n")
    kept, entry = narrowed(found, "a/catalog.yaml")
    assert (["catalog.yaml"], "catalog.yaml") == (list(kept), entry)


def test_the_shapes_of_a_catalog_are_gathered_inner_libraries_first() -> None:
    found = files(
        catalog="format: 1\ncatalog: x\ninclude: [{file: one.yaml}]\n",
        one="format: 1\nlibrary: one\ninclude: [{file: two.yaml}]\n",
        two="format: 1\nlibrary: two\n",
    )
    sources = gather(found, "catalog.yaml", BuildReport())
    assert sources is not None
    assert ["two", "one"] == [library.shape.library for library in sources.libraries]


def test_items_of_the_wrong_shape_hide_nothing_else_and_are_not_missed() -> None:
    text = """
        features:
          lid: {type: bool}
          fan: {type: boolean, default: yess}
        structures:
          kit: {cardinality: 0..1, featurs: {}}
        constraints:
          one: {requir: fan, because: So.}
          two: {require: lid and kit.model == 1, because: So.}
          three: {require: fan and nose, because: So.}
        groups: [{id: all, members: [lid, fan, kit.model]}]
        bill_of_materials: {line: {each: kit, part: "'x'"}}
        product_code: [{feature: lid}]
    """
    catalog, problems = loaded(text)
    assert None is catalog
    expected = ["features.lid.type", "features.fan.default", "structures.kit.featurs", "constraints.one.requir"]
    assert [*expected, "constraints.three.require"] == [problem.where for problem in problems]
