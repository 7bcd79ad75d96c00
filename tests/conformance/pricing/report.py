"""The table of a run: for each model how many cases passed or failed, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tests.conformance.pricing.bench import Outcome, Verdict


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield the lines of the report."""
    counts: dict[str, Counter[Verdict]] = {}
    for each in outcomes:
        counts.setdefault(each.case.model, Counter())[each.verdict] += 1
    width = max(map(len, counts), default=5)
    yield f"{'model':<{width}}  passed  failed"
    for model, found in sorted(counts.items()):
        yield f"{model:<{width}}  {_numbers(found)}"
    yield f"{'all':<{width}}  {_numbers(Counter(each.verdict for each in outcomes))}"
    yield from _reasons(outcomes)


def _numbers(found: Counter[Verdict]) -> str:
    return f"{found[Verdict.PASSED]:>6}  {found[Verdict.FAILED]:>6}"


def _reasons(outcomes: Iterable[Outcome]) -> Iterator[str]:
    failed = [each for each in outcomes if each.verdict is Verdict.FAILED]
    if failed:
        yield "\nfailed:"
    for each in failed:
        yield f"  {each.case.model} ({each.case.id}): {each.why}"
