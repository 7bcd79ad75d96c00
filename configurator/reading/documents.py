"""From the bytes of one document to its shape, or to everything that is wrong with its text and its form."""

from typing import TypeVar

from configurator.problems import Problem, in_order
from configurator.reading.files import Files
from configurator.reading.shape import Shape, validate
from configurator.reading.yaml import read_yaml
from configurator.source import Location

AnyShape = TypeVar("AnyShape", bound=Shape)


def read_document(files: Files, entry: str, shape: type[AnyShape]) -> tuple[AnyShape | None, tuple[Problem, ...]]:
    """Read the file `entry` as a shape. The shape is None where it is not there or of another form."""
    if entry not in files:
        return None, files.find(entry, Location(entry, 1, 1))[1]
    return document_of(files[entry], entry, shape)


def document_of(data: bytes, file: str, shape: type[AnyShape]) -> tuple[AnyShape | None, tuple[Problem, ...]]:
    """Read the bytes of a file as a shape; `file` is what problems call it."""
    node, problems = read_yaml(data, file)
    if node is None:
        return None, in_order(problems)
    found, more = validate(node, shape)
    return found, in_order((*problems, *more)) if found is None else problems
