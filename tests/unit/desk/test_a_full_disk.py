"""A full disk stops nothing but writing: the desk goes on, tidies when there is room, and says what is wrong."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from services.desk.readmodel.sessions import Sessions
from services.desk.readmodel.store import Store
from services.desk.tidying import keep_tidy
from shared.contracts.work_changed import Note
from shared.errors import Misconfigured
from tests.support.desk import PaperDesk, labels, mention, triaged
from tests.support.waiting import wait_until

FULL = "database or disk is full"


def _rows(desk: PaperDesk, table: str = "mention") -> int:
    return int(desk.store.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - of this test


def _left(desk: PaperDesk, words: str) -> bool:
    """Whether the search index holds these words anywhere, deleted or not."""
    return any(words.encode() in row[0] for row in desk.store.db.execute("SELECT block FROM words_data"))


def _fills_the_disk(desk: PaperDesk) -> None:
    with desk.store.transaction():
        desk.store.db.execute("ROLLBACK")  # as SQLite does by itself
        raise sqlite3.OperationalError(FULL)


def test_what_the_disk_refused_is_said_though_sqlite_has_rolled_back(desk: PaperDesk) -> None:
    with pytest.raises(sqlite3.OperationalError, match=FULL):
        _fills_the_disk(desk)
    desk.add(mention("goes on", desk.clock()))
    assert _rows(desk) == 1


async def test_tidying_waits_for_room_and_then_forgets(desk: PaperDesk) -> None:
    desk.add(mention("old", desk.clock() - timedelta(days=31)))
    desk.store.db.execute("PRAGMA query_only = ON")
    tidying = asyncio.create_task(keep_tidy(desk.model, desk.sessions, desk.clock, every_s=0.01))
    done, _ = await asyncio.wait({tidying}, timeout=0.2)
    assert not done
    desk.store.db.execute("PRAGMA query_only = OFF")
    await wait_until(lambda: _rows(desk) == 0, 5, what="the old mention is forgotten")
    tidying.cancel()


async def test_what_was_said_of_a_mention_without_words_goes_with_time(desk: PaperDesk) -> None:
    long_ago = desk.clock() - timedelta(days=31)
    removed, unread = mention("removed", long_ago), mention("never read", long_ago)
    desk.add(removed)
    desk.model.forget([removed.id])
    desk.add(Note(id="n", mention=removed.id, by="officer", at=long_ago, text="x"), triaged(unread, labels("chat")))
    assert (_rows(desk), _rows(desk, "note")) == (1, 1)
    tidying = asyncio.create_task(keep_tidy(desk.model, desk.sessions, desk.clock))
    await wait_until(lambda: (_rows(desk), _rows(desk, "note")) == (0, 0), 5, what="both are forgotten")
    tidying.cancel()


async def test_removed_words_are_written_over_in_the_search_index_and_only_then_it_is_merged(desk: PaperDesk) -> None:
    said = mention("xylophone", desk.clock())
    desk.add(said, *(mention(f"word{number}", desk.clock()) for number in range(50)))
    assert _left(desk, "xylophone")
    desk.model.forget([said.id])
    assert _left(desk, "xylophone")
    steps = list(desk.model.overwrite())
    assert steps
    assert not _left(desk, "xylophone")
    assert list(desk.model.overwrite()) == []


def test_sessions_that_are_over_are_forgotten(desk: PaperDesk) -> None:
    secret, session = desk.sessions.begin("officer", desk.clock())
    desk.clock.pass_by(hours=13)
    fresh, _ = desk.sessions.begin("officer", desk.clock())
    desk.sessions.tidy(desk.clock())
    long_ago = desk.clock() - timedelta(hours=13)
    assert desk.sessions.find(secret, long_ago) is None
    assert desk.sessions.standing(session, long_ago) is None
    assert desk.sessions.find(fresh, desk.clock())


@pytest.mark.parametrize("opened", [Store, lambda file: Sessions(file, "a key")])
def test_a_file_that_cannot_be_written_at_the_start_is_said_in_a_sentence(
    tmp_path: Path, opened: Callable[[Path], object]
) -> None:
    (tmp_path / "desk.sqlite").mkdir()
    with pytest.raises(Misconfigured, match="free space on its disk"):
        opened(tmp_path / "desk.sqlite")
