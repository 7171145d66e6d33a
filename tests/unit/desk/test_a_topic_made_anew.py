"""A topic is deleted and made again while the desk runs: it starts afresh, and nothing of its history is lost."""

from pathlib import Path

from services.desk.link import Link
from services.desk.readmodel.freshness import Freshness
from services.desk.readmodel.store import Store
from services.desk.readmodel.topics import DeskTopics
from shared.health import Check

FIRST = {"topic:staff": "1", "topic:mention": "1"}
ANEW = FIRST | {"topic:staff": "2"}


def test_while_the_desk_runs_its_read_model_stays_and_the_next_start_begins_anew(tmp_path: Path) -> None:
    store = Store(tmp_path / "readmodel.sqlite")
    link = Link("127.0.0.1:1", DeskTopics(), store, Freshness(), Check("kafka"))
    link.found(FIRST)
    store.move("mention", 0, 1_000)
    link.found(FIRST)
    assert not link.changed.is_set()
    link.found(ANEW)
    assert link.changed.is_set()
    store.move("mention", 0, 1_001)  # what is being read goes on for a moment
    assert store.positions() == {("mention", 0): 1_001}
    store.close()
    again = Store(tmp_path / "readmodel.sqlite")
    assert not again.belongs_to(ANEW)
    assert again.positions() == {}
    again.close()
