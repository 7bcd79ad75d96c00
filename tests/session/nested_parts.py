"""Random small catalogs of optional parts whose conditions rest on each other, with few rules."""

from random import Random

HEAD = """
features:
  hue: {options: {blue: Blue, green: Green, grey: Grey}}
  lit: {type: boolean}
  tone: {options: {soft: Soft, loud: Loud}, when: lit}
  deep: {type: boolean, when: "tone == 'loud'"}
structures:
  yard:
    cardinality: 0..1
    when: hue == 'green'
    features: {pond: {type: boolean}}
  kit:
    cardinality: 0..1
    features: {light: {type: boolean}}
    structures:
      lens: {cardinality: 0..1, when: light, features: {wide: {type: boolean}}}
constraints:
"""
COLUMNS = {
    "hue": ("blue", "green", "grey"),
    "tone": ("soft", "loud"),
    **dict.fromkeys(("lit", "deep", "yard.pond", "kit.light", "kit.lens.wide"), ("'true'", "'false'")),
}
TRUTHS = (
    *("hue == 'blue'", "hue != 'grey'", "lit", "deep", "present(deep)", "tone == 'soft'", "present(yard)"),
    *("yard.pond", "present(kit)", "kit.light", "not kit.light", "present(kit.lens)", "kit.lens.wide"),
)


def catalog_with_nested_parts(seed: int) -> str:
    """Return the catalog of a seed: always the same one."""
    random = Random(seed)
    return HEAD + "".join(f"  rule{number}: {_rule(random)}\n" for number in range(random.randint(1, 4)))


def _rule(random: Random) -> str:
    """Return the body of a constraint: a table, a disjunction, or one under a condition."""
    kind = random.choice(("allowed", "allowed", "forbidden", "require", "when"))
    one, other = random.sample(TRUTHS, 2)
    if kind == "require":
        return f'{{require: "{one} or {other}", because: So.}}'
    if kind == "when":
        return f'{{when: "{one}", requires: ["{other}"], because: So.}}'
    columns = random.sample(sorted(COLUMNS), 2)
    rows = ", ".join(
        "[" + ", ".join(random.choice(COLUMNS[name]) for name in columns) + "]" for _ in range(random.randint(1, 3))
    )
    return f"{{{kind}: {{columns: [{', '.join(columns)}], rows: [{rows}]}}, because: So.}}"
