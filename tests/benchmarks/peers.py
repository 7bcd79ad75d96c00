"""Other people's reasoners on the published clauses: which options are possible or certain before any choice.

They are used where they are installed (`flamapy`, `clingo`), each in a process of its own, for a minute at most.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import process_time

from tests.benchmarks.reading_models import MODELS

SECONDS = 60.0


def first_states(peer: str, model: str) -> tuple[float | None, str]:
    """Return how many seconds of processor time a peer takes for the first states of a model, and what to say of it."""
    if find_spec(peer) is None:
        return None, f"{peer}: not installed"
    command = [sys.executable, "-m", "tests.benchmarks.peers", peer, model]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
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
    found: list[list[int]] = [[]]
    for number in numbers:
        if number:
            found[-1].append(number)
        else:
            found.append([])
    return count, [clause for clause in found if clause]


def _flamapy(count: int, clauses: list[list[int]]) -> tuple[int, int]:
    room = "flamapy.metamodels.pysat_metamodel"
    model = import_module(f"{room}.models").PySATModel()
    model.features = {number: f"x{number}" for number in range(1, count + 1)}
    model.variables = {name: number for number, name in model.features.items()}
    for clause in clauses:
        model.add_clause(clause)
    found = import_module(f"{room}.operations").PySATBackbone().execute(model).get_result()
    return len(found["core"]), len(found["dead"])


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


def main(peer: str, model: str) -> None:
    """Print the seconds of processor time, and how many options are certain and how many impossible."""
    count, clauses = _clauses(MODELS / "boolean" / f"{model}.cnf")
    PEERS[peer](1, [[1]])
    started = process_time()
    certain, impossible = PEERS[peer](count, clauses)
    print(process_time() - started, certain, impossible)


if __name__ == "__main__":
    main(*sys.argv[1:])
