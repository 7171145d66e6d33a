"""Holds by their JSON calls: who may stop what, what they mean, and how far it has come."""

from typing import Any

import httpx
import pytest

from services.desk.domain.holding import HoldRead
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Approval, Attempt, Step
from tests.support.desk import PaperDesk
from tests.support.publishing import PaperPublisher, approved_delivery, delivery

FIRE = {"scope": "district:hastings", "reason": "A fire on the pier", "incident": "Pier fire"}


async def _held(desk: PaperDesk, asked: dict[str, Any] = FIRE, *, by: str = "supervisor") -> httpx.Response:
    async with desk.signed_in(by) as client:
        return await client.post("/api/holds", json=asked)


async def _seen(desk: PaperDesk, hold: str, *, by: str = "supervisor") -> dict[str, Any]:
    async with desk.signed_in(by) as client:
        found: dict[str, Any] = (await client.get(f"/api/holds/{hold}")).json()
    return found


def _read(desk: PaperDesk, hold: dict[str, Any], offset: int) -> None:
    """Its record comes back from the topic."""
    desk.add(HoldRead(hold=Hold.model_validate({name: hold[name] for name in Hold.model_fields}), offset=offset))


def _report(desk: PaperDesk, account: str, read_to: int, **more: object) -> None:
    now = desk.clock()
    said = {"account": account, "reporter": "publisher-x", "state": "up", "since": now, "reported_at": now}
    desk.add(ChannelReport.model_validate(said | {"holds_read_to": read_to} | more))


async def test_a_hold_is_written_and_audited_and_stands(desk: PaperDesk) -> None:
    answer = await _held(desk)
    assert answer.status_code == 202
    hold = answer.json()
    assert (hold["scope"], hold["state"], hold["by"]) == ("district:hastings", "being applied", "supervisor")
    assert desk.topics.transitions() == ["hold.begun"]
    assert desk.topics.written[0].key == b"district:hastings"
    (entry,) = desk.audited()
    assert (entry.act, entry.on, entry.outcome) == ("hold.begin", (hold["id"], "district:hastings"), "done")
    async with desk.signed_in("officer") as client:
        assert [each["id"] for each in (await client.get("/api/holds")).json()] == [hold["id"]]
    async with desk.signed_in("officer_crawley") as client:
        assert (await client.get("/api/holds")).json() == []
        assert (await client.get(f"/api/holds/{hold['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("force", "force"),
        ("Hastings", "district:hastings"),
        ("x_hastings", "account:x_hastings"),
        ("East Sussex", "division:east_sussex"),
        ("division:brighton_and_hove", "division:brighton_and_hove"),
        ("Hastings Police", "account:x_hastings"),
        ("@sbx_hastings", "account:x_hastings"),
        ("Hastings district", "district:hastings"),
    ],
)
async def test_a_scope_is_what_people_call_it(desk: PaperDesk, said: str, meant: str) -> None:
    assert (await _held(desk, FIRE | {"scope": said})).json()["scope"] == meant


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Brighton & Hove", "division:brighton_and_hove or district:brighton_and_hove"),
        ("Kent", "Nothing that could be stopped is called Kent."),
        ("Sussex Police", "force or account:x_force"),
        ("", "What is to be stopped?"),
    ],
)
async def test_a_scope_that_is_none_or_two_is_refused_with_what_it_may_be(
    desk: PaperDesk, said: str, told: str
) -> None:
    answer = await _held(desk, FIRE | {"scope": said})
    assert answer.status_code == 422
    assert told in answer.json()["title"]
    assert desk.topics.written == []


@pytest.mark.parametrize("by", ["officer", "approver"])
async def test_an_officer_stops_and_releases_nothing_and_that_is_on_record(desk: PaperDesk, by: str) -> None:
    assert (await _held(desk, by=by)).status_code == 403
    hold = (await _held(desk)).json()["id"]
    async with desk.signed_in(by) as client:
        assert (await client.delete(f"/api/holds/{hold}")).status_code == 403
    assert desk.topics.transitions() == ["hold.begun"]
    refused = [(each.who, each.act) for each in desk.audited() if each.outcome == "refused"]
    assert refused == [(by, "hold.begin"), (by, "hold.release")]


async def test_a_reason_has_to_be_given(desk: PaperDesk) -> None:
    answer = await _held(desk, FIRE | {"reason": " "})
    assert answer.status_code == 422
    assert "The reason is missing." in answer.json()["title"]


async def test_the_media_team_releases_and_only_once(desk: PaperDesk) -> None:
    hold = (await _held(desk)).json()["id"]
    async with desk.signed_in("media") as client:
        released = await client.delete(f"/api/holds/{hold}")
        again = await client.delete(f"/api/holds/{hold}")
    assert (released.status_code, released.json()["state"], released.json()["released_by"]) == (
        200,
        "released",
        "media",
    )
    assert again.status_code == 409
    assert (await _seen(desk, hold))["state"] == "released"
    assert desk.topics.transitions() == ["hold.begun", "hold.released"]


