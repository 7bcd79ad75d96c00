"""The command `configurator order`: a file in; the whole order, or everything that is wrong with it, out."""

import json
from pathlib import Path
from textwrap import dedent

import pytest

from tests.cli.running import Done, run

CATALOG = "format: 1\ncatalog: {id}\nfeatures: {{colour: {{options: {{black: Black, red: Red}}, default: black}}}}\n"
BOOK = "format: 1\nbook: {id}\ncatalog: {id}\ncurrency: EUR\n"
BOOK += "prices: {{items: {{colour.black: {black}, colour.red: {red}}}}}\n"
RULES = """
format: 1
order_rules: shop
currency: EUR
measures: {weight: kg}
parameters:
  destination: {type: text, one_of: [home, abroad], default: home}
  customer.prepaid: {type: number, default: 0}
vouchers: {codes: {SPRING: {amount: 10, minimum: 60, from: 2026-03-01, until: 2026-04-01, because: Spring}}}
stages:
  - {id: large, kind: discount, percent: 10, when: "base >= 100[EUR]", because: From 100 on}
  - {id: voucher, kind: discount, vouchers: true, because: Your code}
  - id: freight
    kind: surcharge
    amount:
      - {amount: 0, when: "base >= 150[EUR]", because: free freight}
      - {amount: 7.90, when: destination == "home"}
      - {amount: 0.50 * weight.all}
    because: By mail
  - id: handling
    kind: surcharge
    rate: {model: volume, quantity: weight.all, tiers: [{up_to: 20, price: 0, flat: 1}, {price: 0.10}]}
    because: By weight
  - {id: vat, kind: tax, percent: 19, because: VAT}
settlement:
  round_to: 0.05
  credits: {prepaid: {amount: customer.prepaid, because: Paid before}}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return the folder of a shop with chairs and desks."""
    for id, black, red in (("chair", "40", "45"), ("desk", "30", "31.90")):
        _write(tmp_path / "catalogs" / id / "catalog.yaml", CATALOG.format(id=id))
        _write(tmp_path / "pricing_rules" / id / "book.yaml", BOOK.format(id=id, black=black, red=red))
    _write(tmp_path / "pricing_rules" / "shop" / "shop.yaml", RULES)
    return tmp_path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _order(shop: Path, text: str, *options: str) -> Done:
    _write(shop / "order.yaml", dedent(text).lstrip())
    done = run("--catalogs", str(shop / "catalogs"), "order", str(shop / "order.yaml"), *options)
    return Done(done.returncode, done.stdout.replace(f"{shop}/", ""), done.stderr.replace(f"{shop}/", ""))


GOOD = """
order_rules: shop
on: 2026-03-10
codes: [SPRING]
parameters: {customer.prepaid: 50}
items:
  - {id: c, catalog: chair, quantity: 3, choices: {colour: red}, measures: {weight: 7}}
  - {id: d, catalog: desk, measures: {weight: 25}}
"""


def test_an_order_is_explained_line_by_line(shop: Path) -> None:
    done = _order(shop, GOOD)
    assert (0, "") == (done.returncode, done.stderr)
    said = [line.strip().rpartition(" [")[0] or line.strip() for line in done.stdout.splitlines()]
    for expected in (
        "-10 % of €165.00: From 100 on",
        "shared: c -€13.50, d -€3.00",
        "-€10.00: Spring",
        "46 in tier 2 (above 20): 46 × €0.10",
        "→ €11.50 more: free freight",
    ):
        assert expected in said
    assert said[-1].endswith("€129.70")


def test_its_json_sums_to_the_total(shop: Path) -> None:
    data = json.loads(_order(shop, GOOD, "--json").stdout)
    assert {"amount": "179.70", "currency": "EUR"} == data["totals"]["one_time"]
    assert {"amount": "129.70", "currency": "EUR"} == data["due"]
    assert ["c", "d"] == [item["id"] for item in data["items"]]


