"""The context of the catalog shared by all parts of the build."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.building.names import words_of
from configurator.catalog.codes import MISSING_FALLBACK, MISSING_LOCALE, UNKNOWN_LOCALE
from configurator.catalog.model import Text
from configurator.catalog.shape import Text as TextShape
from configurator.reading.files import Files
from configurator.reading.message_parts import did_you_mean
from configurator.reading.shape import Word
from configurator.source import Location
from configurator.units import STANDARD_UNITS, Units

Bindings = tuple[Mapping[str, str], ...]
"""Bindings of a library's names, the innermost include first."""


@dataclass(frozen=True)
class BuildContext:
    """Problems so far, the files, the locales (first the fallback), the units; for a library how it is included."""

    report: BuildReport
    files: Files
    locales: tuple[str, ...] = ("en",)
    units: Units = field(default_factory=lambda: STANDARD_UNITS)
    namespace: str = ""
    bindings: Bindings = ()
    shared: bool = False
    """Whether the document is a library, which may know more locales and options than the catalog at hand."""
    left_out: set[str] = field(default_factory=set)
    """Ids of invalid members; references to them are not reported again."""

    def is_left_out(self, path: str) -> bool:
        """Whether a dotted path leads to or through a member that is wrong."""
        return not self.left_out.isdisjoint(path.split("."))

    def inside(self, namespace: str, bindings: Bindings) -> "BuildContext":
        """Return the context of an included library."""
        return replace(self, namespace=namespace, bindings=bindings, shared=True)

    def qualified(self, name: str) -> str:
        """Return an id under the namespace at hand."""
        return f"{self.namespace}.{name}" if self.namespace else name

    def text(self, given: TextShape | None, where: str, location: Location, default: str = "") -> Text:
        """Build a text; where none is given, the words of an id."""
        if given is None:
            return self.plain_text(words_of(default))
        if isinstance(given, Word):
            return self.plain_text(str(given))
        self._check_locales(given, where, location)
        known = {str(locale): str(text) for locale, text in given.items() if locale in self.locales}
        return Text(known, self.locales[0])

    def plain_text(self, text: str) -> Text:
        """Return a text that is the same in all locales."""
        return Text({self.locales[0]: text}, self.locales[0])

    def _check_locales(self, given: Mapping[Word, Word], where: str, location: Location) -> None:
        first = next((locale.location for locale in given), location)
        for locale in given:
            if locale not in self.locales and not self.shared:
                expected = "one of " + ", ".join(self.locales)
                hint = did_you_mean(locale, self.locales) or "add it to `locales`"
                self.report.add(
                    UNKNOWN_LOCALE, locale.location, where, f"`{locale}` is no declared locale", expected, hint
                )
        if self.locales[0] not in given:
            message = f"the text in the fallback locale `{self.locales[0]}` is missing"
            self.report.add(MISSING_FALLBACK, first, where, message, hint=f"add `{self.locales[0]}:`")
        for missing in self.locales[1:]:
            if missing not in given:
                message = f"the text in the locale `{missing}` is missing"
                hint = f"add it; `{self.locales[0]}` is shown until then"
                self.report.add(MISSING_LOCALE, first, where, message, hint=hint)
