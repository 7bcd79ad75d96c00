"""Everything that the command prints in words passes through gettext; `--help` and refusals of a call stay English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import configurator.cli

FOLDER = Path(configurator.cli.__file__).parent
GETTEXT = {"_", "N_", "gettext", "ngettext", "pgettext"}
PRINTS = {"echo", "secho", "prompt", "confirm", "styled", "progressbar"}
HELP = {"option", "argument", "command", "group", "version_option", "Choice"}
"""Calls of click that declare the command line: its `--help` is English, as the names of its options are."""
REFUSALS = {"fail", "UsageError", "InvalidRequest", "NotFound", "InvalidDocument"}
"""Refusals of a call read `found …; expected …` in English, like the problems of files and click's own words."""
CONVERSING = "dialogue.py"
"""Its refusals are replies to a person, and so translated."""
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"[^\W\d_]{2,}[,;:]? +[^\W\d_]{2,}")
NOT_FOR_PEOPLE = {
    ("main.py", "configurator"): "the name of the program in a script for the shell",
    ("main.py", "_CONFIGURATOR_COMPLETE"): "a variable of a script for the shell",
}


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _untranslated(source: str, file: str) -> Iterator[tuple[str, int, str]]:
    """Yield literals with words that are printed as they are, and texts that Babel does not find."""
    yield from _within(ast.parse(source), file, printed=False)


def _within(node: ast.AST, file: str, *, printed: bool) -> Iterator[tuple[str, int, str]]:
    match node:
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Constant(value=str() as text):
            if (WORD if printed else SENTENCE).search(text) and (file, text) not in NOT_FOR_PEOPLE:
                yield file, node.lineno, text
            return
        case ast.Call() if _name(node) in GETTEXT | HELP or (_name(node) in REFUSALS and file != CONVERSING):
            return
        case ast.Call() if _name(node) in PRINTS:
            printed = True
        case ast.Yield() | ast.YieldFrom():
            printed = True
        case ast.JoinedStr():
            yield from ((file, node.lineno, "gettext within an f-string") for each in _calls(node))
    for child in _parts(node):
        yield from _within(child, file, printed=printed)


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call) and _literal_text(each))


def _literal_text(call: ast.Call) -> bool:
    return _name(call) in GETTEXT and bool(call.args) and isinstance(call.args[0], ast.Constant)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may be printed of a node: no keys, no options of a call, no format."""
    match node:
        case ast.Call():
            yield node.func
            yield from node.args
            yield from (each.value for each in node.keywords if each.arg in {"text", "label", "message"})
        case ast.Subscript():
            yield node.value
        case ast.FormattedValue():
            yield node.value
        case ast.Compare():
            return
        case _:
            yield from ast.iter_child_nodes(node)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_every_printed_text_of_the_command_is_translated(path: Path) -> None:
    assert [] == list(_untranslated(path.read_text(encoding="utf-8"), path.name))


@pytest.mark.parametrize(
    "line",
    [
        'click.echo("done")',
        'click.echo(f"{number:,} lines", err=True)',
        'click.echo(styled("passed", fg="green"))',
        'click.echo("saved to {file}".format(file=file))',
        'click.prompt("choose")',
        'yield f"  {each}: total"',
        'label = " (illustrative prices)" if some else ""',
        'raise Undecided("time ran out")',
        "click.echo(f\"{_('done')}\")",
    ],
)
def test_a_printed_text_that_is_not_translated_is_found(line: str) -> None:
    assert 1 == len(list(_untranslated(f"def command():\n    {line}\n", "some_commands.py")))


@pytest.mark.parametrize(
    "line",
    [
        'click.echo(_("{number} lines").format(number=number))',
        'click.echo(_(_KINDS[line["kind"]]))',
        'yield ngettext("{number} line", "{number} lines", number, locale)',
        'raise InvalidRequest("found no file; expected one")',
        'x = click.option("--write", help="Where results go.")',
        '"""Print the lines of a bill."""',
    ],
)
def test_a_translated_text_a_refusal_and_help_are_left_alone(line: str) -> None:
    assert [] == list(_untranslated(f"def command():\n    {line}\n", "some_commands.py"))


def test_every_exception_is_needed() -> None:
    written = {
        (path.name, node.value)
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set() == NOT_FOR_PEOPLE.keys() - written


def test_a_refusal_in_the_dialogue_is_a_reply_to_a_person() -> None:
    source = 'raise InvalidRequest("found no file to save to")'
    assert [(CONVERSING, 1, "found no file to save to")] == list(_untranslated(source, CONVERSING))
