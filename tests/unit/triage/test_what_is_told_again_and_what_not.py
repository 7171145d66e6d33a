"""What stays the same is told again only where readers need it: a report of some seconds ago, but no concern."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

import pytest

from services.triage import reports
from services.triage.app import HAS_TIME_S, NEARLY_S, Triage
from services.triage.domain.area import Area
from services.triage.domain.faring import Facts
from services.triage.domain.labeller import Labeller
from services.triage.memory import Memory
from services.triage.telling import Teller, Topics
from shared.contracts.concern_changed import CONCERN_CHANGED
from shared.contracts.mention_triaged import MENTION_TRIAGED
from shared.contracts.record import Event, Record, event_of
from shared.health import Health
from tests.support.waiting import wait_until
from tests.unit.triage.mentions import AT, mention

DEALING = "Drug dealing by Langley Green garages"


class PaperWriter:
    """In place of the broker."""

    def __init__(self, *_: object, **__: object) -> None:
        self.written: list[Record] = []

    async def write(self, records: Sequence[Record]) -> None:
        """Keeps them."""
        self.written += records

    async def stop(self) -> None:
        """Nothing to end."""


class Clock:
    """Time by hand; it counts how often it was asked."""

    def __init__(self) -> None:
        self.at, self.asked = AT, 0

    def now(self) -> object:
        """The time that was set."""
        self.asked += 1
        return self.at


@pytest.mark.parametrize(("passed", "reports_written"), [(reports.EVERY_S - 1, 1), (reports.EVERY_S, 2)])
async def test_a_report_is_repeated_when_it_is_so_old_and_not_before(
    monkeypatch: pytest.MonkeyPatch, passed: float, reports_written: int
) -> None:
    paper, clock, stop = PaperWriter(), Clock(), asyncio.Event()
    monkeypatch.setattr(reports, "IdempotentWriter", lambda *_, **__: paper)
    monkeypatch.setattr(reports, "now", clock.now)
    monkeypatch.setattr(reports, "LOOKS_S", 0.001)
    check = Health("triage").check("labelling", needed=False)
    run = asyncio.create_task(reports.Reporter("nowhere", "triage-a-1", Topics(), Facts, check).run(stop))
    await wait_until(lambda: len(paper.written) == 1, 5)

    clock.at += timedelta(seconds=passed)
    looked = clock.asked
    await wait_until(lambda: clock.asked > looked + 5, 5)
    stop.set()
    await run

    assert len(paper.written) == reports_written


def test_a_concern_that_stays_the_same_is_not_told_again_when_its_labels_are_made_again(
    labeller: Labeller, area: Area
) -> None:
    teller, said = Teller(labeller, area, Topics(), Memory()), mention(DEALING, accounts=("x_crawley",))
    event = Event("mention.received", said, {"ce_id": b"e1", "ce_time": AT.isoformat().encode()})
    first = list(teller.labelled(event, said, 7, None))
    (record,) = [each for each in first if each.topic == MENTION_TRIAGED.name]
    before = event_of(MENTION_TRIAGED, record.value, record.headers)
    assert before is not None

    again = list(teller.labelled(event, said, 7, None, before=before.fact))

    assert CONCERN_CHANGED.name in {each.topic for each in first}
    assert [each.topic for each in again] == [MENTION_TRIAGED.name]


@dataclass
class Paper:
    """A process's pace and its labels loop, by hand."""

    shed_at: float | None
    late: float

    @property
    def _pace(self) -> "Paper":
        return self

    @property
    def _labels(self) -> "Paper":
        return self

    def behind_s(self) -> float:
        """How late fresh mentions are."""
        return self.late


@pytest.mark.parametrize(
    ("shed_before", "late", "has_time"),
    [
        (None, 0.0, True),
        (None, NEARLY_S, False),
        (HAS_TIME_S - 1, 0.0, False),
        (HAS_TIME_S + 1, 0.0, True),
        (HAS_TIME_S + 1, NEARLY_S, False),
    ],
)
async def test_old_mentions_are_read_only_while_fresh_ones_do_not_wait(
    *, shed_before: float | None, late: float, has_time: bool
) -> None:
    shed_at = None if shed_before is None else asyncio.get_running_loop().time() - shed_before

    assert Triage._has_time(cast("Triage", Paper(shed_at, late))) is has_time
