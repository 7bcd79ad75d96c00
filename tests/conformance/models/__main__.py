"""Restate published models as catalogs of ours: `python -m tests.conformance.models` writes what this folder keeps.

It needs the published files in `shared/models` beside the checkout, and is run again where the format changes.
"""

import csv
import io

from configurator.reading.files import Files
from tests.benchmarks import models


def restated(name: str) -> Files:
    """Return a published model as the files of a catalog that names its source."""
    imported = models.catalog_files(name)
    lines = imported["catalog.yaml"].decode().splitlines(keepends=True)
    source = f"source: {models.kept()[name]['source']}\n"
    text = "".join(source if line.startswith("source:") else line for line in lines)
    return Files({**imported, "catalog.yaml": text.encode()})


def restated_orders(name: str) -> bytes:
    """Return the orders of a model as a table."""
    orders, text = models.orders(name), io.StringIO()
    table = csv.DictWriter(text, list(orders[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(orders)
    return text.getvalue().encode()


def main() -> None:
    """Write every model that `published.yaml` names."""
    for name in models.kept():
        for path, data in restated(name).items():
            target = models.KEPT / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    (models.KEPT / "renault_medium_orders.csv").write_bytes(restated_orders("renault_medium"))


if __name__ == "__main__":
    main()
