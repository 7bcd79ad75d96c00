"""How a feature or a structure of one configuration is named from outside: `partitions[p1].cells[c2].memory`.

```
address  = step ("." step)*
step     = id ("[" instance "]")?
id       = a lower-case letter, then lower-case letters, digits, "_"
instance = a letter or digit, then letters, digits, "_", "-"
```

An address without its instances is an *id path* (`partitions.cells.memory`): it names the feature in the catalog.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from configurator.catalog.limits import LONGEST_PATH
from configurator.catalog.model import Catalog, Feature, Structure, features_in, structures_in
from configurator.errors import InvalidRequest
from configurator.reading.message_parts import did_you_mean

IdPath = tuple[str, ...]

_STEP = re.compile(r"(?P<id>[a-z][a-z0-9_]*)(?:\[(?P<instance>[A-Za-z0-9][A-Za-z0-9_-]*)\])?")
_INSTANCE = re.compile(r"\[[^\]]*\]")
_COUNT = re.compile(r"[0-9]+|true|false")


@dataclass(frozen=True, slots=True)
class AddressStep:
    """A member of an instance; `instance` is empty for features, singletons and structures as a whole."""

    id: str
    instance: str = ""

    def __str__(self) -> str:
        return f"{self.id}[{self.instance}]" if self.instance else self.id


@dataclass(frozen=True, slots=True)
class Address:
    """The way from the catalog to a feature, a structure or an instance."""

    steps: tuple[AddressStep, ...]

    def __str__(self) -> str:
        return ".".join(map(str, self.steps))

    @property
    def id_path(self) -> IdPath:
        return tuple(step.id for step in self.steps)

    @property
    def parent(self) -> "Address":
        """The address of the instance around the last step; the empty address is the root."""
        return Address(self.steps[:-1])


def parse_address(text: str) -> Address:
    """Read an address; raise InvalidRequest where the text is not one."""
    if len(text) > LONGEST_PATH:
        raise InvalidRequest(f"a path of {len(text)} characters is too long; at most {LONGEST_PATH} are read")
    return Address(tuple(_step(part, text) for part in text.split(".")))


def _step(part: str, text: str) -> AddressStep:
    match = _STEP.fullmatch(part)
    if match is None:
        raise InvalidRequest(
            f"`{text}` is not a path of this form: ids joined by dots, instances in brackets, as in cells[c1].memory"
        )
    return AddressStep(match["id"], match["instance"] or "")


def join(instance: str, name: str) -> str:
    """Return the path of a member of an instance; the root's path is empty."""
    return f"{instance}.{name}" if instance else name


def instance_path(structure_path: str, instance_id: str) -> str:
    """Return the path of one instance of a structure: `cells` and `c1` give `cells[c1]`."""
    return f"{structure_path}[{instance_id}]"


@lru_cache(maxsize=65536)
def id_path_of(path: str) -> IdPath:
    """Return the id path of a path that is known to be well formed; of the empty path, the empty id path."""
    return tuple(_INSTANCE.sub("", path).split(".")) if path else ()


def find_member(catalog: Catalog, path: str) -> Feature | Structure:
    """Return the feature or structure that a path names.

    Raises InvalidRequest, with the nearest known name as a hint, if there is none, if a repeatable structure lacks an
    instance, or if an instance is given for anything else.
    """
    address = parse_address(path)
    here: Feature | Structure = catalog.root
    for position, step in enumerate(address.steps):
        if not isinstance(here, Structure) or step.id not in here.members:
            raise InvalidRequest(f"there is no `{path}` in the catalog `{catalog.id}`{_did_you_mean(catalog, path)}")
        here = here.members[step.id]
        _check_instance(here, step, path, last=position == len(address.steps) - 1)
    return here


def _check_instance(member: Feature | Structure, step: AddressStep, path: str, *, last: bool) -> None:
    repeatable = isinstance(member, Structure) and not member.singleton
    if step.instance and not repeatable:
        raise InvalidRequest(f"`{step.id}` in `{path}` has no instances; write it without brackets")
    if repeatable and not step.instance and not last:
        prefix = member.prefix if isinstance(member, Structure) else ""
        raise InvalidRequest(f"`{path}` does not say which instance of `{step.id}`; write `{step.id}[{prefix}1]`")


def find_structure(catalog: Catalog, path: str) -> Structure:
    """Return the structure that a path names; raise InvalidRequest where it is unknown or a feature."""
    result = find_member(catalog, path)
    if isinstance(result, Feature):
        raise InvalidRequest(f"`{path}` is a feature, not a structure")
    return result


def split_option(catalog: Catalog, path: str) -> tuple[str, str]:
    """Split `cells[c1].cpu.pa8800` into the feature's path and the rest, which may be empty.

    Structures are split as well: `cells.3`, `kit.true`. This is unambiguous, because only a value can follow a feature,
    and no member is named by digits, `true` or `false`.
    """
    here: Feature | Structure = catalog.root
    parts = path.split(".")
    for position, part in enumerate(parts):
        name = part.partition("[")[0]
        if isinstance(here, Feature) or (position and _COUNT.fullmatch(part)):
            return _split_at(catalog, parts, position)
        if name not in here.members:
            break
        here = here.members[name]
    else:
        return _split_at(catalog, parts, len(parts))
    raise InvalidRequest(f"there is no `{path}` in the catalog `{catalog.id}`{_did_you_mean(catalog, path)}")


def _split_at(catalog: Catalog, parts: list[str], position: int) -> tuple[str, str]:
    member = ".".join(parts[:position])
    find_member(catalog, member)
    return member, ".".join(parts[position:])


def known_paths(catalog: Catalog) -> tuple[str, ...]:
    """Return the id paths of all features and structures, as text."""
    features = (".".join(path) for path, _ in features_in(catalog.root))
    structures = (".".join(path) for path, _ in structures_in(catalog.root))
    return (*features, *structures)


def _did_you_mean(catalog: Catalog, path: str) -> str:
    hint = did_you_mean(path, _addresses_like(catalog, path))
    return f"; {hint}" if hint else ""


def _addresses_like(catalog: Catalog, path: str) -> Iterator[str]:
    """Yield an address of everything: in the instance that the path names there, or else in the first one."""
    named = [_INSTANCE.search(part) for part in path.split(".")]
    for known in known_paths(catalog):
        here, steps = catalog.root, known.split(".")
        for position, id in enumerate(steps[:-1]):
            here = _structure_in(here, id)
            given = named[position] if position < len(named) else None
            if not here.singleton:
                steps[position] += given[0] if given else f"[{here.prefix}1]"
        yield ".".join(steps)


def _structure_in(structure: Structure, id: str) -> Structure:
    result = structure.members[id]
    if isinstance(result, Feature):
        raise TypeError(f"{id} is a feature")
    return result
