from tests.benchmarks.compare import FIGURES, WORKER, _row


def test_the_work_for_a_checkout_is_python() -> None:
    compile(WORKER, "worker", "exec")


def test_every_figure_has_its_work() -> None:
    assert [] == [name for name, _ in FIGURES if f'kind == "{name.partition(" ")[0]}"' not in WORKER]


def test_a_row_holds_both_sides_and_their_ratios() -> None:
    expected = (
        "click",
        "2",
        "2.00 ms",
        "1.00 ms",
        "0.50",
        "2.00 ms",
        "1.00 ms",
        "0.50",
        "4.00 ms",
        "3.00 ms",
        "0.75",
        "0.50",
    )
    assert expected == _row("click", [[0.002], [0.004]], [[0.001], [0.003]])
    assert ("click", "1/0", *["-"] * 10) == _row("click", [[0.002]], [])
