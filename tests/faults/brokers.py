"""Kafka itself is killed under the publisher: one broker, and the leaders of three."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

from shared.contracts.partition import partition_of
from shared.contracts.post_requested import POST_REQUESTED
from tests.faults.crew import REAL
from tests.faults.hurts import EACH_ROUND, some
from tests.faults.judgement import Count
from tests.faults.paper_desk import Asked
from tests.faults.scene import Ground, Scene, own_stage
from tests.faults.stage import stage_on
from tests.support.cluster import Cluster, Member, cluster_in

GROUP = "Kafka"
ROUNDS = 3


async def _leader(cluster: Cluster) -> Member:
    """Of the commands of an account."""
    number = partition_of("x_hastings", POST_REQUESTED.partitions)
    return await cluster.leader_of(POST_REQUESTED.name, number)


async def _coordinator(cluster: Cluster) -> Member:
    """Of the publishers' group."""
    return await cluster.coordinator_of("publisher")


Whose = Callable[[Cluster], Awaitable[Member]]

VICTIMS: Sequence[Whose] = (_leader, _coordinator)
"""Whose loss is felt most."""


async def one_broker(ground: Ground, rounds: int = ROUNDS) -> Count:
    """Killed and started again, in the middle of posts."""
    name, count = "the broker is killed", Count(cases=rounds)
    asked: list[Asked] = []
    async with own_stage(ground) as (stage, broker), stage.publisher() as publisher:
        for _ in range(rounds):
            await publisher.is_ready()
            asked += await some(stage, name, EACH_ROUND)
            killed = time.monotonic()
            await asyncio.to_thread(broker.kill)
            await asyncio.to_thread(broker.start)
            back, seconds = await stage.back_after(name, since=killed)
            asked += back
            count.recovered.append(seconds)
        count.add(await stage.settled(asked))
    return count


async def one_of_three(ground: Ground, whose: Sequence[Whose] = VICTIMS) -> Count:
    """The leader of an account's commands is killed, then the node that keeps the group; each comes back later."""
    name, count = "a leader of three is killed", Count(cases=len(whose))
    folder = ground.room()
    asked: list[Asked] = []
    async with cluster_in(folder) as cluster, stage_on(cluster, folder, replication=3) as stage:
        stage.program = REAL
        async with stage.publisher(BLUELAMP_REPLICATION="3") as publisher:
            for find in whose:
                await publisher.is_ready()
                asked += await some(stage, name, EACH_ROUND)
                victim = await find(cluster)
                killed = time.monotonic()
                victim.kill()
                back, seconds = await stage.back_after(name, since=killed)
                asked += back
                count.recovered.append(seconds)
                await cluster.start(victim)
            count.add(await stage.settled(asked))
    return count


def scenes() -> Sequence[Scene]:
    """Each with about how long it takes."""
    return (
        Scene(GROUP, "the one broker killed (kill -9), three times", one_broker, 120),
        Scene(GROUP, "one of three killed: a leader, then the coordinator", one_of_three, 90),
    )
