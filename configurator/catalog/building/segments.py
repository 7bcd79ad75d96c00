"""The product code: the mapping between text segments and feature values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.codes import BAD_SEGMENT, DUPLICATE_CODE, UNKNOWN_MEMBER
from configurator.catalog.feature_values import BadValue, parse_value, show_number, show_value
from configurator.catalog.limits import MOST_CODED_NUMBERS
from configurator.catalog.model import (
    BooleanDomain,
    CodeSegment,
    Enumeration,
    Feature,
    NumericDomain,
    ProductCode,
    Structure,
    features_in,
)
from configurator.catalog.shape import SegmentShape
from configurator.reading.message_parts import did_you_mean
from configurator.reading.shape import Word
from configurator.source import Location


@dataclass(frozen=True)
class SegmentBuilder:
    """Builds the pieces of a product code, every piece with the code of every value spelled out."""

    context: BuildContext
    root: Structure

    def product_code(self, shapes: list[SegmentShape]) -> ProductCode | None:
        if not shapes:
            return None
        results = (self._segment(shape, f"product_code[{number}]") for number, shape in enumerate(shapes, 1))
        return ProductCode(tuple(segment for segment in results if segment is not None), shapes[0].location)

    def _segment(self, shape: SegmentShape, where: str) -> CodeSegment | None:
        report = self.context.report
        if (shape.text is None) is (shape.feature is None):
            message = "the piece is neither a text nor a feature" if shape.text is None else "the piece is both"
            report.add(BAD_SEGMENT, shape.location, where, message, "`text`, or `feature`")
            return None
        if shape.text is not None:
            if shape.codes:
                message = "`codes` belong to a feature"
                report.add(BAD_SEGMENT, shape.key_location("codes"), where, message, "`feature`, or no `codes`")
            return CodeSegment(literal=str(shape.text))
        return None if shape.feature is None else self._of_feature(shape, shape.feature, where)

    def _of_feature(self, shape: SegmentShape, name: Word, where: str) -> CodeSegment | None:
        known = self._features
        feature = known.get(name)
        if feature is None and self.context.is_left_out(name):
            return None
        if feature is None:
            hint = did_you_mean(name, known)
            message = f"there is no feature `{name}`"
            self.context.report.add(UNKNOWN_MEMBER, name.location, f"{where}.feature", message, "a feature", hint)
            return None
        if self._repeats(name):
            message = f"`{name}` stands in a structure with several instances"
            expected = "a feature of the catalog or of singletons"
            self.context.report.add(BAD_SEGMENT, name.location, f"{where}.feature", message, expected)
            return None
        codes = self._codes(feature, shape, name.location, where)
        self._check_distinct(codes, shape, where)
        return CodeSegment(feature=str(name), codes=codes)

    @cached_property
    def _features(self) -> Mapping[str, Feature]:
        return {".".join(path): feature for path, feature in features_in(self.root)}

    def _repeats(self, path: str) -> bool:
        here: Structure | Feature = self.root
        for name in path.split("."):
            if isinstance(here, Structure):
                here = here.members[name]
            if isinstance(here, Structure) and not here.singleton:
                return True
        return False

    def _codes(self, feature: Feature, shape: SegmentShape, location: Location, where: str) -> dict[str, str]:
        given = self._given(feature, shape, where)
        defaults = self._defaults(feature, location, where)
        missing = [value for value, code in defaults.items() if code is None and value not in given]
        if missing:
            message = "there is no code for " + ", ".join(f"`{value}`" for value in missing[:8])
            hint = "add `code:` to the options, or `codes:` here"
            self.context.report.add(BAD_SEGMENT, location, where, message, "a code for every value", hint)
        return {value: given.get(value, code or "") for value, code in defaults.items()}

    def _given(self, feature: Feature, shape: SegmentShape, where: str) -> dict[str, str]:
        results = {}
        for name, code in shape.codes.items():
            value = parse_value(feature, str(name), self.context.units)
            if isinstance(value, BadValue):
                at = f"{where}.codes"
                self.context.report.add(BAD_SEGMENT, name.location, at, value.message, value.expected, value.hint)
            else:
                results[show_value(value)] = str(code)
        return results

    def _defaults(self, feature: Feature, location: Location, where: str) -> dict[str, str | None]:
        """Return every value in its shown form, and the code it has of itself, None where it has none."""
        match feature.domain:
            case Enumeration(options):
                return {name: option.code or None for name, option in options.items()}
            case BooleanDomain(component):
                return {"true": (component.code or None) if component else None, "false": ""}
            case NumericDomain() as domain:
                if len(domain) > MOST_CODED_NUMBERS:
                    message = f"the feature has {len(domain):,} values"
                    self.context.report.add(
                        BAD_SEGMENT, location, where, message, f"at most {MOST_CODED_NUMBERS:,} in a code"
                    )
                    return {}
                values = (show_number(domain.low + domain.step * position) for position in range(len(domain)))
                return {value: value for value in values}

    def _check_distinct(self, codes: Mapping[str, str], shape: SegmentShape, where: str) -> None:
        first: dict[str, str] = {}
        for value, code in codes.items():
            if first.setdefault(code, value) != value and code:
                message = f"`{code}` stands for both `{first[code]}` and `{value}`"
                self.context.report.add(
                    DUPLICATE_CODE, shape.location, where, message, "a code of its own for every value"
                )
