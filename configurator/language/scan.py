"""Splits an expression into tokens before it reaches Python's parser.

The parser receives only short ASCII text of a few token kinds, so hostile input cannot crash or hang it or cause
warnings.
"""

import keyword
import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from configurator.language import codes
from configurator.language.expression_report import ExpressionReport
from configurator.language.foreign_syntax import KEYWORDS, OPERATORS
from configurator.language.limits import LONGEST_EXPRESSION, MOST_DIGITS, MOST_TOKENS
from configurator.language.reserved_words import OPERATOR_WORDS
from configurator.language.tree import SourceSpan
from configurator.limits import LONGEST_NAME


class Kind(Enum):
    NUMBER = "number"
    UNIT = "unit"
    NAME = "name"
    WORD = "word"
    TEXT = "text"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Token:
    """A token as written; `skeleton` has the same length and replaces it for Python's parser."""

    kind: Kind
    text: str
    span: SourceSpan
    skeleton: str


_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<unit>(?<=[0-9])\[[^\[\]\s'"(),]{1,40}\])
    |(?P<number>\.?[0-9][A-Za-z0-9_.]*)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<text>'[^'\n]*'|"[^"\n]*")
    |(?P<open>['"][^\n]*)
    |(?P<wrong><=>|===|!==|\*\*|&&|\|\||=>|=<|->|<>|:=|<<|>>)
    |(?P<operator>==|!=|<=|>=|//|[-+*/%<>().,])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_PLAIN_NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
_TEXT_PREFIXES = frozenset({"f", "b", "r", "u", "t", "br", "rb", "fr", "rf"})


def scan(report: ExpressionReport) -> tuple[Token, ...]:
    """Return the tokens of the report's text; invalid ones are reported and skipped."""
    if len(report.text) > LONGEST_EXPRESSION:
        message = f"the expression has {len(report.text):,} characters"
        hint = "split it into several constraints or features"
        report.add(codes.TOO_LONG, SourceSpan(0, 0), message, expected=f"at most {LONGEST_EXPRESSION:,}", hint=hint)
        return ()
    tokens: list[Token] = []
    for match in _TOKEN.finditer(report.text):
        token = _token(report, match)
        if token is not None:
            tokens.append(token)
        if len(tokens) > MOST_TOKENS:
            message = f"the expression has more than {MOST_TOKENS:,} words and signs"
            report.add(codes.TOO_LONG, token.span if token else SourceSpan(0, 0), message, hint="split it")
            return ()
    return tuple(tokens)


def skeleton(text: str, tokens: tuple[Token, ...]) -> str:
    """Return ASCII of the same length as `text`, with blanks between tokens and quoted texts masked."""
    pieces, end = [], 0
    for token in tokens:
        pieces.append(" " * (token.span.start - end))
        pieces.append(token.skeleton)
        end = token.span.end
    return "".join(pieces) + " " * (len(text) - end)


def _token(report: ExpressionReport, match: re.Match[str]) -> Token | None:
    text, span = match.group(), SourceSpan(*match.span())
    match match.lastgroup:
        case "number":
            return _number(report, text, span)
        case "unit":
            return Token(Kind.UNIT, text, span, f"[{'_' * (len(text) - 2)}]")
        case "name":
            return _name(report, text, span)
        case "text":
            return _text(report, text, span)
        case "open":
            report.add(
                codes.BAD_TEXT,
                SourceSpan(span.start, span.start + 1),
                "the text is not closed",
                hint=f"close it with {text[0]}",
            )
        case "operator":
            return Token(Kind.OPERATOR, text, span, text)
        case "wrong" | "other":
            _note_wrong(report, text, span)
    return None


def _number(report: ExpressionReport, text: str, span: SourceSpan) -> Token | None:
    if _PLAIN_NUMBER.fullmatch(text) is None:
        report.add(
            codes.BAD_NUMBER,
            span,
            f"`{_short(text)}` is not a number",
            expected="digits as in `12` or `0.5`",
            hint=_number_hint(text),
        )
        return None
    if len(text) > MOST_DIGITS:
        report.add(codes.BAD_NUMBER, span, f"the number has {len(text)} digits", expected=f"at most {MOST_DIGITS}")
        return None
    return Token(Kind.NUMBER, text, span, text)


def _number_hint(text: str) -> str:
    digits = re.match(r"[0-9]+(\.[0-9]+)?", text)
    rest = text[digits.end() :] if digits else ""
    if digits and rest.isalpha() and rest.lower() not in {"e", "j", "x"}:
        return f"write `{_short(digits.group())}[{_short(rest)}]` if {_short(rest)} is a unit"
    if "_" in text and _PLAIN_NUMBER.fullmatch(text.replace("_", "")):
        return f"write `{_short(text.replace('_', ''))}`"
    if text.startswith("."):
        return f"write `0{_short(text)}`"
    return "write all digits, without exponent or leading zeros"


def _name(report: ExpressionReport, text: str, span: SourceSpan) -> Token | None:
    following = report.text[span.end : span.end + 1]
    if following in {"'", '"'} and text.lower() in _TEXT_PREFIXES:
        report.add(codes.BAD_TEXT, span, f"a text cannot have the prefix `{text}`", hint="write the text alone")
        return None
    if text.startswith("_"):
        report.add(codes.RESERVED_WORD, span, f"the name `{_short(text)}` begins with `_`", expected="a letter first")
        return None
    if len(text) > LONGEST_NAME:
        report.add(codes.UNKNOWN_NAME, span, f"the name has {len(text)} characters", expected=f"at most {LONGEST_NAME}")
        return None
    if text in OPERATOR_WORDS:
        return Token(Kind.WORD, text, span, text)
    if keyword.iskeyword(text) and text not in {"True", "False"}:
        report.add(
            codes.RESERVED_WORD, span, f"`{text}` is a reserved word", hint=KEYWORDS.get(text, "use another name")
        )
        return None
    return Token(Kind.NAME, text, span, text)


def _text(report: ExpressionReport, text: str, span: SourceSpan) -> Token | None:
    for offset, character in enumerate(text):
        if character == "\\" or unicodedata.category(character) in _INVISIBLE:
            result = "a backslash" if character == "\\" else _named(character)
            here = SourceSpan(span.start + offset, span.start + offset + 1)
            report.add(codes.BAD_TEXT, here, f"{result} cannot be part of a text", hint="leave it out")
            return None
    return Token(Kind.TEXT, text, span, f"'{'_' * (len(text) - 2)}'")


def _note_wrong(report: ExpressionReport, text: str, span: SourceSpan) -> None:
    if text == "]" and "[" in report.text[: span.start]:
        return
    if text == "[" and report.text[: span.start][-1:].isalnum():
        hint = "an instance cannot be named here; write `all(… for c in cells)` or another loop"
        report.add(codes.BAD_OPERATOR, span, "only a number can have a unit in square brackets", hint=hint)
    elif text in OPERATORS:
        report.add(codes.BAD_OPERATOR, span, f"`{text}` has no meaning here", hint=OPERATORS[text])
    else:
        hint = "names are of ASCII letters, digits and `_`" if text.isalnum() else "leave it out"
        report.add(codes.BAD_CHARACTER, span, f"{_named(text)} has no meaning in an expression", hint=hint)


def _named(character: str) -> str:
    name = unicodedata.name(character, "an unnamed character")
    code = f"U+{ord(character):04X}"
    return (
        f"`{character}` ({code}, {name.lower()})"
        if character.isprintable() and character != " "
        else f"{code} ({name.lower()})"
    )


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"
