"""Resolves names: among the enclosing loops' variables, then the enclosing structures, then the parameters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from configurator.language import codes
from configurator.language.checked import NameScope
from configurator.language.expression_report import ExpressionReport
from configurator.language.tree import (
    AttributeRef,
    Expression,
    FeatureRef,
    MemberAccess,
    Name,
    ParameterRef,
    SourceSpan,
    StructureRef,
)
from configurator.language.types import BooleanType, InstancesType, InstanceType, OptionType, Type
from configurator.reading.message_parts import did_you_mean, some_of

Resolved = FeatureRef | AttributeRef | StructureRef | ParameterRef


@dataclass(frozen=True, slots=True)
class _Segment:
    """One name of a dotted path such as `kit.model`, with its span."""

    name: str
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Names:
    """The scope at one point of an expression; `variables` are those of the enclosing loops."""

    scope: NameScope
    variables: Mapping[str, InstanceType | None]

    def within(self, variable: str, instance: InstanceType | None) -> "Names":
        """Return the scope inside a loop; `instance` is None if the loop's source has a problem."""
        return Names(self.scope, {**self.variables, variable: instance})

    def means_something(self, name: str) -> bool:
        """Return whether a name, or the first segment of a dotted one, is taken."""
        return name in set(self._all()) or any(name == binder for binder, _ in self.scope.binders)

    def resolve(self, node: Name | MemberAccess, report: ExpressionReport) -> Resolved | None:
        """Resolve a name or a dotted path to a leaf; report a problem and return None if that fails."""
        if report.full:
            return None
        segments = _segments(node)
        first, rest = segments[0], segments[1:]
        if first.name in self.variables:
            instance = self.variables[first.name]
            return None if instance is None else _walk(report, node, first.name, instance, segments, 1)
        for binder, members in self.scope.binders:
            if first.name in members:
                return _walk(report, node, binder, InstanceType(binder, members), segments, 0)
        return self._parameter(node, report, first, rest)

    def _parameter(
        self, node: Name | MemberAccess, report: ExpressionReport, first: _Segment, rest: list[_Segment]
    ) -> ParameterRef | None:
        dotted = ".".join((first.name, *(segment.name for segment in rest)))
        if dotted in self.scope.parameters:
            return ParameterRef(dotted, self.scope.parameters[dotted], span=node.span)
        for name, result in self.scope.parameters.items():
            if dotted.startswith(f"{name}."):
                _nothing_inside(report, rest[name.count(".")], name, result)
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
        """Return a hint for an option id without quotes, or ""."""
        types = (result for _, members in self.scope.binders for result in members.values())
        is_option = any(isinstance(result, OptionType) and word in result.options for result in types)
        return f"write options in quotes: `'{word}'`" if is_option else ""

    def _overview(self) -> str:
        known = list(dict.fromkeys(name for name in self._all()))
        return f"known here: {some_of(known)}; a word in quotes is an option or a text" if known else ""


def _segments(node: Name | MemberAccess) -> list[_Segment]:
    """Return the segments of a dotted path, first to last."""
    words: list[_Segment] = []
    current: Expression = node
    while isinstance(current, MemberAccess):
        words.append(_Segment(current.name, SourceSpan(current.span.end - len(current.name), current.span.end)))
        current = current.of
    if isinstance(current, Name):
        words.append(_Segment(current.name, current.span))
    return words[::-1]


def _walk(
    report: ExpressionReport,
    node: Name | MemberAccess,
    binder: str,
    result: Type,
    segments: list[_Segment],
    position: int,
) -> Resolved | None:
    """Resolve the segments of a path from `position` on, starting at an instance and passing through singletons."""
    path: tuple[str, ...] = ()
    for index in range(position, len(segments)):
        word, so_far = segments[index], ".".join(segment.name for segment in segments[:index])
        match result:
            case InstanceType():
                if word.name not in result.members:
                    _unknown(report, word, f"`{so_far}` ({result}) has no `{word.name}`", result.members)
                    return None
                path, result = (*path, word.name), result.members[word.name]
            case InstancesType():
                _needs_aggregate(report, node, so_far, result, segments[index:])
                return None
            case OptionType():
                feature = FeatureRef(binder, path, result, span=node.span)
                return _attribute(report, node, feature, so_far, segments[index:])
            case _:
                _nothing_inside(report, word, so_far, result)
                return None
    if isinstance(result, InstanceType | InstancesType):
        return StructureRef(binder, path, result, span=node.span)
    return FeatureRef(binder, path, result, span=node.span)


def _attribute(
    report: ExpressionReport, node: Name | MemberAccess, feature: FeatureRef, so_far: str, rest: list[_Segment]
) -> AttributeRef | None:
    word = rest[0]
    attributes = feature.type.attributes if isinstance(feature.type, OptionType) else {}
    if word.name not in attributes:
        _unknown(report, word, f"the options of `{so_far}` have no attribute `{word.name}`", attributes)
        return None
    if len(rest) > 1:
        _nothing_inside(report, rest[1], f"{so_far}.{word.name}", attributes[word.name])
        return None
    return AttributeRef(feature, word.name, attributes[word.name], span=node.span)


def _nothing_inside(report: ExpressionReport, word: _Segment, so_far: str, result: Type) -> None:
    message = f"`{so_far}` is {result} and has nothing inside"
    report.add(codes.UNKNOWN_MEMBER, word.span, message, hint=f"leave `.{word.name}` out")


def _unknown(report: ExpressionReport, word: _Segment, message: str, known: Mapping[str, Type]) -> None:
    hint = did_you_mean(word.name, known) or (f"there are {some_of(known)}" if known else "there are none")
    report.add(codes.UNKNOWN_MEMBER, word.span, message, hint=hint)


def _needs_aggregate(
    report: ExpressionReport,
    node: Name | MemberAccess,
    so_far: str,
    instances_type: InstancesType,
    rest: list[_Segment],
) -> None:
    members = instances_type.instance.members
    if rest[0].name not in members:
        _unknown(report, rest[0], f"{instances_type} have no `{rest[0].name}`", members)
        return
    message = f"`{so_far}` has several instances, and `{rest[0].name}` is a value of each"
    hint = f"write `{_example(so_far, instances_type, rest)}`"
    report.add(codes.NEEDS_AGGREGATE, node.span, message, hint=hint)


def _example(source: str, result: Type, rest: list[_Segment]) -> str:
    """Return an example aggregate for a path through structures with several instances."""
    loops, path, taken = "", source, set[str]()
    for word in rest:
        if isinstance(result, InstancesType):
            variable = variable_for(path, taken)
            loops, path, result = f"{loops} for {variable} in {path}", variable, result.instance
        members = result.members if isinstance(result, InstanceType) else {}
        path, result = f"{path}.{word.name}", members.get(word.name, result)
    match result:
        case BooleanType():
            return f"any({path}{loops})"
        case OptionType():
            return f"all({path} == '{result.options[0] if result.options else '…'}'{loops})"
        case InstancesType():
            variable = variable_for(path, taken)
            return f"count({variable}{loops} for {variable} in {path})"
        case _:
            return f"sum({path}{loops})"


def variable_for(path: str, taken: set[str]) -> str:
    """Return a short loop variable for a structure that is not in `taken`, and add it there."""
    letter = path.rpartition(".")[2][:1].lower()
    variable = next(letter * length for length in count(1) if letter * length not in taken)
    taken.add(variable)
    return variable
