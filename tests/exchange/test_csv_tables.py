"""CSV files of allowed combinations become features and tables."""

from configurator.exchange.importing import import_model
from configurator.reading.files import Files
from tests.exchange.models import count, products, told, written

FITS = "colour,lit,size\nred,true,16\nblue,*,18\nblue,false,20\n"


def test_columns_become_features_by_what_their_cells_are() -> None:
    assert """features:
  colour:
    title: colour
    options:
      red: red
      blue: blue
  lit:
    title: lit
    type: boolean
  size:
    title: size
    type: integer
    range: 16..20
    step: 2
constraints:
  model:
    allowed:
      columns: [colour, lit, size]
      rows:
        - [red, true, 16]
        - [blue, "*", 18]
        - [blue, false, 20]
    because: Only the combinations of model.csv are possible.
""" == written(FITS, "csv")


def test_the_rows_are_the_products() -> None:
    assert 4 == count(FITS, "csv")


def test_a_folder_of_tables_shares_its_columns() -> None:
    files = Files(
        {"a.csv": b"colour,size\nred,S\nblue,L\n", "b.csv": b"size,price class\nS,1\nL,2\nM,7\n", "c.csv": b"x\nu\nv\n"}
    )
    found, problems = import_model(files, "folder", form="csv", id="shirts")
    assert found is not None, problems
    assert ["catalog.yaml"] == list(found.files)
    assert ["colour", "size", "price_class", "x"] == [slot.path for slot in found.compiled.encoding.features()]
    assert 4 == products(found.compiled)


def test_numbers_that_are_unevenly_apart_are_options() -> None:
    assert "      1: 1\n      2: 2\n      7: 7\n" in written("n,m\n1,a\n2,a\n7,b\n", "csv")


def test_an_empty_cell_and_an_empty_table_are_told() -> None:
    assert ["2:3 exchange.syntax"] == told("a,b\n1,\n", "csv")
    assert ["1:1 exchange.empty-model"] == told("a,b\n", "csv")
    assert ["1:1 reading.empty-document"] == told("", "csv")
