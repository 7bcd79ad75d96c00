"""All contracts on offer below one folder, each read when it is first asked for."""

from collections.abc import Callable
from pathlib import Path
from threading import RLock

from configurator.catalog.model import Catalog
from configurator.contracts.load import ENTRY, load_offer
from configurator.contracts.model import Offer
from configurator.errors import InvalidDocument, NotFound
from configurator.reading.files import read_folder
from configurator.reading.wording import did_you_mean


class Offers:
    """The offers in the folders of one folder, by the names of theirs. Safe to share among threads.

    `catalogs` finds the catalogs that offers name.
    """

    def __init__(self, folder: Path, catalogs: Callable[[str], Catalog | None] | None = None) -> None:
        self._folder, self._catalogs = folder, catalogs
        self._read: dict[str, Offer] = {}
        self._lock = RLock()

    def names(self) -> tuple[str, ...]:
        """Return the folders that hold contracts."""
        return tuple(sorted(path.parent.name for path in self._folder.glob(f"*/{ENTRY}")))

    def offer(self, name: str) -> Offer:
        """Return an offer. Raises NotFound, or InvalidDocument with everything that is wrong with it."""
        with self._lock:
            if name not in self._read:
                self._read[name] = self._load(name)
            return self._read[name]

    def for_catalog(self, catalog: str) -> tuple[str, ...]:
        """Return the names of the offers for configurations of a catalog; what cannot be read is none."""
        return tuple(name for name in self.names() if self._is_for(name, catalog))

    def _is_for(self, name: str, catalog: str) -> bool:
        try:
            return self.offer(name).catalog == catalog
        except InvalidDocument:
            return False

    def _load(self, name: str) -> Offer:
        names = self.names()
        if name not in names:
            hint = did_you_mean(name, names)
            raise NotFound(f"there is no offer {name!r}{f'; {hint}' if hint else ''}")
        offer, problems = load_offer(read_folder(self._folder / name), catalogs=self._catalogs)
        if offer is None:
            raise InvalidDocument(problems)
        return offer
