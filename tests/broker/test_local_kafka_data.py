"""Kafka's data folder, with the real formatting program: cut short, started again, on other ports."""

import logging
from pathlib import Path

import pytest

from deploy.local.kafka.broker import Broker
from deploy.local.kafka.properties import Node
from deploy.local.kafka.storage import State, prepare, state_of
from tests.support.broker import RealBroker
from tests.support.ports import free_ports


def test_a_format_cut_short_is_told_and_done_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    node = Node(tmp_path, *free_ports(2))
    (node.logs / "__cluster_metadata-0").mkdir(parents=True)
    (node.logs / "meta.properties").write_text("version=1\n")
    with caplog.at_level(logging.WARNING):
        prepare(node)
    assert [record.message for record in caplog.records] == ["kafka format was cut short, formatting again"]
    assert state_of(node.logs) is State.FORMATTED


def test_data_are_formatted_once(tmp_path: Path) -> None:
    node = Node(tmp_path, *free_ports(2))
    prepare(node)
    first = (node.logs / "meta.properties").read_bytes()
    prepare(node)
    assert (node.logs / "meta.properties").read_bytes() == first


async def test_data_move_to_other_ports(tmp_path: Path) -> None:
    """BLUELAMP_PORT_BASE may change between two starts."""
    before = Broker(Node(tmp_path, *free_ports(2)))
    before.start()
    topic = await RealBroker(before.node.bootstrap, before).topic("moved")
    before.stop()
    after = Broker(Node(tmp_path, *free_ports(2)))
    after.start()
    try:
        assert await RealBroker(after.node.bootstrap, after).read_all(topic) == []
    finally:
        after.kill()
