"""A small document of no room in particular: what the wrong files of `reading` are read as."""

from typing import Annotated, Literal

from pydantic import Field

from configurator.problems import Problem
from configurator.reading.files import Files
from configurator.reading.shape import Day, Flag, Number, Shape, Whole, Word, validate
from configurator.reading.yaml import read_yaml


class Article(Shape):
    title: Word
    price: Number | None = None


class Parcel(Shape):
    """A parcel with what is in it."""

    parcel: Word
    weight: Number = Number(0)
    pieces: Annotated[Whole, Field(ge=1)] = Whole(1)
    fragile: Flag = False
    sent: Day | None = None
    service: Literal["express", "standard"] = "standard"
    contents: dict[Word, Word | Article] = Field(default={})
    labels: Annotated[tuple[Word, ...], Field(max_length=2)] = ()
    include: tuple[Word, ...] = ()


def read_parcel(files: Files, path: str) -> tuple[Problem, ...]:
    """Return everything that is wrong with a parcel and with the files it names."""
    tree, problems = read_yaml(files[path], path)
    if tree is None:
        return problems
    parcel, mistakes = validate(tree, Parcel)
    named = () if parcel is None else parcel.include
    missing = (files.find(name, name.location, where="include")[1] for name in named)
    return (*problems, *mistakes, *(problem for found in missing for problem in found))
