"""Wrong files that are too large, or too strange, to be kept: how each is made in a folder."""

from collections.abc import Callable
from pathlib import Path


def _one_byte_too_many(folder: Path) -> None:
    (folder / "parcel.yaml").write_bytes(b"parcel: p1\n" + b"#" * 10_000_000)


def _fifty_megabytes(folder: Path) -> None:
    (folder / "parcel.csv").write_bytes(b"id,title\n" + b"a,A\n" * 12_500_000)


def _too_large(folder: Path) -> None:
    _one_byte_too_many(folder)
    _fifty_megabytes(folder)


def _written_in_windows_1252(folder: Path) -> None:
    (folder / "parcel.yaml").write_bytes("parcel: p1\nlabels: [Grün]\n".encode("cp1252"))
    (folder / "table.csv").write_bytes("id,title\nhat,Hüte\n".encode("utf-16"))


def _unseen(folder: Path) -> None:
    (folder / "parcel.yaml").write_bytes("parcel: p1\ncontents: {hat: \x00Hat, cap: C\u2028ap}\n".encode())


def _deep(folder: Path) -> None:
    (folder / "block.yaml").write_bytes(b"- " * 100_000)
    (folder / "flow.yaml").write_bytes(b"[" * 100_000 + b"]" * 100_000)
    (folder / "lines.yaml").write_bytes(b"".join(b" " * depth + b"a:\n" for depth in range(3_000)))


def _many_values(folder: Path) -> None:
    rounds = b"".join(b"%c: &%c [%s]\n" % (at, at, b", ".join([b"*%c" % (at - 1)] * 9)) for at in range(98, 118))
    (folder / "exploding.yaml").write_bytes(b"a: &a [x, x, x, x, x, x, x, x, x]\n" + rounds)
    (folder / "table.csv").write_bytes(b"id,title\n" + b"a,A\n" * 1_000_000)


def _many_problems(folder: Path) -> None:
    (folder / "parcel.yaml").write_bytes(b"a: 1\n" * 102)


def _many_warnings(folder: Path) -> None:
    options = ", ".join(f"o{at}: {{title: {{en: Option}}}}" for at in range(102))
    head = "format: 1\ncatalog: wrong\nlocales: [en, de]\n"
    (folder / "catalog.yaml").write_text(f"{head}features:\n  paint: {{options: {{{options}}}}}\n", encoding="utf-8")


def _links(folder: Path) -> None:
    (folder / "tables").mkdir()
    (folder / "again").symlink_to(folder / "tables")
    (folder / "nowhere.csv").symlink_to(folder / "gone.csv")


def _many_files(folder: Path) -> None:
    for number in range(2_001):
        (folder / f"{number}.csv").write_bytes(b"id\n")


MADE: dict[str, Callable[[Path], None]] = {
    "reading.too-large": _too_large,
    "reading.encoding": _written_in_windows_1252,
    "reading.control-character": _unseen,
    "reading.nesting": _deep,
    "reading.too-many-values": _many_values,
    "reading.too-many-problems": _many_problems,
    "catalog.more-warnings": _many_warnings,
    "reading.not-a-file": _links,
    "reading.too-many-files": _many_files,
}
