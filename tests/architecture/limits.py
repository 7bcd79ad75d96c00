"""Numbers that bound or tune something: the tables in `limits.py` of each room, and those scattered elsewhere.

`python -m tests.architecture.limits` writes docs/limits.md.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tests.architecture.modules import ROOT, Module, all_modules

PAGE = ROOT / "docs" / "limits.md"
_CAPITALS = re.compile(r"_?[A-Z][A-Z0-9_]*")
_HEAD = """# Limits

Every bound and every tuning number of the engine, by the module that holds it. A room, or a package of
it, keeps its numbers in its `limits.py`; `python -m tests.architecture.limits` generates this page.
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """A named number: where it stands, how it is written, and what its docstring says of it."""

    module: str
    name: str
    value: str
    text: str


def tabled(modules: tuple[Module, ...] = all_modules()) -> Iterator[Limit]:
    """Yield the limits in the tables: constants of a `limits.py`, and fields of the classes in it that are numbers."""
    for module in modules:
        if module.path.name == "limits.py":
            body = ast.parse(module.path.read_text(encoding="utf-8")).body
            yield from _numbers_in(module, body, "")
            for each in body:
                if isinstance(each, ast.ClassDef):
                    yield from _numbers_in(module, each.body, f"{each.name}.")


def scattered(modules: tuple[Module, ...] = all_modules()) -> Iterator[Limit]:
    """Yield the named numbers at the top of any other module."""
    for module in modules:
        if module.path.name != "limits.py":
            body = ast.parse(module.path.read_text(encoding="utf-8")).body
            yield from (each for each in _numbers_in(module, body, "") if _CAPITALS.fullmatch(each.name))


def _numbers_in(module: Module, body: list[ast.stmt], prefix: str) -> Iterator[Limit]:
    for at, statement in enumerate(body):
        match statement:
            case ast.Assign(targets=[ast.Name(name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(name), value=ast.expr() as value):
                pass
            case _:
                continue
        if _is_number(value):
            text = _docstring(body[at + 1]) if at + 1 < len(body) else ""
            yield Limit(module.name, prefix + name, ast.unparse(value), text)


def _is_number(value: ast.expr) -> bool:
    """Return whether an expression is a number or a length of time that is written out."""
    match value:
        case ast.Constant(value=number):
            return isinstance(number, int | float) and not isinstance(number, bool)
        case ast.UnaryOp(operand=operand):
            return _is_number(operand)
        case ast.BinOp(left=left, right=right):
            return _is_number(left) and _is_number(right)
        case ast.Call(func=ast.Name("timedelta" | "Fraction" | "Decimal"), args=args, keywords=named):
            return all(map(_is_number, [*args, *(each.value for each in named)])) and bool(args or named)
        case _:
            return False


def _docstring(statement: ast.stmt) -> str:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return " ".join(text.split())
        case _:
            return ""


def page() -> str:
    """Return docs/limits.md as it must be."""
    parts = [_HEAD]
    for module, limits in groupby(tabled(), key=lambda limit: limit.module):
        parts.append(f"\n## `{module}`\n\n| limit | value | what it bounds, and what happens beyond |\n|---|---|---|\n")
        parts += (f"| `{each.name}` | {_shown(each.value)} | {each.text} |\n" for each in limits)
    return "".join(parts)


def _shown(value: str) -> str:
    return f"{int(value):,}" if value.isdigit() else f"`{value}`"


def main(target: Path = PAGE) -> None:
    """Write the page."""
    target.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
