"""A product code that two products share sells the wrong one."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from configurator.catalog.codes import AMBIGUOUS_CODE
from configurator.catalog.limits import MOST_CODE_STATES
from configurator.catalog.model import Catalog, CodeSegment
from configurator.catalog.product_code import code_feature
from configurator.problems import Problem

Reading = tuple[str, ...]
"""The values of the segments of a code, one shown value each; `""` for an absent feature."""


def product_codes_are_unique(catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning, with both readings, where two rows of values can be written as the same code.

    The constraints of the catalog may forbid one of them; reading a code considers those, and gives both otherwise.
    """
    if catalog.product_code is None:
        return
    segments = tuple(_alternatives(catalog, segment) for segment in catalog.product_code.segments)
    clash = first_clash(segments)
    if clash is not None:
        names = [segment.feature for segment in catalog.product_code.segments]
        first, second = (_described(names, reading) for reading in (clash.first, clash.second))
        yield Problem(
            AMBIGUOUS_CODE,
            catalog.product_code.location,
            "product_code",
            f"`{clash.code}` can be read as {first} and as {second}",
            "codes of which none is the beginning of another, or a literal between them",
        )


def _alternatives(catalog: Catalog, segment: CodeSegment) -> Mapping[str, str]:
    if not segment.feature:
        return {"": segment.literal}
    _, optional = code_feature(catalog.root, segment.feature)
    return {**segment.codes, **({"": ""} if optional else {})}


def _described(names: list[str], reading: Reading) -> str:
    shown = (f"{name} {value or 'absent'}" for name, value in zip(names, reading, strict=True) if name)
    return ", ".join(shown)


@dataclass(frozen=True, slots=True)
class CodeClash:
    """One code with two readings."""

    code: str
    first: Reading
    second: Reading


def first_clash(segments: tuple[Mapping[str, str], ...]) -> CodeClash | None:
    """Return a shortest code shared by two rows of values, None if every code is unambiguous.

    Searches pairs of codes with a common prefix: a state is the number of segments of each and the surplus text of the
    longer one, so there are few states even for many codes. Gives up with None after very many states.
    """
    start = _Pair((), (), "", same=True)
    pending, seen = deque([start]), {start.state}
    while pending and len(seen) < MOST_CODE_STATES:
        pair = pending.popleft()
        if len(pair.longer) == len(pair.shorter) == len(segments):
            if not pair.same and not pair.ahead:
                code = "".join(segment[value] for segment, value in zip(segments, pair.longer, strict=True))
                return CodeClash(code, *sorted((pair.longer, pair.shorter)))
            continue
        for following in pair.following(segments):
            if following.state not in seen:
                seen.add(following.state)
                pending.append(following)
    return None


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two readings in the making; the longer one has written `ahead` more than the other."""

    longer: Reading
    shorter: Reading
    ahead: str
    same: bool

    @property
    def state(self) -> tuple[int, int, str, bool]:
        return len(self.longer), len(self.shorter), self.ahead, self.same

    def following(self, segments: tuple[Mapping[str, str], ...]) -> Iterator["_Pair"]:
        if self.same:
            yield from self._together(segments[len(self.longer)])
        elif len(self.shorter) < len(segments):
            yield from self._catching_up(segments[len(self.shorter)])
        elif not self.ahead:
            yield _Pair(self.shorter, self.longer, "", same=False)

    def _together(self, segment: Mapping[str, str]) -> Iterator["_Pair"]:
        """Write the same value in both readings, or two different ones of which one begins the other."""
        any_value = next(iter(segment))
        yield _Pair((*self.longer, any_value), (*self.shorter, any_value), "", same=True)
        by_code: dict[str, list[str]] = {}
        for value, code in segment.items():
            by_code.setdefault(code, []).append(value)
        for first, long in segment.items():
            for length in range(len(long) + 1):
                for second in by_code.get(long[:length], ()):
                    if first != second:
                        longer, shorter = (*self.longer, first), (*self.shorter, second)
                        yield _Pair(longer, shorter, long[length:], same=False)

    def _catching_up(self, segment: Mapping[str, str]) -> Iterator["_Pair"]:
        for value, piece in segment.items():
            written = (*self.shorter, value)
            if self.ahead.startswith(piece):
                yield _Pair(self.longer, written, self.ahead[len(piece) :], same=False)
            elif piece.startswith(self.ahead):
                yield _Pair(written, self.longer, piece[len(self.ahead) :], same=False)
