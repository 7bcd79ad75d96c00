"""The files of a document as an immutable value with a digest, whether read from a folder or from a store."""

import hashlib
import posixpath
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from configurator.errors import InvalidDocument
from configurator.problems import Problem, ProblemCode, in_order
from configurator.reading import codes
from configurator.reading.limits import LIMITS, Limits
from configurator.reading.message_parts import did_you_mean, quoted
from configurator.source import Location

DATA_SUFFIXES = (".csv", ".yaml", ".yml")


class Files(Mapping[str, bytes]):
    """An immutable mapping from relative POSIX path to bytes, sorted by path; equal content has an equal digest."""

    __slots__ = ("_contents", "_digest")

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        for path in contents:
            if _wrong_path(path) or posixpath.normpath(path) != path or path.startswith("../"):
                raise ValueError(f"'{path}' is not a relative path inside the folder")
        self._contents = {path: bytes(contents[path]) for path in sorted(contents)}
        self._digest = ""

    def __getitem__(self, path: str) -> bytes:
        return self._contents[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Files({', '.join(self._contents)})"

    @property
    def digest(self) -> str:
        """The SHA-256 of `digest_of`, in hexadecimal; computed on first use."""
        if not self._digest:
            self._digest = digest_of(self._contents)
        return self._digest

    def only(self, paths: Iterable[str]) -> "Files":
        """Return the files with these paths, so that a digest covers exactly what a document uses."""
        return Files({path: self[path] for path in paths})

    def find(self, named: str, location: Location, *, where: str = "") -> tuple[str | None, tuple[Problem, ...]]:
        """Resolve a path that a document at `location` names, relative to that document's folder.

        Return None and a problem if there is no such file or the path leaves the root of these files.
        """
        path, problem = _resolved(named, location)
        if not problem and path not in self._contents:
            problem = _not_found(path, self._contents, location)
        if not problem:
            return path, ()
        code, message, expected, hint = problem
        return None, (Problem(code, location, where, message, expected, hint),)


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256, in hexadecimal, over the sorted paths and bytes; each is preceded by its length.

    The lengths (8 bytes, big endian) keep `{"a": b"bc"}` and `{"ab": b"c"}` apart.
    """
    digest = hashlib.sha256()
    for path in sorted(files):
        for part in (path.encode(), files[path]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


_Finding = tuple[ProblemCode, str, str, str]


def _wrong_path(path: str) -> bool:
    return not path or path.startswith("/") or "\\" in path or ":" in path or "\0" in path


def _resolved(named: str, location: Location) -> tuple[str, _Finding | None]:
    if _wrong_path(named):
        hint = "write it relative to this file"
        return "", (
            codes.FILE_PATH,
            f"{quoted(named)} is not a relative path",
            "a path with `/` such as `tables/a.csv`",
            hint,
        )
    path = posixpath.normpath(posixpath.join(posixpath.dirname(location.file), unicodedata.normalize("NFC", named)))
    if path == ".." or path.startswith("../"):
        hint = "move or copy the file into the folder"
        return "", (codes.OUTSIDE_ROOT, f"{quoted(named)} leads out of the folder", "a file inside the folder", hint)
    return path, None


def _not_found(path: str, known: Iterable[str], location: Location) -> _Finding:
    folder = posixpath.dirname(location.file) or "."
    hint = did_you_mean(
        posixpath.relpath(path, folder), (posixpath.relpath(each, folder) for each in known), likeness=0.75
    )
    hint = hint or "create it, or correct the name"
    return codes.FILE_NOT_FOUND, f"there is no file {quoted(path)}", "", hint


def read_folder(folder: Path, limits: Limits = LIMITS, *, suffixes: tuple[str, ...] = DATA_SUFFIXES) -> Files:
    """Read the data files of a folder, recursively; hidden files and other suffixes are ignored.

    Raise InvalidDocument with all problems: links out of the folder, entries that are not files, exceeded limits.
    """
    if not folder.is_dir():
        text = "there is no such folder"
        raise InvalidDocument([Problem(codes.FILE_NOT_FOUND, Location(folder.as_posix(), 1, 1), "", text)])
    walk = _Walk(folder, limits, suffixes)
    walk.visit(folder)
    if walk.problems:
        raise InvalidDocument(in_order(walk.problems))
    return Files(walk.contents)


def read_file(path: Path, most: int = LIMITS.file_bytes) -> bytes:
    """Read one file. Raises InvalidDocument where it is no ordinary file, too large, or unreadable.

    Devices and pipes are not opened: they may have no end, or keep their reader waiting.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _unread(path, codes.NOT_A_FILE, "this is not an ordinary file", "a file")
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise _unread(path, codes.NOT_A_FILE, f"this file cannot be read: {_said_by(error)}", "a file") from error
    if len(data) > most:
        size = max(len(data), status.st_size)
        raise _unread(path, codes.TOO_LARGE, f"the file has {size:,} bytes", f"at most {most:,}")
    return data


def _unread(path: Path, code: ProblemCode, message: str, expected: str) -> InvalidDocument:
    return InvalidDocument([Problem(code, Location(path.as_posix(), 1, 1), "", message, expected)])


class _Walk:
    def __init__(self, folder: Path, limits: Limits, suffixes: tuple[str, ...]) -> None:
        self.contents: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        self._root = folder.resolve()
        self._folder = folder
        self._limits = limits
        self._suffixes = suffixes
        self._entries = 0
        self._files = 0
        self._bytes = 0

    def visit(self, folder: Path) -> None:
        for path in self._listed(folder):
            self._entries += 1
            if path.name.startswith(".") or self._is_full():
                continue
            if path.is_dir():
                self._visit_below(path)
            elif path.suffix in self._suffixes:
                self._files += 1
                self._take(path)

    def _listed(self, folder: Path) -> list[Path]:
        try:
            return sorted(folder.iterdir())
        except OSError as error:
            self._report(codes.NOT_A_FILE, folder, f"this folder cannot be read: {_said_by(error)}", "", "")
            return []

    def _visit_below(self, path: Path) -> None:
        if path.is_symlink():
            self._report(codes.NOT_A_FILE, path, "this is a link to a folder", "a folder", "put a folder in its place")
        elif len(path.relative_to(self._folder).parts) > self._limits.depth:
            self._report(codes.TOO_MANY_FILES, path, "folders are nested too deeply", "", "")
        else:
            self.visit(path)

    def _take(self, path: Path) -> None:
        if self._is_full():
            return None
        try:
            target = path.resolve(strict=True)
            if not target.is_relative_to(self._root):
                hint = "put the file itself in its place"
                return self._report(codes.OUTSIDE_ROOT, path, "this link leads out of the folder", "a file", hint)
            stat_result = target.stat()
            if not stat.S_ISREG(stat_result.st_mode):
                return self._report(codes.NOT_A_FILE, path, "this is not an ordinary file", "a file", "remove it")
            return self._read(path, stat_result.st_size)
        except (FileNotFoundError, RuntimeError):  # Python 3.11 raises RuntimeError for circular links.
            return self._report(codes.NOT_A_FILE, path, "this link leads nowhere", "a file", "remove or mend it")
        except OSError as error:
            return self._report(codes.NOT_A_FILE, path, f"this file cannot be read: {_said_by(error)}", "a file", "")

    def _read(self, path: Path, size: int) -> None:
        if size > self._limits.file_bytes:
            expected = f"at most {self._limits.file_bytes:,}"
            return self._report(codes.TOO_LARGE, path, f"the file has {size:,} bytes", expected, "split it")
        with path.open("rb") as stream:
            data = stream.read(self._limits.file_bytes + 1)
        self._bytes += len(data)
        if not self._is_full():
            self.contents[self._relative(path)] = data
        return None

    def _is_full(self) -> bool:
        limits = self._limits
        is_within = self._files <= limits.files and self._bytes <= limits.folder_bytes
        if is_within and self._entries <= limits.entries:
            return False
        if not any(problem.code is codes.TOO_MANY_FILES for problem in self.problems):
            expected = f"at most {self._limits.files:,} files and {self._limits.folder_bytes:,} bytes"
            self._report(codes.TOO_MANY_FILES, self._folder, "the folder holds too much", expected, "split it")
        return True

    def _relative(self, path: Path) -> str:
        return unicodedata.normalize("NFC", path.relative_to(self._folder).as_posix())

    def _report(self, code: ProblemCode, path: Path, message: str, expected: str, hint: str) -> None:
        self.problems.append(Problem(code, Location(self._relative(path), 1, 1), "", message, expected, hint))


def _said_by(error: OSError) -> str:
    return (error.strerror or "the system does not say why").lower()
