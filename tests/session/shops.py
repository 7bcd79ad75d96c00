"""Random shops: compiled catalogs of every kind beside a plain list of everything that can be bought."""

from dataclasses import dataclass

from hypothesis import assume
from hypothesis import strategies as st

from configurator.budget import UNLIMITED, BudgetMeter
from configurator.configuration import FeatureValue
from configurator.language.checked import Absence
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.session import Choices, Session
from configurator.session.option_states import choosable, value_held
from configurator.solving.engines import engine_named
from configurator.solving.port import FREE, Solver
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.catalog.loading import loaded
from tests.laws.compiled import compiled_catalog
from tests.program.compile.random_catalogs import catalogs_with_cells, flat_catalogs

Product = dict[str, FeatureValue | Absence]
Values = dict[str, FeatureValue]


@dataclass(frozen=True)
class Shop:
    """A compiled catalog, a solver of it, and a list of everything that can be bought, by address."""

    compiled: CompiledCatalog
    solver: Solver
    products: list[Product]
    domains: dict[str, list[FeatureValue]]

    def session(self, values: Values) -> Session:
        return Session.open(self.compiled, self.solver, Choices(values))

    def matching(self, values: Values) -> list[Product]:
        return [product for product in self.products if all(product[path] == value for path, value in values.items())]


def _written(text: str) -> Shop:
    catalog, _ = loaded(text)
    assume(catalog is not None)
    assert catalog is not None
    compiled, _ = compile_catalog(catalog)
    assume(compiled is not None)
    assert compiled is not None
    return _shop(compiled)


def _shop(compiled: CompiledCatalog) -> Shop:
    address = {slot.path: slot.path.replace("cells[", "cells[c") for slot in compiled.encoding.slots}
    found = BruteForceSolver(compiled.program).solutions(FREE, BudgetMeter(UNLIMITED, most_steps=300_000))
    products = [
        {address[path]: value for path, value in compiled.encoding.read(solution).items()} for solution in found
    ]
    domains = {
        address[slot.path]: [value_held(slot, held) for held in choosable(slot)] for slot in compiled.encoding.slots
    }
    return Shop(compiled, engine_named("cp_sat").load(compiled.program), products, domains)


of_every_kind = st.integers(0, 100_000).map(compiled_catalog)
"""Catalogs that use everything a catalog can say, by `tests/laws/test_engines.py`."""

shops = st.one_of(flat_catalogs().map(_written), catalogs_with_cells().map(_written), of_every_kind.map(_shop))


def drawn_choices(data: st.DataObject, shop: Shop, most: int) -> Values:
    """Draw choices, rather such as go together."""
    paths = data.draw(st.lists(st.sampled_from(sorted(shop.domains)), unique=True, max_size=most))
    sound: bool = data.draw(st.booleans())
    if shop.products and sound:
        product = data.draw(st.sampled_from(shop.products))
        chosen = {path: product[path] for path in paths}
        return {path: value for path, value in chosen.items() if not isinstance(value, Absence)}
    return {path: data.draw(st.sampled_from(shop.domains[path])) for path in paths}
