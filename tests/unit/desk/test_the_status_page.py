"""The Status page and its call say what `bluelamp status` prints; addresses and errors only to those who run it."""

import asyncio
from datetime import timedelta

import pytest

from services.desk.lookout import Lookout
from shared.contracts.channel_reported import ChannelReport
from shared.status import Seen, ServiceStatus, assemble
from tests.support.desk import PaperDesk

ADDRESS = "10.1.2.3:9092"


def _trouble(desk: PaperDesk) -> Seen:
    report = ChannelReport(
        account="x_hastings",
        reporter="ingest-x",
        state="refused",
        since=desk.clock() - timedelta(minutes=6),
        reported_at=desk.clock(),
        detail="401 from api.example",
    )
    services = [
        ServiceStatus(service="ingest", ready=True),
        ServiceStatus(
            service="triage", ready=False, not_ready=("kafka: secret words",), seconds_behind=90, dead_letters=3
        ),
    ]
    return Seen(handles={"x_hastings": "sbx_hastings"}, reports=[report], services=services)


@pytest.mark.parametrize("person", ["it", "supervisor"])
async def test_who_runs_it_sees_what_the_command_prints(desk: PaperDesk, person: str) -> None:
    desk.seen = _trouble(desk)
    async with desk.signed_in(person) as client:
        said = (await client.get("/api/status")).json()
        page = (await client.get("/status")).text
    assert said == assemble(desk.seen, desk.clock()).model_dump(mode="json")
    for words in ("kafka: secret words", "401 from api.example", "90 s", "triage could not handle 3 records"):
        assert words in page


async def test_others_learn_that_it_does_not_work_and_no_address_or_error(desk: PaperDesk) -> None:
    desk.seen = _trouble(desk)
    async with desk.signed_in() as client:
        for path in ("/status", "/api/status"):
            said = (await client.get(path)).text
            assert "triage is not ready." in said
            assert "could not handle 3 records" in said
            for hidden in ("secret words", "api.example"):
                assert hidden not in said
        desk.seen = Seen(handles={}, broker_silent=ADDRESS)
        silent = (await client.get("/api/status")).text
    assert "Kafka does not answer: " in silent
    assert ADDRESS not in silent


async def test_a_connection_that_mends_itself_is_not_called_working(desk: PaperDesk) -> None:
    report = ChannelReport(
        account="x_hastings",
        reporter="ingest-x",
        state="down",
        since=desk.clock() - timedelta(seconds=5),
        reported_at=desk.clock(),
    )
    services = [ServiceStatus(service="ingest", ready=True)]
    async with desk.signed_in("it") as client:
        desk.seen = Seen(handles={"x_hastings": "sbx_hastings"}, reports=[report], services=services)
        down = (await client.get("/status")).text
        up = report.model_copy(update={"state": "up"})
        desk.seen = Seen(handles={"x_hastings": "sbx_hastings"}, reports=[up], services=services)
        well = (await client.get("/status")).text
    assert "nothing needs a person yet" in down
    assert "Everything works" not in down
    assert "Everything works" in well


async def test_an_account_whose_posts_are_stopped_is_not_called_up(desk: PaperDesk) -> None:
    said = {"account": "x_hastings", "since": desk.clock(), "reported_at": desk.clock()}
    reports = [
        ChannelReport.model_validate(said | {"reporter": reporter, "state": state})
        for reporter, state in (("ingest-x", "up"), ("publisher-x", "refused"))
    ]
    desk.seen = Seen(handles={"x_hastings": "sbx_hastings"}, reports=reports)
    async with desk.signed_in("it") as client:
        page = (await client.get("/status")).text
    assert "Posts are stopped: the platform refuses the key since a moment ago, says publisher" in page
    assert "</span>Up" not in page


class Looking:
    """A look that takes as long as the test wants."""

    def __init__(self) -> None:
        self.begun = 0
        self.may_end = asyncio.Event()
        self.may_end.set()

    async def __call__(self) -> Seen:
        """Look."""
        self.begun += 1
        await self.may_end.wait()
        return Seen(handles={})


async def test_many_who_ask_at_once_cost_one_look_and_those_who_ask_soon_none() -> None:
    look = Looking()
    lookout = Lookout(look)
    first = await asyncio.gather(*(lookout() for _ in range(5)))
    assert (await lookout()) is first[0] is first[4]
    assert look.begun == 1
    await lookout.close()


async def test_nobody_waits_long_for_a_new_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.desk.lookout.PATIENCE_S", 0.05)
    look = Looking()
    lookout = Lookout(look, fresh_for_s=0)
    first = await lookout()
    look.may_end.clear()
    assert await lookout() is first
    assert await lookout() is first
    assert look.begun == 2
    look.may_end.set()
    assert (await lookout()).at > first.at
    await lookout.close()
