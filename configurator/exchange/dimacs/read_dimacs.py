"""Reads clauses in DIMACS CNF.

``` file = *(comment / clause) with one head before the clauses comment = "c" [number name] the name of a variable, if
number is one head = "p" "cnf" variables clauses clause = *literal "0" over any number of lines ```
"""

import re
from dataclasses import dataclass, field
from typing import Final

from configurator.exchange import codes
from configurator.exchange.catalog_draft import ImportReport
from configurator.exchange.limits import DIMACS_VARIABLES
from configurator.reading.files import Files
from configurator.reading.message_parts import quoted
from configurator.reading.source_text import read_text
from configurator.source import Location

_HEAD: Final = re.compile(r"p\s+cnf\s+([0-9]{1,9})\s+([0-9]{1,9})\s*")
_NAMED: Final = re.compile(r"c\s+([0-9]{1,9})\s+(\S.*)")
_TOKEN: Final = re.compile(r"\S+")

Clause = tuple[int, ...]


@dataclass
class Cnf:
    """Clauses over the variables 1 to `variables`; a literal is a variable, negative where it must not hold.

    A clause has no literal twice; those that always hold are left out.
    """

    variables: int
    names: dict[int, str] = field(default_factory=dict)
    clauses: list[Clause] = field(default_factory=list)

    def name(self, variable: int) -> str:
        """Return the name of a variable; `x12` if the file does not name it."""
        return self.names.get(variable, f"x{variable}")


def read_dimacs(files: Files, path: str, report: ImportReport) -> Cnf | None:
    """Read the clauses of a file; None where there is no head to read them by."""
    text, problems = read_text(files[path], path)
    report.extend(problems)
    return None if text is None else _Reader(path, report).read(text)


class _Reader:
    def __init__(self, path: str, report: ImportReport) -> None:
        self._path = path
        self._report = report
        self._open: list[int] = []
        self._clauses = 0

    def read(self, text: str) -> Cnf | None:
        names: dict[int, str] = {}
        cnf: Cnf | None = None
        promised, last = 0, 1
        for number, line in enumerate(text.splitlines(), start=1):
            kind = line[:1]
            if kind == "c":
                if named := _NAMED.fullmatch(line.rstrip()):
                    names[int(named[1])] = named[2]
            elif kind == "p":
                cnf, promised = self._head(line, number, cnf)
            elif kind == "%":
                break
            elif line.strip():
                if cnf is None:
                    raise self._headless(number, line)
                self._line(cnf, line, number)
                last = number
        if cnf is None:
            raise self._headless(1, "")
        self._finish(cnf, promised, last)
        cnf.names = {variable: name for variable, name in names.items() if 0 < variable <= cnf.variables}
        return cnf

    def _head(self, line: str, number: int, before: Cnf | None) -> tuple[Cnf, int]:
        location = Location(self._path, number, 1)
        match = _HEAD.fullmatch(line)
        if match is None:
            raise self._report.halt(codes.SYNTAX, location, f"{quoted(line)} is no head", "`p cnf VARIABLES CLAUSES`")
        if before is not None:
            raise self._report.halt(codes.SYNTAX, location, "there is a second head", "one", "remove it")
        if int(match[1]) > DIMACS_VARIABLES:
            message = f"the head promises {int(match[1]):,} variables"
            raise self._report.halt(codes.TOO_LARGE, location, message, f"at most {DIMACS_VARIABLES:,}")
        return Cnf(int(match[1])), int(match[2])

    def _headless(self, number: int, line: str) -> Exception:
        text = f"{quoted(line)} stands before the head" if line else "the file has no head"
        hint = "put the line with the numbers of variables and clauses above the clauses"
        return self._report.halt(codes.SYNTAX, Location(self._path, number, 1), text, "`p cnf VARIABLES CLAUSES`", hint)

    def _line(self, cnf: Cnf, line: str, number: int) -> None:
        try:
            literals = [int(word) for word in line.split()]
        except ValueError:
            return self._wrong_words(line, number)
        if any(abs(literal) > cnf.variables for literal in literals):
            return self._unknown(cnf, line, number)
        for literal in literals:
            if literal:
                self._open.append(literal)
            else:
                self._close(cnf)
        return None

    def _close(self, cnf: Cnf) -> None:
        """End the clause; a tautology is dropped."""
        literals = dict.fromkeys(self._open)
        self._clauses += 1
        self._open = []
        if not any(-literal in literals for literal in literals):
            cnf.clauses.append(tuple(literals))

    def _wrong_words(self, line: str, number: int) -> None:
        for match in _TOKEN.finditer(line):
            if not re.fullmatch(r"-?[0-9]{1,9}", match[0]):
                location = Location(self._path, number, match.start() + 1)
                self._report.add(
                    codes.SYNTAX, location, f"{quoted(match[0])} is no literal", "whole numbers, 0 at the end"
                )

    def _unknown(self, cnf: Cnf, line: str, number: int) -> None:
        for match in _TOKEN.finditer(line):
            if abs(int(match[0])) > cnf.variables:
                location = Location(self._path, number, match.start() + 1)
                message = f"the variable {abs(int(match[0]))} is above the {cnf.variables} of the head"
                self._report.add(codes.UNKNOWN_NAME, location, message, hint="correct the literal, or the head")

    def _finish(self, cnf: Cnf, promised: int, last: int) -> None:
        location = Location(self._path, last, 1)
        if self._open:
            self._report.add(codes.SYNTAX, location, "the last clause is not ended", "0 at its end")
        elif self._clauses != promised and not self._report.problems:
            message = f"there are {self._clauses:,} clauses"
            self._report.add(codes.BAD_COUNT, location, message, f"{promised:,} as the head says", "correct the head")
        if not cnf.variables:
            self._report.add(codes.EMPTY_MODEL, location, "there are no variables", "one at least")