def test_everything_that_is_wrong_is_reported_at_once_with_its_place(shop: Path) -> None:
    done = _order(
        shop,
        """
        order_rules: shop
        on: 2026-04-10
        codes: [SPRING, WINTER]
        parameters: {destination: mars, foo: 1}
        items:
          - {id: c, catalog: chairr, quantity: 0, measures: {weight: 7}}
          - {id: c, catalog: desk, choices: {colour: green}, measures: {weight: x, size: 1}}
          - {catalog: desk, book: bb, quantity: 1.5}
        """,
    )
    assert 1 == done.returncode
    assert [
        "order.yaml:3:9: /codes/0: the code `SPRING` cannot be used on 2026-04-10; "
        "it holds from 2026-03-01 until 2026-04-01",
        "order.yaml:3:17: /codes/1: there is no code `WINTER`",
        "order.yaml:4:27: /parameters/destination: parameter `destination` is `mars`; expected one of `home`, `abroad`",
        "order.yaml:4:38: /parameters/foo: order rules shop asks for no parameter `foo`",
        "order.yaml:6:22: /items/0/catalog: there is no catalog `chairr`; did you mean `chair`?",
        "order.yaml:6:40: /items/0/quantity: found 0; expected a positive integer",
        "order.yaml:7:10: /items/1/id: `c` is the id of an earlier item already",
        "order.yaml:7:46: /items/1/choices/colour: colour: `green` is not an option; expected one of `black`, `red`",
        "order.yaml:7:73: /items/1/measures/weight: found `x`; expected a number",
        "order.yaml:7:82: /items/1/measures/size: the order rules measure no `size`",
        "order.yaml:8:5: /items/2/measures: the order rules need its `weight` in kg",
        "order.yaml:8:27: /items/2/book: catalog desk has no price book `bb`; there are `desk`",
        "order.yaml:8:41: /items/2/quantity: found '1.5'; expected a positive integer",
    ] == done.stderr.splitlines()


def test_a_code_used_on_too_small_an_order_is_refused(shop: Path) -> None:
    done = _order(
        shop, GOOD.replace("quantity: 3, ", "").replace("  - {id: d, catalog: desk, measures: {weight: 25}}\n", "")
    )
    refused = "/codes/0: the code `SPRING` is for orders of 60.00 EUR or more; what it is for costs 45.00 EUR"
    assert f"order.yaml:3:9: {refused}\n" == done.stderr


def test_a_file_of_the_wrong_form_is_a_problem_with_its_line(shop: Path) -> None:
    done = _order(shop, "order_rules: shop\nitem: []\n")
    assert 1 == done.returncode
    assert "order.yaml:2:1: item: " in done.stderr


TAXED = """
stages:
  - {id: vat, kind: tax, percent: "19 if colour == 'red' else 7", because: By colour}
"""
UNTAXED = """
format: 1
order_rules: plain
currency: EUR
stages:
  - {id: off, kind: discount, amount: 30, because: Thirty off}
"""


def test_a_book_taxes_its_items_with_their_shares_where_the_order_rules_do_not(shop: Path) -> None:
    for id, black, red in (("chair", "40", "50"), ("desk", "50", "100")):
        _write(shop / "pricing_rules" / id / "book.yaml", BOOK.format(id=id, black=black, red=red) + TAXED)
    _write(shop / "pricing_rules" / "plain" / "plain.yaml", UNTAXED)
    text = """
    order_rules: plain
    items: [{id: c, catalog: chair, quantity: 2, choices: {colour: red}}, {id: d, catalog: desk}]
    """
    data = json.loads(_order(shop, text, "--json").stdout)
    assert {"stages.off": "-30.00", "stages.vat@c": "15.20", "stages.vat@d": "2.80"} == {
        step["line"]["id"]: step["line"]["amount"]["amount"] for step in data["steps"]
    }
    assert "138.00" == data["totals"]["one_time"]["amount"]


BY_PIECE = """
merge_equal_items: true
charges:
  packing: {model: volume, quantity: 1 + 0, tiers: [{up_to: 9, price: 3}, {price: 1.01}], per: item}
"""


def test_equal_items_are_priced_as_one_where_their_book_says_so(shop: Path) -> None:
    _write(shop / "pricing_rules" / "chair" / "book.yaml", BOOK.format(id="chair", black=10, red=20) + BY_PIECE)
    text = """
    items:
      - {id: b, catalog: chair, quantity: 4}
      - {id: a, catalog: chair, quantity: 7}
      - {id: c, catalog: chair, quantity: 2, choices: {colour: red}}
    """
    data = json.loads(_order(shop, text, "--json").stdout)
    own = {item["id"]: item["own"]["one_time"]["amount"] for item in data["items"]}
    assert {"a": "77.07", "b": "44.04", "c": "46.00"} == own
    assert "167.11" == data["totals"]["one_time"]["amount"]
