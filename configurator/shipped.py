"""The location of shipped catalogs and price books: inside a wheel, or beside the package in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped_folder(kind: str) -> Path:
    """Return the folder `catalogs` or `pricing_rules` that belongs to this installation.

    A wheel has both in `configurator/shipped`; in a checkout they are beside the package. Raises FileNotFoundError if
    the installation is incomplete.
    """
    for root in (_PACKAGE / "shipped", _PACKAGE.parent):
        if (root / kind).is_dir():
            return root / kind
    raise FileNotFoundError(f"this installation has no folder '{kind}'; install the package again")
