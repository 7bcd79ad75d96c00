"""The commands import and export: a folder appears whole or not at all."""

from pathlib import Path

from tests.cli.running import run

MODEL = "features\n    Lamp\n        optional\n            Dimmer\n            Timer\n"


def _model(folder: Path, text: str = MODEL) -> str:
    path = folder / "lamp.uvl"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_model_becomes_a_folder_that_other_commands_read(tmp_path: Path) -> None:
    done = run("import", _model(tmp_path), "--out", str(tmp_path / "my" / "lamp"))
    assert (0, f"{tmp_path / 'my' / 'lamp'}: 2 features, 0 constraints\n", "") == (
        done.returncode,
        done.stdout,
        done.stderr,
    )
    assert ["catalog.yaml"] == [path.name for path in (tmp_path / "my" / "lamp").iterdir()]
    assert "catalog: lamp\n" in (tmp_path / "my" / "lamp" / "catalog.yaml").read_text(encoding="utf-8")
    again = run("export", str(tmp_path / "my" / "lamp"), "--to", "dimacs")
    assert "c 1 dimmer\nc 2 timer\np cnf 2 0\n" in again.stdout


def test_a_folder_that_is_there_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "lamp").mkdir()
    (tmp_path / "lamp" / "mine.txt").touch()
    done = run("import", _model(tmp_path), "--out", str(tmp_path / "lamp"))
    assert 2 == done.returncode
    assert "is there already" in done.stderr
    assert ["mine.txt"] == [path.name for path in (tmp_path / "lamp").iterdir()]


def test_problems_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    done = run("import", _model(tmp_path, MODEL.replace("Timer", "Timer 3")), "--out", str(tmp_path / "new"))
    assert 1 == done.returncode
    assert done.stderr.startswith("lamp.uvl:5:19: `3` follows on the feature")
    assert ["lamp.uvl"] == [path.name for path in tmp_path.iterdir()]


def test_a_folder_of_tables_is_one_catalog(tmp_path: Path) -> None:
    (tmp_path / "shirts").mkdir()
    (tmp_path / "shirts" / "fits.csv").write_text("colour,size\nred,S\nblue,L\n", encoding="utf-8")
    done = run("import", str(tmp_path / "shirts"), "--as", "csv", "--out", str(tmp_path / "made"))
    assert f"{tmp_path / 'made'}: 2 features, 1 constraint\n" == done.stdout


def test_an_export_goes_to_a_file(tmp_path: Path) -> None:
    done = run("export", "bmw_x3", "--to", "uvl", "--out", str(tmp_path / "x3.uvl"))
    assert (0, "") == (done.returncode, done.stdout)
    assert 'features\n    "bmw_x3" {abstract}\n' in (tmp_path / "x3.uvl").read_text(encoding="utf-8")
    assert 0 == run("import", str(tmp_path / "x3.uvl"), "--out", str(tmp_path / "x3")).returncode


def test_a_catalog_that_is_nowhere_is_told() -> None:
    done = run("export", "nowhere", "--to", "uvl")
    assert (1, "there is no catalog 'nowhere', neither in the folder of catalogs nor as a path\n") == (
        done.returncode,
        done.stderr,
    )


def test_a_model_without_a_product_is_told_at_its_cause(tmp_path: Path) -> None:
    model = f"{MODEL}constraints\n    Timer => Dimmer\n    Timer\n    !Dimmer\n"
    done = run("import", _model(tmp_path, model), "--out", str(tmp_path / "new"))
    assert 0 == done.returncode
    assert 1 == done.stderr.count("\n")
    assert done.stderr.startswith("lamp.uvl:7:5: catalog new: no product fulfils these constraints together")
