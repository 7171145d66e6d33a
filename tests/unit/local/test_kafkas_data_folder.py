"""A data folder is formatted when nothing is lost by it, and never otherwise."""

from pathlib import Path

import pytest

from deploy.local.kafka.properties import Node, server_properties
from deploy.local.kafka.storage import State, prepare, state_of
from shared.errors import Misconfigured

META = (
    "#\n#Sun Nov 22 15:04:35 UTC 2026\ncluster.id=gotp2AbiSAKRCAD3RowfAA\ndirectory.id=4-XdqT\nnode.id=1\nversion=1\n"
)


def test_nothing_there_is_new(tmp_path: Path) -> None:
    assert state_of(tmp_path / "logs") is State.NEW
    (tmp_path / "logs").mkdir()
    assert state_of(tmp_path / "logs") is State.NEW


def test_a_finished_format_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "meta.properties").write_text(META)
    (tmp_path / "mention.changed.v1-0").mkdir()
    assert state_of(tmp_path) is State.FORMATTED


@pytest.mark.parametrize("meta", [None, "", META[:60], "\0" * 40])
def test_a_format_cut_short_is_recognised_while_it_holds_no_messages(tmp_path: Path, meta: str | None) -> None:
    (tmp_path / "__cluster_metadata-0").mkdir()
    (tmp_path / "bootstrap.checkpoint").touch()
    if meta is not None:
        (tmp_path / "meta.properties").write_text(meta)
    assert state_of(tmp_path) is State.HALF_WRITTEN


def test_messages_without_their_owner_are_never_formatted_over(tmp_path: Path) -> None:
    node = Node(tmp_path, 1, 2)
    segment = node.logs / "mention.changed.v1-0" / "00000000000000000000.log"
    segment.parent.mkdir(parents=True)
    segment.write_bytes(b"somebody in danger")
    with pytest.raises(Misconfigured, match=r"meta\.properties.*backup, or move .*logs away"):
        prepare(node)
    assert segment.read_bytes() == b"somebody in danger"


def test_the_broker_listens_on_loopback_alone_and_makes_no_topic_by_itself(tmp_path: Path) -> None:
    node = Node(tmp_path, 9001, 9002)
    settings = dict(line.split("=", 1) for line in server_properties(node, node.logs).splitlines())
    assert settings["listeners"] == "PLAINTEXT://127.0.0.1:9001,CONTROLLER://127.0.0.1:9002"
    assert settings["auto.create.topics.enable"] == "false"
    assert settings["log.dirs"] == str(node.logs)
