"""Whatever a file says, loading it ends, with a catalog or with problems."""

import re
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.catalog.load import load_catalog
from configurator.catalog.write import write_catalog
from configurator.problems import errors_in
from configurator.reading.files import Files, read_folder
from tests.catalog.loading import EXAMPLES

TEXTS = {path: data.decode() for path, data in read_folder(EXAMPLES).items() if not path.startswith("lamp")}
WORDS = sorted({word for text in TEXTS.values() for word in re.findall(r"[\w.]+|[^\w\s]", text)})


def damaged(seed: int) -> Files:
    """Return the files of an example with some words changed, taken out, put in or moved."""
    random, texts = Random(seed), dict(TEXTS)
    for _ in range(random.randint(1, 4)):
        path = random.choice(sorted(texts))
        words = re.findall(r"\s+|[\w.]+|[^\w\s]", texts[path])
        here, there = random.randrange(len(words)), random.randrange(len(words))
        match random.choice(("change", "change", "remove", "insert", "swap")):
            case "change":
                words[here] = random.choice(WORDS)
            case "remove":
                del words[here]
            case "insert":
                words.insert(here, random.choice(WORDS))
            case _:
                words[here], words[there] = words[there], words[here]
        texts[path] = "".join(words)
    return Files({path: text.encode() for path, text in texts.items()})


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 1_000_000))
def test_a_damaged_catalog_loads_or_says_what_is_wrong(seed: int) -> None:
    catalog, problems = load_catalog(damaged(seed), "workshop/catalog.yaml")
    assert (catalog is None) is bool(errors_in(problems))
    if catalog is not None:
        assert () == errors_in(load_catalog(Files({"catalog.yaml": write_catalog(catalog).encode()}))[1])
