"""Kafka is killed, loses a leader, hears late, and forgets: nothing is posted twice, and nothing is lost."""

import pytest

from tests.faults import brokers, losses, wires
from tests.faults.scene import Ground


async def test_the_broker_is_killed_in_the_middle_of_posts(ground: Ground) -> None:
    count = await brokers.one_broker(ground, rounds=1)
    assert count.broken == []


@pytest.mark.timeout(180)
async def test_three_nodes_lose_the_leader_of_the_commands(ground: Ground) -> None:
    count = await brokers.one_of_three(ground, whose=brokers.VICTIMS[:1])
    assert count.broken == []


async def test_what_was_given_up_arrives_in_the_middle_of_another_transaction(ground: Ground) -> None:
    count = await wires.on_kafka("a request is delivered after it was given up", most=2)(ground)
    assert count.broken == []


async def test_a_call_that_was_given_up_reaches_x_after_all(ground: Ground) -> None:
    count = await wires.on_x("a call is delivered after it was given up", most=2)(ground)
    assert count.broken == []
    assert count.settled == 2


async def test_offsets_and_states_are_gone(ground: Ground) -> None:
    count = await losses.state_is_gone(ground)
    assert count.broken == []
    assert count.once == count.injected


async def test_yesterdays_data_are_restored_under_a_hold(ground: Ground) -> None:
    count = await losses.yesterday_is_restored(ground)
    assert count.broken == []
    assert count.once == count.injected