async def test_a_scope_that_is_held_gets_the_new_reason_under_a_new_id(desk: PaperDesk) -> None:
    first = (await _held(desk)).json()
    same = (await _held(desk, FIRE | {"incident": "pier  FIRE"})).json()
    other = (await _held(desk, FIRE | {"incident": "Flood"})).json()
    assert same["id"] == first["id"] != other["id"]
    async with desk.signed_in("supervisor") as client:
        assert [each["incident"] for each in (await client.get("/api/holds")).json()] == ["Flood"]
        assert (await client.delete(f"/api/holds/{first['id']}")).status_code == 404


async def test_a_repeated_call_holds_once(desk: PaperDesk) -> None:
    async with desk.signed_in("supervisor") as client:
        answers = [await client.post("/api/holds", json=FIRE, headers={"Idempotency-Key": "one"}) for _ in range(2)]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert desk.topics.transitions() == ["hold.begun"]


async def test_it_is_applied_when_every_account_has_read_it(desk: PaperDesk) -> None:
    hold = (await _held(desk, FIRE | {"scope": "division:brighton_and_hove"})).json()
    (account,) = [each["account"] for each in hold["accounts"]]
    _report(desk, account, 7)
    assert (await _seen(desk, hold["id"]))["state"] == "being applied", "no record has a place before it was read"
    _read(desk, hold, 7)
    assert (await _seen(desk, hold["id"]))["state"] == "being applied", "the next to read is the hold's own"
    _report(desk, account, 8)
    found = await _seen(desk, hold["id"])
    assert (found["state"], found["acknowledged"], found["of"]) == ("applied", 1, 1)


async def test_who_posts_meanwhile_another_than_the_publisher_acknowledges_nothing(desk: PaperDesk) -> None:
    hold = (await _held(desk, FIRE | {"scope": "x_hastings"})).json()
    _read(desk, hold, 0)
    _report(desk, "x_hastings", 99, reporter="metrics-x")
    assert (await _seen(desk, hold["id"]))["acknowledged"] == 0


async def test_a_hold_shows_what_was_in_flight_what_waits_what_missed_and_what_passes(desk: PaperDesk) -> None:
    publisher, now = PaperPublisher(desk), desk.clock()
    desk.clock.pass_by(seconds=10)
    hold = (await _held(desk)).json()
    _read(desk, hold, 4)
    begun = Attempt(number=1, begun_at=now, deadline=now, body="{}", staff_offset=0, hold_offset=4)
    steps = (Step(transition="post.sending", at=now), Step(transition="post.posted", at=desk.clock()))
    flying = approved_delivery("In flight", now).model_copy(
        update={"state": "posted", "attempt": begun, "history": steps, "changed_at": desk.clock()}
    )
    before = flying.model_copy(update={"id": "d-before", "history": (steps[0], Step(transition="post.posted", at=now))})
    late = delivery("Missed", now, state="missed", changed_at=desk.clock())
    under = Approval(by="supervisor", at=now, hash="h", expires_at=now, incident="pier fire")
    passing = approved_delivery("Passes", now).model_copy(update={"approval": under})
    sending = flying.model_copy(update={"id": "d-sending", "state": "sending", "history": steps[:1], "changed_at": now})
    for each in (flying, sending, before, late, approved_delivery("Waits", now), passing):
        publisher.say(each)
    found = await _seen(desk, hold["id"], by="officer")
    told = {name: [each["text"] for each in found[name]] for name in ("in_flight", "waiting", "missed", "passing")}
    assert told == {
        "in_flight": ["In flight", "In flight"],
        "waiting": ["Waits"],
        "missed": ["Missed"],
        "passing": ["Passes"],
    }
    assert [each["state"] for each in found["in_flight"]] == ["sending", "posted"]


async def test_an_older_record_that_comes_late_brings_no_hold_back(desk: PaperDesk) -> None:
    hold = (await _held(desk)).json()
    desk.clock.pass_by(seconds=5)
    async with desk.signed_in("supervisor") as client:
        released = (await client.delete(f"/api/holds/{hold['id']}")).json()
    _read(desk, hold, 0)
    assert (await _seen(desk, hold["id"]))["state"] == "released"
    _read(desk, released, 1)
    _read(desk, hold, 0)
    assert (await _seen(desk, hold["id"]))["state"] == "released"


async def test_a_later_record_counts_though_the_clock_went_back(desk: PaperDesk) -> None:
    hold = (await _held(desk)).json()
    _read(desk, hold, 3)
    _read(desk, hold | {"released_by": "media", "released_at": "2026-01-01T00:00:00Z"}, 4)
    assert (await _seen(desk, hold["id"]))["state"] == "released"
