"""Public class names and module names by where they are used, to see which have more than one meaning."""

import ast
from collections import defaultdict

from tests.architecture.modules import Module

CONVENTIONAL = {"__init__", "__main__", "checks", "codes", "kinds", "limits", "load", "model", "shape"}
"""Module names that mean the same in every room."""


def classes_by_name(modules: tuple[Module, ...]) -> dict[str, list[str]]:
    """Return the modules in which each public class name is defined."""
    homes = defaultdict[str, list[str]](list)
    for module in modules:
        for node in ast.parse(module.path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(module.name)
    return dict(homes)


def modules_by_stem(modules: tuple[Module, ...]) -> dict[str, list[str]]:
    """Return the modules that bear each file name, but for the conventional ones."""
    homes = defaultdict[str, list[str]](list)
    for module in modules:
        if module.path.stem not in CONVENTIONAL:
            homes[module.path.stem].append(module.name)
    return dict(homes)
