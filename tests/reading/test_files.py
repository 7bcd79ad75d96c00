import hashlib
import os
from pathlib import Path

import pytest

from configurator.errors import InvalidDocument
from configurator.problems import Problem
from configurator.reading import codes
from configurator.reading.files import Files, digest_of, read_file, read_folder
from configurator.reading.limits import Limits
from configurator.source import Location

FILES = Files({"shared/library.yaml": b"l", "server/catalog.yaml": b"c", "server/tables/cpus.csv": b"t"})
CATALOG = Location("server/catalog.yaml", 3, 9)


def _refused(folder: Path, limits: Limits | None = None) -> list[Problem]:
    with pytest.raises(InvalidDocument) as refused:
        read_folder(folder, limits or Limits())
    return list(refused.value.problems)


def test_files_are_sorted_and_hold_bytes() -> None:
    assert list(FILES) == ["server/catalog.yaml", "server/tables/cpus.csv", "shared/library.yaml"]
    assert FILES["shared/library.yaml"] == b"l"


def test_equal_content_has_an_equal_digest_wherever_it_comes_from(tmp_path: Path) -> None:
    for path, data in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    assert read_folder(tmp_path) == FILES
    assert FILES.digest == read_folder(tmp_path).digest == digest_of(dict(FILES))


def test_the_digest_is_the_documented_one_for_ever() -> None:
    content = (1).to_bytes(8, "big") + b"a" + (2).to_bytes(8, "big") + b"bc"
    assert hashlib.sha256(content).hexdigest() == Files({"a": b"bc"}).digest


def test_the_digest_tells_paths_from_contents() -> None:
    assert Files({"a": b"bc"}).digest != Files({"ab": b"c"}).digest
    assert Files({"a": b"", "b": b""}).digest != Files({"a": b""}).digest


def test_a_part_of_the_files_has_the_digest_of_that_part() -> None:
    assert Files({"server/catalog.yaml": b"c"}).digest == FILES.only(["server/catalog.yaml"]).digest


@pytest.mark.parametrize("path", ["/a", "../a", "a/../b", "./a", "a//b", "a\\b", "C:/a", "", "a\0"])
def test_only_plain_relative_paths_are_paths_of_files(path: str) -> None:
    with pytest.raises(ValueError, match="is not a relative path inside the folder"):
        Files({path: b""})


@pytest.mark.parametrize(
    ("named", "path"),
    [
        ("tables/cpus.csv", "server/tables/cpus.csv"),
        ("./tables/../catalog.yaml", "server/catalog.yaml"),
        ("../shared/library.yaml", "shared/library.yaml"),
    ],
)
def test_a_file_is_found_from_the_document_that_names_it(named: str, path: str) -> None:
    assert (path, ()) == FILES.find(named, CATALOG)


@pytest.mark.parametrize("named", ["../../catalog.yaml", "../..", "tables/../../../server/catalog.yaml"])
def test_no_path_leads_out_of_the_root(named: str) -> None:
    path, (problem,) = FILES.find(named, CATALOG, where="include[1].file")
    assert path is None
    assert (problem.code, problem.location, problem.where) == (codes.OUTSIDE_ROOT, CATALOG, "include[1].file")


@pytest.mark.parametrize("named", ["/etc/passwd", "C:\\a.csv", "a\\b.csv", "file:///etc/passwd", "", "a\0b"])
def test_paths_that_are_not_relative_are_problems(named: str) -> None:
    assert [problem.code for problem in FILES.find(named, CATALOG)[1]] == [codes.FILE_PATH]


def test_a_file_that_is_not_there_is_guessed() -> None:
    _, (problem,) = FILES.find("tables/cpu.csv", CATALOG)
    assert "there is no file `server/tables/cpu.csv`; did you mean `tables/cpus.csv`?" in str(problem)
    _, (problem,) = FILES.find("x" * 100_000, CATALOG)
    assert len(str(problem)) < 200


def test_only_data_files_that_are_not_hidden_are_read(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yml", "c.csv", "d.py", ".e.yaml", "README.md"):
        (tmp_path / name).write_text(name)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "f.yaml").write_text("f")
    assert list(read_folder(tmp_path)) == ["a.yaml", "b.yml", "c.csv"]


def test_a_link_inside_the_folder_is_read_as_the_file_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id")
    (tmp_path / "b.csv").symlink_to("a.csv")
    assert read_folder(tmp_path)["b.csv"] == b"id"


def test_a_link_out_of_the_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "b.csv").symlink_to(folder / "a.csv")
    assert [(problem.code, problem.location.file) for problem in _refused(folder)] == [
        (codes.OUTSIDE_ROOT, "a.csv"),
        (codes.OUTSIDE_ROOT, "b.csv"),
    ]


def test_links_to_folders_endless_links_and_pipes_are_problems_and_hang_nothing(tmp_path: Path) -> None:
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    assert [problem.code for problem in _refused(tmp_path)] == [codes.NOT_A_FILE] * 3


def test_too_many_files_bytes_and_levels_are_problems(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.csv").write_bytes(b"0123456789")
    assert [problem.code for problem in _refused(tmp_path, Limits(files=3))] == [codes.TOO_MANY_FILES]
    assert [problem.code for problem in _refused(tmp_path, Limits(folder_bytes=30))] == [codes.TOO_MANY_FILES]
    assert [problem.code for problem in _refused(tmp_path, Limits(entries=4))] == [codes.TOO_MANY_FILES]
    assert [problem.code for problem in _refused(tmp_path, Limits(file_bytes=5))] == [codes.TOO_LARGE] * 5
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    assert [problem.location.file for problem in _refused(tmp_path, Limits(depth=2))] == ["a/b/c"]


def test_as_many_files_as_allowed_are_read_whatever_stands_beside_them(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.csv").write_bytes(b"0123456789")
        (tmp_path / f"{number}.txt").write_bytes(b"0123456789" * 10)
    assert len(read_folder(tmp_path, Limits(files=3, folder_bytes=30))) == 3


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert [problem.code for problem in _refused(tmp_path / "nothing")] == [codes.FILE_NOT_FOUND]


def test_a_pipe_or_a_device_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises(InvalidDocument, match="not an ordinary file"):
            read_file(path)


def test_one_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert b"12345" == read_file(tmp_path / "a", 5)
    with pytest.raises(InvalidDocument, match="the file has 5 bytes; expected at most 4"):
        read_file(tmp_path / "a", 4)
    with pytest.raises(InvalidDocument, match="cannot be read"):
        read_file(tmp_path / "nothing")
