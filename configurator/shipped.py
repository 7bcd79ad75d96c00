"""Where the shipped catalogs and price books lie: inside a wheel, or beside the package in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped_folder(kind: str) -> Path:
    """Return the folder `catalogs` or `pricing_rules` that belongs to this installation.

    A wheel carries both below `configurator/shipped`; in a checkout they lie beside the package. Raises
    FileNotFoundError where the installation is incomplete.
    """
    for root in (_PACKAGE / "shipped", _PACKAGE.parent):
        if (root / kind).is_dir():
            return root / kind
    raise FileNotFoundError(f"this installation has no folder '{kind}'; install the package again")
