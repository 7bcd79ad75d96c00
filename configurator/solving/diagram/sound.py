"""Whether arrays are a diagram at all, so that no pass over them can read or loop where it should not."""

from collections.abc import Sequence

import numpy as np

from configurator.solving.diagram.diagram import Diagram, Index


def is_sound(diagram: Diagram, sizes: Sequence[int]) -> bool:
    """Tell whether every number of a diagram is in its range, for variables of so many values."""
    count = sum(sizes)
    if not np.array_equal(diagram.values, np.append(0, np.cumsum(np.array(sizes, np.int64)))):
        return False
    return (
        _are_lists(diagram.sets, diagram.set_values, count + 1)
        and _are_lists(diagram.packs, diagram.pack_sets, len(diagram.sets) - 1)
        and _has_first(diagram, count)
        and _are_nodes(diagram)
        and (not diagram.possible or _are_lists(diagram.bundles, diagram.bundle_packs, len(diagram.packs) - 1))
        and (not diagram.possible or _is_all_used(diagram))
    )


def _is_all_used(diagram: Diagram) -> bool:
    """Tell whether every set is in a pack, every pack in a bundle and every bundle at a branch."""
    return all(
        len(np.unique(items)) == len(borders) - 1
        for items, borders in (
            (diagram.pack_sets, diagram.sets),
            (diagram.bundle_packs, diagram.packs),
            (diagram.branch_bundle, diagram.bundles),
        )
    )


def _are_lists(borders: Index, items: Index, count: int) -> bool:
    """Tell whether these are lists, none empty, of numbers below `count`."""
    return bool(
        len(borders) > 1
        and borders[0] == 0
        and borders[-1] == len(items)
        and (np.diff(borders) > 0).all()
        and items.min(initial=0) >= 0
        and items.max(initial=0) < count
    )


def _has_first(diagram: Diagram, count: int) -> bool:
    """Tell whether the value that always holds stands alone in the first set, and that in the first pack."""
    return bool(
        diagram.sets[1] == 1
        and diagram.set_values[0] == count
        and diagram.packs[1] == 1
        and diagram.pack_sets[0] == 0
        and np.count_nonzero(diagram.set_values == count) == 1
    )


def _are_nodes(diagram: Diagram) -> bool:
    heights, nodes = diagram.heights, diagram.nodes
    if len(heights) < 2 or len(nodes) < 2 or heights[0] != 0 or heights[-1] != diagram.size:
        return False
    if nodes[0] != 0 or nodes[1] != 0 or (np.diff(heights) <= 0).any() or nodes[-1] != len(diagram.branch_bundle):
        return False
    if not diagram.possible:
        return len(diagram.branch_nodes) == len(diagram.branch_bundle) == 0
    return bool(
        heights[1] == 1
        and heights[-2] == diagram.size - 1
        and (np.diff(nodes[1:]) > 0).all()
        and _are_lists(diagram.branches, diagram.branch_nodes, diagram.size)
        and len(diagram.branches) == len(diagram.branch_bundle) + 1
        and diagram.branch_bundle.min() >= 0
        and diagram.branch_bundle.max() < len(diagram.bundles) - 1
        and _goes_down(diagram)
    )


def _goes_down(diagram: Diagram) -> bool:
    """Tell whether every branch leads to lower nodes only, and every node but the top is led to."""
    height = np.repeat(np.arange(len(diagram.heights) - 1), np.diff(diagram.heights))
    owner = np.repeat(np.arange(diagram.size), np.diff(diagram.nodes))
    above = np.repeat(height[owner], np.diff(diagram.branches))
    led = np.zeros(diagram.size, np.bool_)
    led[diagram.branch_nodes] = True
    led[0] = led[-1] = True
    return bool((height[diagram.branch_nodes] < above).all() and led.all())
