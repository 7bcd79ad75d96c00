"""The source tree as data: every module of the product and every import in it, lazy and type-checking ones included."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGES = (("configurator", "configurator"), ("api/configurator_api", "configurator_api"))


@dataclass(frozen=True, slots=True)
class Module:
    """A module by its dotted name, with its file and all modules it imports anywhere in its text."""

    name: str
    path: Path
    imports: tuple[str, ...]

    @property
    def room(self) -> str:
        """The room a module belongs to: `solving`, `engine` for a module on the ground floor, `api` for HTTP."""
        parts = self.name.split(".")
        if parts[0] == "configurator_api":
            return "api"
        return parts[1] if len(parts) > 1 else "configurator"


@cache
def all_modules(root: Path = ROOT) -> tuple[Module, ...]:
    """Return every module of the product in a checkout, in the order of their names."""
    names = {name: path for folder, package in PACKAGES for name, path in _named(root / folder, package)}
    return tuple(Module(name, path, tuple(_imports(path, name, names))) for name, path in sorted(names.items()))


def _named(folder: Path, package: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*.py")):
        if "shipped" in path.relative_to(folder).parts[:-1]:
            continue
        parts = (package, *path.relative_to(folder).with_suffix("").parts)
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def _imports(path: Path, name: str, known: dict[str, Path]) -> Iterator[str]:
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, package)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield inner if inner in known else base


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*parts, *([node.module] if node.module else [])])
