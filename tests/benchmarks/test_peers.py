"""Peers answer as clauses demand where they are installed; one that is not installed is reported as such."""

from pathlib import Path

import pytest

from tests.benchmarks.peers import PEERS, first_states


@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_finds_what_is_certain_and_what_is_impossible(peer: str, tmp_path: Path) -> None:
    model = tmp_path / "model.cnf"
    model.write_text("c 1 root\np cnf 4 4\n1 0\n-1 -2 0\n3 4 0\n-3 -4 0\n")
    seconds, said = first_states(peer, model)
    if said.endswith("not installed"):
        pytest.skip(said)
    assert f"{peer} (1 certain, 1 impossible)" == said
    assert seconds is not None


def test_a_peer_that_is_not_installed_is_reported_as_such() -> None:
    assert (None, "no_such_reasoner: not installed") == first_states("no_such_reasoner", Path("busybox.cnf"))
