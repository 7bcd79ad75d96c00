"""Looks names up: in the loops around them, then in the structures around the expression, then in the parameters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from configurator.language import codes
from configurator.language.checked import Scope
from configurator.language.report import Report
from configurator.language.tree import (
    AttributeRef,
    Expression,
    FeatureRef,
    Member,
    Name,
    ParameterRef,
    Span,
    StructureRef,
)
from configurator.language.types import BooleanType, InstancesType, InstanceType, OptionType, Type
from configurator.language.words import did_you_mean, some_of

Resolved = FeatureRef | AttributeRef | StructureRef | ParameterRef


@dataclass(frozen=True, slots=True)
class _Segment:
    """One word of `kit.model`, where it stands."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Names:
    """What names mean at one point of an expression: `variables` are those of the loops around it."""

    scope: Scope
    variables: Mapping[str, InstanceType]

    def within(self, variable: str, instance: InstanceType) -> "Names":
        """Return the names inside a loop."""
        return Names(self.scope, {**self.variables, variable: instance})

    def means_something(self, name: str) -> bool:
        """Tell whether a name, or the first word of a dotted one, is taken."""
        return name in set(self._all()) or any(name == binder for binder, _ in self.scope.binders)

    def resolve(self, node: Name | Member, report: Report) -> Resolved | None:
        """Return the leaf that a name or a dotted path stands for, or None once the problem is noted."""
        if report.full:
            return None
        segments = _segments(node)
        first, rest = segments[0], segments[1:]
        if first.name in self.variables:
            return _walk(report, node, first.name, (), self.variables[first.name], segments, 1)
        for binder, members in self.scope.binders:
            if first.name in members:
                return _walk(report, node, binder, (first.name,), members[first.name], segments, 1)
        return self._parameter(node, report, first, rest)

    def _parameter(
        self, node: Name | Member, report: Report, first: _Segment, rest: list[_Segment]
    ) -> ParameterRef | None:
        dotted = ".".join((first.name, *(segment.name for segment in rest)))
        if dotted in self.scope.parameters:
            return ParameterRef(dotted, self.scope.parameters[dotted], span=node.span)
        if any(dotted.startswith(f"{name}.") for name in self.scope.parameters):
            message = f"the parameter before `.{rest[-1].name}` is a single value"
            report.add(codes.UNKNOWN_MEMBER, rest[-1].span, message, hint="leave the dot and the word out")
            return None
        if any(name.startswith(f"{first.name}.") for name in self.scope.parameters):
            hint = did_you_mean(dotted, self.scope.parameters) or f"there are {some_of(self.scope.parameters)}"
            report.add(codes.UNKNOWN_NAME, node.span, f"there is no parameter `{dotted}`", hint=hint)
            return None
        hint = self._quoted(first.name) or did_you_mean(first.name, self._all()) or self._overview()
        report.add(codes.UNKNOWN_NAME, first.span, f"`{first.name}` is not known here", hint=hint)
        return None

    def _all(self) -> Iterator[str]:
        yield from self.variables
        for _, members in self.scope.binders:
            yield from members
        for name in self.scope.parameters:
            yield name
            yield name.partition(".")[0]

    def _quoted(self, word: str) -> str:
        """Return the hint for an option whose quotes were forgotten."""
        types = (found for _, members in self.scope.binders for found in members.values())
        is_option = any(isinstance(found, OptionType) and word in found.options for found in types)
        return f"write options in quotes: `'{word}'`" if is_option else ""

    def _overview(self) -> str:
        known = list(dict.fromkeys(name for name in self._all()))
        return f"known here: {some_of(known)}; a word in quotes is an option or a text" if known else ""


def _segments(node: Name | Member) -> list[_Segment]:
    """Return the words of a dotted path in reading order."""
    words: list[_Segment] = []
    current: Expression = node
    while isinstance(current, Member):
        words.append(_Segment(current.name, Span(current.span.end - len(current.name), current.span.end)))
        current = current.of
    if isinstance(current, Name):
        words.append(_Segment(current.name, current.span))
    return words[::-1]


def _walk(
    report: Report,
    node: Name | Member,
    binder: str,
    path: tuple[str, ...],
    found: Type,
    segments: list[_Segment],
    position: int,
) -> Resolved | None:
    """Follow the words of a path from a member of a binder through singletons to a feature or its attribute."""
    for index in range(position, len(segments)):
        word = segments[index]
        so_far = ".".join(segment.name for segment in segments[:index])
        match found:
            case InstanceType():
                if word.name not in found.members:
                    _unknown(report, word, f"`{so_far}` ({found}) has no `{word.name}`", found.members)
                    return None
                path, found = (*path, word.name), found.members[word.name]
            case InstancesType():
                _needs_aggregate(report, node, so_far, found, segments[index:])
                return None
            case OptionType() if index == len(segments) - 1:
                return _attribute(report, node, FeatureRef(binder, path, found, span=node.span), word, so_far)
            case _:
                message = f"`{so_far}` is {found} and has nothing inside"
                report.add(codes.UNKNOWN_MEMBER, word.span, message, hint=f"leave `.{word.name}` out")
                return None
    if isinstance(found, InstanceType | InstancesType):
        return StructureRef(binder, path, found, span=node.span)
    return FeatureRef(binder, path, found, span=node.span)


def _attribute(
    report: Report, node: Name | Member, feature: FeatureRef, word: _Segment, so_far: str
) -> AttributeRef | None:
    attributes = feature.type.attributes if isinstance(feature.type, OptionType) else {}
    if word.name not in attributes:
        _unknown(report, word, f"the options of `{so_far}` have no attribute `{word.name}`", attributes)
        return None
    return AttributeRef(feature, word.name, attributes[word.name], span=node.span)


def _unknown(report: Report, word: _Segment, message: str, known: Mapping[str, Type]) -> None:
    hint = did_you_mean(word.name, known) or (f"there are {some_of(known)}" if known else "there are none")
    report.add(codes.UNKNOWN_MEMBER, word.span, message, hint=hint)


def _needs_aggregate(
    report: Report, node: Name | Member, so_far: str, found: InstancesType, rest: list[_Segment]
) -> None:
    members = found.instance.members
    if rest[0].name not in members:
        _unknown(report, rest[0], f"{found} have no `{rest[0].name}`", members)
        return
    variable = variable_for(so_far)
    inner = f"{variable}.{'.'.join(segment.name for segment in rest)}"
    body = _example(inner, members[rest[0].name] if len(rest) == 1 else None)
    message = f"`{so_far}` has several instances, and `{rest[0].name}` is a value of each"
    report.add(codes.NEEDS_AGGREGATE, node.span, message, hint=f"write `{body} for {variable} in {so_far})`")


def _example(inner: str, kind: Type | None) -> str:
    """Return the beginning of an aggregate over something of a type."""
    match kind:
        case BooleanType():
            return f"any({inner}"
        case OptionType():
            return f"all({inner} == '{kind.options[0] if kind.options else '…'}'"
        case _:
            return f"sum({inner}"


def variable_for(path: str) -> str:
    """Return a short variable for a loop over a structure."""
    return path.rpartition(".")[2][:1].lower()
