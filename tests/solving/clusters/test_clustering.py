"""Clusters around a hub, in the order in which they are read."""

from configurator.solving.clusters.clustering import clustering_of
from tests.solving.clusters.instances import instances


def test_the_count_is_a_hub_and_what_is_of_one_instance_a_cluster_the_last_first() -> None:
    clustering = clustering_of(instances(3, 4), neighbours=4, scope=2)
    assert (((0,), (5, 6), (3, 4), (1, 2)), True) == (clustering.clusters, clustering.pays)


def test_without_a_hub_or_without_a_wide_law_clusters_do_not_pay() -> None:
    assert not clustering_of(instances(3, 4), neighbours=9, scope=2).pays
    assert not clustering_of(instances(3, 4), neighbours=4, scope=3).pays
