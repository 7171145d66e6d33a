"""The pages of a hold by their HTTP: two steps, whose forms they take, and what goes on record."""

import re

import httpx
import pytest

from services.desk.readmodel import holds
from shared.contracts.hold_changed import Hold
from tests.support.desk import PaperDesk
from tests.support.publishing import PaperPublisher, approved_delivery

FIRE = {"scope": "district:hastings", "reason": "A fire on the pier", "incident": "Pier fire", "typed": "Hastings"}


def _hold(desk: PaperDesk, scope: str = "district:hastings") -> Hold:
    hold = Hold(id=f"h-{scope}", scope=scope, reason="A fire", by="supervisor", at=desk.clock())
    desk.add(hold)
    return hold


async def _hidden(client: httpx.AsyncClient, page: str) -> dict[str, str]:
    text = (await client.get(page)).text
    return dict(re.findall(r'<input type="hidden" name="(\w+)"[^>]*? value="([^"]*)"', text))


@pytest.mark.parametrize("path", ["/hold", "/hold/confirm", "/hold/back", "/hold/h-force/release"])
async def test_a_form_of_another_site_stops_and_releases_nothing(desk: PaperDesk, path: str) -> None:
    _hold(desk, "force")
    async with desk.signed_in("supervisor", browser=True) as client:
        assert (await client.post(path, data=FIRE)).status_code == 403
    assert desk.topics.written == []


@pytest.mark.parametrize("path", ["take-down", "review"])
async def test_a_form_of_another_site_takes_nothing_down(desk: PaperDesk, path: str) -> None:
    publisher = PaperPublisher(desk)
    posted = publisher.publish(publisher.say(approved_delivery("Good morning", desk.clock())).id)
    async with desk.signed_in("supervisor", browser=True) as client:
        answer = await client.post(f"/posts/{posted.id}/{path}", data={"sure": "1", "reason": "x", "verdict": "right"})
    assert answer.status_code == 403
    assert desk.topics.written == []


async def test_stop_pressed_twice_is_one_hold(desk: PaperDesk) -> None:
    async with desk.signed_in("supervisor", browser=True) as client:
        form = await _hidden(client, "/hold") | FIRE
        assert "To confirm, type <strong>Hastings</strong>" in (await client.post("/hold/confirm", data=form)).text
        for _ in range(2):
            assert (await client.post("/hold", data=form)).headers["location"] == "/hold?done=hold_begun"
    assert desk.topics.transitions() == ["hold.begun"]


@pytest.mark.parametrize("typed", ["", "Rother", "Hastings Police", "district"])
async def test_what_is_not_its_name_stops_nothing(desk: PaperDesk, typed: str) -> None:
    async with desk.signed_in("supervisor", browser=True) as client:
        answer = await client.post("/hold", data=await _hidden(client, "/hold") | FIRE | {"typed": typed})
    assert answer.status_code == 422
    assert "That is not Hastings. Nothing is stopped yet." in answer.text
    assert desk.topics.written == []


async def test_an_officer_has_no_form_and_a_forged_one_is_on_record(desk: PaperDesk) -> None:
    async with desk.signed_in("officer", browser=True) as client:
        assert "Supervisors and the media team stop posting" in (await client.get("/hold")).text
        answer = await client.post("/hold", data=await _hidden(client, "/hold") | FIRE)
    assert answer.status_code == 403
    assert ("hold.begin", "refused") in [(each.act, each.outcome) for each in desk.audited()]
    assert holds.standing(desk.store.db) == []


async def test_who_holds_what_is_held_is_told_whose_it_is(desk: PaperDesk) -> None:
    _hold(desk)
    async with desk.signed_in("media", browser=True) as client:
        page = (await client.post("/hold/confirm", data=await _hidden(client, "/hold") | FIRE)).text
    assert "It is stopped already by Supervisor Tester" in page
    assert "Yours takes the place of that" in page


@pytest.mark.parametrize(("by", "sees"), [("officer", True), ("supervisor", True), ("officer_crawley", False)])
async def test_every_page_says_what_is_stopped_in_ones_districts(desk: PaperDesk, by: str, sees: bool) -> None:  # noqa: FBT001 - a case
    _hold(desk)
    async with desk.signed_in(by) as client:
        for path in ("/", "/inbox", "/write", "/posts?view=calendar", "/numbers/hastings", "/nowhere"):
            assert ("Posting is stopped for Hastings district" in (await client.get(path)).text) is sees, path


async def test_the_list_of_held_posts_has_those_alone_that_may_not_pass(desk: PaperDesk) -> None:
    publisher, now = PaperPublisher(desk), desk.clock()
    waits = publisher.say(approved_delivery("Bike marking", now))
    assert waits.approval
    under = waits.approval.model_copy(update={"incident": "Pier fire"})
    publisher.say(approved_delivery("Stay away from the pier", now).model_copy(update={"approval": under}))
    desk.add(_hold(desk).model_copy(update={"incident": "pier fire"}))
    async with desk.signed_in() as client:
        page = (await client.get("/posts?state=held")).text
    assert "Bike marking" in page
    assert "Stay away from the pier" not in page


async def test_who_has_to_stop_posting_need_not_scroll_past_what_was_released(desk: PaperDesk) -> None:
    publisher, now = PaperPublisher(desk), desk.clock()
    hold = _hold(desk)
    async with desk.signed_in("supervisor") as client:
        assert 'href="#stop"' in (await client.get("/hold")).text
        late = approved_delivery("Bike marking", now)
        publisher.say(late.model_copy(update={"state": "missed"}))
        await client.delete(f"/api/holds/{hold.id}")
        page = (await client.get("/hold")).text
    assert "Released: Hastings district" in page
    assert page.index('href="#stop"') < page.index("Released: Hastings district")
