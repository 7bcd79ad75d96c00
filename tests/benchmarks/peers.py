"""Other people's reasoners on the published clauses: which options are possible or certain before any choice.

Each runs in a process of its own, for a minute at most, where it is installed: `pip install flamapy-sat clingo`.
Since version 2 flamapy demands an older `python-sat` than ours; `PEERS_PYTHON` names the interpreter of an environment
made for peers.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from time import process_time

SECONDS = 60.0
ROOT = Path(__file__).parents[2]


def first_states(peer: str, model: Path) -> tuple[float | None, str]:
    """Return how many seconds of processor time a peer takes for the first states of clauses, and what to say of it."""
    command = [os.environ.get("PEERS_PYTHON", sys.executable), "-m", "tests.benchmarks.peers", peer, str(model)]
    try:
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return None, f"{peer}: not in {SECONDS:.0f} s"
    if ended.returncode:
        return None, f"{peer}: {ended.stderr.strip().splitlines()[-1][:60]}"
    seconds, certain, impossible = ended.stdout.split()
    return float(seconds), f"{peer} ({certain} certain, {impossible} impossible)"


def _clauses(path: Path) -> tuple[int, list[list[int]]]:
    """Return the number of variables and the clauses of a DIMACS file."""
    lines = [line.split() for line in path.read_text().splitlines() if line[:1] not in ("c", "")]
    count = next(int(words[2]) for words in lines if words[0] == "p")
    numbers = (int(word) for words in lines if words[0] != "p" for word in words)
    clauses: list[list[int]] = [[]]
    for number in numbers:
        if number:
            clauses[-1].append(number)
        else:
            clauses.append([])
    return count, [clause for clause in clauses if clause]


def _flamapy(count: int, clauses: list[list[int]]) -> tuple[int, int]:
    room = MODULES["flamapy"]
    model = import_module(f"{room}.models").PySATModel()
    model.features = {number: f"x{number}" for number in range(1, count + 1)}
    model.variables = {name: number for number, name in model.features.items()}
    for clause in clauses:
        model.add_clause(clause)
    operations = import_module(f"{room}.operations")
    if hasattr(operations, "PySATBackbone"):
        backbone = operations.PySATBackbone().execute(model).get_result()
        return len(backbone["core"]), len(backbone["dead"])
    core = operations.Glucose3CoreFeatures().execute(model).get_result()
    return len(core), len(operations.Glucose3DeadFeatures().execute(model).get_result())


def _clingo(count: int, clauses: list[list[int]]) -> tuple[int, int]:
    clingo = import_module("clingo")

    def consequences(mode: str) -> int:
        control = clingo.Control([f"--enum-mode={mode}", "0"])
        with control.backend() as backend:
            atoms = [backend.add_atom(clingo.Function("x", [clingo.Number(n)])) for n in range(1, count + 1)]
            backend.add_rule(atoms, choice=True)
            for clause in clauses:
                backend.add_rule([], [-atoms[n - 1] if n > 0 else atoms[-n - 1] for n in clause])
        last = 0
        with control.solve(yield_=True) as models:
            for model in models:
                last = len(model.symbols(atoms=True))
        return last

    return consequences("cautious"), count - consequences("brave")


PEERS: Mapping[str, Callable[[int, list[list[int]]], tuple[int, int]]] = {"flamapy": _flamapy, "clingo": _clingo}
MODULES: Mapping[str, str] = {"flamapy": "flamapy.metamodels.pysat_metamodel", "clingo": "clingo"}
"""What must be importable: `flamapy` 1 installs without its reasoner."""


def main(peer: str, model: str) -> None:
    """Print the seconds of processor time, and how many options are certain and how many impossible."""
    try:
        import_module(MODULES.get(peer, peer))
    except ModuleNotFoundError:
        raise SystemExit("not installed") from None
    count, clauses = _clauses(Path(model))
    PEERS[peer](1, [[1]])
    started = process_time()
    certain, impossible = PEERS[peer](count, clauses)
    print(process_time() - started, certain, impossible)


if __name__ == "__main__":
    main(*sys.argv[1:])
