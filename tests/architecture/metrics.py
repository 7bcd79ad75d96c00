"""How much a newcomer must hold in the head: sizes, names, reach, and how far one loading, request or price goes.

Run `python -m tests.architecture.metrics [CHECKOUT]`; another checkout is measured with the libraries of this one.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.architecture.limits import scattered
from tests.architecture.modules import ROOT, Module, all_modules
from tests.architecture.names import classes_by_name, modules_by_stem
from tests.architecture.reach import unreached

SMALL = 60

PASSED_BY = r"""
import json, sys, tempfile, time
from datetime import UTC, date, datetime
from pathlib import Path
from fastapi.testclient import TestClient
from configurator import storage as stores
from configurator.configuration import Configuration
from configurator.engine import EvaluationRequest, Engine
from configurator.pricing.price import price_prepared
from configurator_api.app import create_app
try:
    from configurator_api.service_context import Settings
except ImportError:
    from configurator_api.settings import Settings

HOMES = tuple(str(Path(sys.argv[1]) / part) + "/" for part in ("configurator", "api/configurator_api"))


class Counted:
    def __enter__(self):
        self.codes, self.depths, self.deepest = set(), {}, 0
        import threading
        threading.setprofile(self.profile)
        sys.setprofile(self.profile)
        return self

    def profile(self, frame, event, _):
        if frame.f_code.co_filename.startswith(HOMES):
            import threading
            thread = threading.get_ident()
            if event == "call":
                self.codes.add(frame.f_code)
                self.depths[thread] = self.depths.get(thread, 0) + 1
                self.deepest = max(self.deepest, self.depths[thread])
            elif event == "return":
                self.depths[thread] = self.depths.get(thread, 0) - 1

    def __exit__(self, *_):
        import threading
        sys.setprofile(None)
        threading.setprofile(None)

    def figures(self):
        return [len({code.co_filename for code in self.codes}), len(self.codes), self.deepest]


found = {}
day = date(2013, 6, 1)
engine = Engine.open(now=time.monotonic)
with Counted() as counted:
    engine.catalog("bmw_x3")
    engine.book("bmw_x3")
found["loading a catalog and its book"] = counted.figures()
at = datetime(2013, 6, 1, 12, tzinfo=UTC)
with stores.open(f"sqlite:///{tempfile.mkdtemp()}/metrics.db") as storage, Counted() as counted:
    with TestClient(create_app(engine, storage, settings=Settings(lambda: at))) as client:
        counted.codes.clear()
        counted.deepest = 0
        answer = client.post("/v1/catalogs/bmw_x3/evaluate", json={"on": "2013-06-01", "choices": {"bmw_apps": True}})
        assert answer.status_code == 200, answer.text
found["one POST of evaluate"] = counted.figures()
evaluated = engine.evaluation(EvaluationRequest("bmw_x3", day, seconds=None))
with Counted() as counted:
    price_prepared(evaluated.configuration, evaluated.prepared)
found["a configuration to its price lines"] = counted.figures()
print(json.dumps(found))
"""
"""What runs in the checkout: it prints files, functions and depth passed by, for each of three things."""


def static(modules: tuple[Module, ...]) -> dict[str, int]:
    """Return what can be counted without running anything."""
    lines = {module.name: len(module.path.read_text(encoding="utf-8").splitlines()) for module in modules}
    importers = Counter(name for module in modules for name in set(module.imports) if name != module.name)
    alone = unreached(modules)
    return {
        "modules": len(modules),
        "lines": sum(lines.values()),
        f"modules under {SMALL} lines": sum(each < SMALL for each in lines.values()),
        "modules with exactly one importer": sum(importers[module.name] == 1 for module in modules),
        "public class names defined more than once": _more_than_once(classes_by_name(modules)),
        "module names with more than one home": _more_than_once(modules_by_stem(modules)),
        "modules that nothing reaches": len(alone),
        "lines that nothing reaches": sum(lines[name] for name in alone),
        "numbers outside limits.py": sum(1 for _ in scattered(modules)),
    }


def _more_than_once(homes: dict[str, list[str]]) -> int:
    return sum(len(each) > 1 for each in homes.values())


def passed_by(checkout: Path) -> dict[str, list[int]]:
    """Return the files, functions and depth of calls that three everyday things pass by."""
    path = os.pathsep.join([str(checkout), str(checkout / "api")])
    command = [sys.executable, "-W", "ignore", "-c", PASSED_BY, str(checkout)]
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, list[int]] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(checkout: Path = ROOT) -> None:
    """Print all figures."""
    for name, figure in static(all_modules(checkout)).items():
        print(f"{name:<45} {figure:>8,}")
    for name, (files, functions, depth) in passed_by(checkout).items():
        print(f"{name:<45} {files:>8,} files {functions:>6,} functions, depth {depth}")


if __name__ == "__main__":
    main(*(Path(each).resolve() for each in sys.argv[1:2]))
