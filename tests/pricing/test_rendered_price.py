"""A price as people read it, in their language and without a way in for markup."""

from configurator.pricing.cadence import Cadence
from configurator.pricing.difference import price_difference
from configurator.pricing.operations import Operation, Treatment
from configurator.pricing.price_lines import Outcome
from configurator.pricing.rendered_price import as_html, as_text, considered_as_text, difference_as_text
from configurator.pricing.step_sentences import OPERATIONS, OUTCOMES, TOTALS, TREATMENTS
from tests.pricing.shop import priced

BOOK = """
illustrative: true
prices: {items: {petrol: 9000.005, diesel: 1, navi: {amount: 1500, because: {en: Maps, de: Karten}}}}
charges:
  care: {title: {en: Care, de: Wartung}, amount: 2.50, recurring: month}
  thirds: {amount: 1 / 3}
waivers: {sport: {when: sport, includes: [navi], because: {en: In the package, de: Im Paket}}}
stages: [{id: fleet, title: <Fleet>, kind: discount, percent: 5, when: not sport, because: Fleet & co}]
"""


def test_the_text_of_a_price() -> None:
    assert """\
Petrol engine .......................................... €9,000.01
    1 × €9,000.005 (exactly €9,000.005, rounded to €9,000.01) [book.yaml:8:26]
Navigation ................................................. €0.00
    1 × €1,500.00: Maps [book.yaml:8:62]
    waived: -€1,500.00: In the package [book.yaml:12:11]
Care, per month ............................................ €2.50
    €2.50 [book.yaml:10:50]
Thirds ..................................................... €0.33
    1/3 EUR (exactly 1/3 EUR, rounded to €0.33) [book.yaml:11:20]
Total .................................................. €9,000.34
Total per month ............................................ €2.50
Illustrative prices, not published ones.""" == as_text(priced(BOOK, {"sport": True, "navigation": True}))


def test_the_rounded_tax_of_a_line_is_told_by_itself() -> None:
    book = """
prices: {items: {petrol: 170, navi: 17.50, diesel: 1}}
stages: [{id: vat, kind: tax, percent: 7, at: line, because: Reduced}]
"""
    told = as_text(priced(book, {"navigation": True}))
    assert "7 % of €170.00: Reduced" in told
    assert "7 % of €17.50 (exactly €1.225, rounded to €1.23): Reduced" in told


def test_the_text_of_a_price_in_german() -> None:
    german = as_text(priced(BOOK, {"sport": True, "navigation": True}), "de-DE").replace("\xa0", " ")
    assert "    erlassen: -1.500,00 €: Im Paket [book.yaml:12:11]" in german
    assert "Wartung, je Monat" in german
    assert "Beispielpreise, keine veröffentlichten." in german


def test_steps_may_be_left_out() -> None:
    assert "book.yaml" not in as_text(priced(BOOK), steps=False)


def test_what_has_no_price_in_force_is_shown() -> None:
    found = priced("prices: {items: {petrol: [{amount: 1, from: 2027-01-01}], diesel: 2}}")
    assert "! no price, so the total is incomplete: engine [book.yaml:6:18]" in as_text(found)
    assert "no price, so the total is incomplete: engine" in as_html(found)


def test_what_was_considered_is_told_with_its_reason() -> None:
    assert """\
Considered, but not applied:
  - stages.fleet: its condition does not hold: not sport [book.yaml:13:72]""" == considered_as_text(
        priced(BOOK, {"sport": True, "navigation": True})
    )
    assert "" == considered_as_text(priced(""))


def test_every_text_is_escaped_in_html() -> None:
    html = as_html(priced(BOOK))
    assert "&lt;Fleet&gt;" in html and "Fleet &amp; co" in html and "<Fleet>" not in html
    assert 'data-line="stages.fleet"' in html and 'class="considered"' in html


def test_a_difference_marks_new_gone_and_changed_lines() -> None:
    one, two = priced(BOOK, {"navigation": True}), priced(BOOK, {"sport": True, "engine": "diesel"})
    rows = difference_as_text(price_difference(one, two)).splitlines()
    assert ["~ Diesel engine", "- Navigation", "- <Fleet>"] == [row.partition(" .")[0] for row in rows[:3]]
    assert "no difference" == difference_as_text(price_difference(one, one)).splitlines()[0]


def test_there_is_a_sentence_for_everything() -> None:
    assert (set(Operation), set(Outcome)) == (set(OPERATIONS), set(OUTCOMES))
    assert (set(Treatment), set(Cadence)) == (set(TREATMENTS), set(TOTALS))


def test_of_many_windows_the_first_are_told_and_the_others_counted() -> None:
    readings = ", ".join(["1"] * 20)
    text = f"parameters: {{usage: {{type: series, default: '{readings}'}}}}\n"
    text += "charges: {a: {model: per_unit, quantities: usage, measured: windowed, price: 2}}"
    assert "; 12: 1 × €2.00; and 8 more [" in as_text(priced(text))
