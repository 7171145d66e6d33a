"""The pages of posts by their HTTP: whose they are, what a second press of a button does, and what is never said."""

import re
from collections.abc import Mapping

import httpx
import pytest

from services.publisher.domain import effect
from shared.contracts.post_changed import Step
from tests.support.desk import PEOPLE, PaperDesk
from tests.support.publishing import PaperPublisher, approved_delivery, delivery


async def _form(client: httpx.AsyncClient, page: str) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    text = (await client.get(page)).text
    return dict(re.findall(r'<input type="hidden" name="(\w+)"[^>]*? value="([^"]*)"', text))


async def test_a_button_pressed_twice_sends_once(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    async with desk.signed_in(browser=True) as client:
        form = await _form(client, "/write") | {"account": "x_hastings", "text": "Good morning", "when": "now"}
        first, second = [await client.post("/write/send", data=form) for _ in range(2)]
    assert first.headers["location"] == second.headers["location"]
    assert len(publisher.deliveries) == 1


async def test_who_goes_back_and_writes_on_sends_another(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    async with desk.signed_in(browser=True) as client:
        form = await _form(client, "/write") | {"account": "x_hastings", "when": "now"}
        for text in ("Good morning", "Good morning, Hastings"):
            await client.post("/write/send", data=form | {"text": text})
    assert [each.content.text for each in publisher.deliveries.values()] == ["Good morning", "Good morning, Hastings"]


async def test_of_two_who_edit_one_post_the_second_keeps_their_words_and_reads_which_one_stands(
    desk: PaperDesk,
) -> None:
    publisher = PaperPublisher(desk)
    said = publisher.say(delivery("Good morning", desk.clock()))
    async with (
        desk.signed_in("officer", browser=True) as one,
        desk.signed_in("supervisor", browser=True) as other,
    ):
        forms = [await _form(each, f"/write?from={said.id}") | {"when": "now"} for each in (one, other)]
        first = await one.post("/write/send", data=forms[0] | {"text": "Good morning, Hastings"})
        second = await other.post("/write/send", data=forms[1] | {"text": "Good morning, all"})
    assert (first.status_code, second.status_code) == (303, 409)
    stands = publisher.of_text("Good morning, Hastings")
    assert f"See {stands.id}, which took its place" in second.text
    assert "Good morning, all</textarea>" in second.text
    assert set(publisher.deliveries) == {said.id, stands.id}


async def test_whoever_edited_too_late_finds_the_one_that_stands(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk, prompt=False)
    said = publisher.say(delivery("Good morning", desk.clock()))
    async with desk.signed_in("supervisor", browser=True) as client:
        form = await _form(client, f"/write?from={said.id}") | {"when": "now", "text": "Good morning, all"}
        sent = await client.post("/write/send", data=form)
        publisher.deliveries[said.id] = said.model_copy(update={"state": "void", "replaced_by": "d-first"})
        publisher.decide()
        publisher.say(publisher.deliveries[said.id])
        page = (await client.get(sent.headers["location"])).text
    assert "Not taken:" in page
    assert "It was edited meanwhile: see d-first" in page
    assert 'href="/posts/d-first">The version that took its place instead of this one' in page
    assert "Good morning, all" in page


async def test_approve_pressed_twice_is_one_approval(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk, prompt=False)
    said = publisher.say(delivery("Good morning", desk.clock()))
    async with desk.signed_in("approver", browser=True) as client:
        form = await _form(client, "/approve")
        (path,) = set(re.findall(r'action="(/approve/[^"]+/approve)"', (await client.get("/approve")).text))
        for _ in range(2):
            assert (await client.post(path, data=form)).status_code == 303
    publisher.decide()
    assert publisher.deliveries[said.id].state == "approved"
    assert publisher.deliveries[said.id].refusals == ()


async def test_who_chose_the_time_has_no_button_and_is_told_why(desk: PaperDesk) -> None:
    steps = [Step(transition="post.submitted", at=desk.clock(), by=by) for by in ("officer", "approver")]
    said = PaperPublisher(desk).say(delivery("Good morning", desk.clock(), history=steps))
    for name, may in (("approver", False), ("supervisor", True)):
        async with desk.signed_in(name, browser=True) as client:
            pages = [(await client.get(path)).text for path in ("/approve", f"/posts/{said.id}")]
        assert [f"/approve/{said.id}/approve" in pages[0], f"/approve#p-{said.id}" in pages[1]] == [may, may]
        assert ["Somebody else has to approve the time you chose." in page for page in pages] == [not may, not may]


@pytest.mark.parametrize(
    "path",
    [
        "/write/send",
        "/write/save",
        "/write/discard",
        "/approve/{id}/approve",
        "/approve/{id}/return",
        "/posts/{id}/withdraw",
        "/posts/{id}/reschedule",
        "/posts/{id}/settle",
    ],
)
async def test_a_form_of_another_site_does_nothing(desk: PaperDesk, path: str) -> None:
    said = PaperPublisher(desk).say(delivery("Good morning", desk.clock()))
    form = {"account": "x_hastings", "text": "x", "hash": said.hash, "version": "1", "outcome": "abandoned"}
    async with desk.signed_in("supervisor", browser=True) as client:
        answer = await client.post(path.format(id=said.id), data=form)
    assert answer.status_code == 403
    assert desk.topics.written == []


async def test_an_approval_is_bound_to_what_the_card_showed(desk: PaperDesk) -> None:
    said = PaperPublisher(desk).say(delivery("Good morning", desk.clock()))
    async with desk.signed_in("approver", browser=True) as client:
        form = await _form(client, "/approve")
        for changed in ({"hash": "0" * 64}, {"version": "2"}, {"version": "x"}):
            answer = await client.post(f"/approve/{said.id}/approve", data=form | changed)
            assert answer.status_code == 409
            assert "Look at it again" in answer.text
    assert desk.topics.written == []


async def test_what_turns_a_text_round_is_shown_and_turns_nothing_round(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    before = publisher.say(delivery("Call 101", desk.clock(), state="void", version=2))
    publisher.say(delivery("Call \u202e101\u202c", desk.clock(), replaces=before.id))
    async with desk.signed_in("approver", browser=True) as client:
        page = (await client.get("/approve")).text
        form = await _form(client, "/write") | {"account": "x_hastings", "text": "Call \u2067101", "when": "now"}
        preview = (await client.post("/write/save", data=form, headers={"hx-request": "true"})).text
    assert page.count("[forced right to left]") == 2, "in the post, and in what changed"
    assert "[right to left from here]" in preview
    assert set(page + preview).isdisjoint("\u202e\u202c\u2067")


async def test_the_same_words_on_one_account_are_told_to_writer_and_approver(desk: PaperDesk) -> None:
    publisher, now = PaperPublisher(desk), desk.clock()
    out = publisher.publish(publisher.say(approved_delivery("Road closed", now)).id)
    first, second = [publisher.say(delivery(text, now)) for text in ("Lost dog found", "LOST dog found!")]
    cases = (("Road closed.", out.id), ("Lost dog found", second.id), ("Road open", ""), ("!", ""))
    async with desk.signed_in(browser=True) as client:
        form = await _form(client, "/write") | {"account": "x_hastings", "when": "now"}
        for text, other in cases:
            told = (await client.post("/write/save", data=form | {"text": text}, headers={"hx-request": "true"})).text
            assert ("The same words" in told) == bool(other), text
            assert f'href="/posts/{other}"' in told or not other
    async with desk.signed_in("approver", browser=True) as client:
        cards = (await client.get("/approve")).text
    assert re.findall(r'words</strong> (wait)[^<]*: <a href="/posts/([^"]+)', cards) == [
        ("wait", second.id),
        ("wait", first.id),
    ]


async def test_what_was_said_a_day_ago_may_be_said_again(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    publisher.publish(publisher.say(approved_delivery("Road closed", desk.clock())).id)
    desk.clock.pass_by(hours=24, seconds=1)
    publisher.say(delivery("Road closed", desk.clock()))
    async with desk.signed_in("approver", browser=True) as client:
        page = (await client.get("/approve")).text
    assert "Road closed" in page
    assert "The same words" not in page


async def test_the_same_words_of_another_districts_post_are_nobody_elses_to_know(desk: PaperDesk) -> None:
    PaperPublisher(desk).say(delivery("Road closed", desk.clock()))
    async with desk.signed_in("officer_crawley", browser=True) as client:
        form = await _form(client, "/write") | {"account": "x_hastings", "when": "now", "text": "Road closed"}
        told = (await client.post("/write/save", data=form, headers={"hx-request": "true"})).text
    assert "The same words" not in told


async def test_where_the_platform_has_it_already_can_be_opened(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    sent = publisher.send(publisher.say(approved_delivery("Road closed", desk.clock())).id)
    there = delivery("Road closed", desk.clock(), state="posted", link="https://x.com/sbx_hastings/status/7")
    publisher.say(effect.duplicate(sent, desk.clock(), "X answered 403: <b>duplicate</b>", [there]))
    async with desk.signed_in(browser=True) as client:
        page = (await client.get(f"/posts/{sent.id}")).text
    assert 'X has this text on this account already: <a href="https://x.com/sbx_hastings/status/7"' in page
    assert "&lt;b&gt;duplicate" in page


async def test_posts_of_other_districts_are_nobody_elses_to_see(desk: PaperDesk) -> None:
    said = PaperPublisher(desk).say(delivery("Only for Hastings", desk.clock()))
    async with desk.signed_in("officer_crawley", browser=True) as client:
        for page in ("/", "/approve", "/posts", "/posts?account=x_hastings", f"/write?replaces={said.id}"):
            assert "Only for Hastings" not in (await client.get(page)).text
        assert (await client.get(f"/posts/{said.id}")).status_code == 403
        assert (await client.get(f"/write?from={said.id}")).status_code == 403
        form = await _form(client, "/write") | {"replaces": said.id, "account": "x_crawley", "text": "x"}
        assert "Only for Hastings" not in (await client.post("/write/send", data=form)).text


async def test_nothing_is_called_published_without_proof(desk: PaperDesk) -> None:
    publisher, now = PaperPublisher(desk), desk.clock()
    publisher.say(delivery("No proof of it", now, state="posted"))
    publisher.lose(publisher.say(approved_delivery("Perhaps it is there", now)).id)
    async with desk.signed_in(browser=True) as client:
        listed = (await client.get("/posts")).text
        tags = re.findall(r'class="bl-tag[^>]*>([^<]+)<', listed)
    assert sorted(tags) == ["Said to be published, without proof", "Unknown, checking"]


async def test_what_was_typed_is_kept_when_the_form_is_refused(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    missed = publisher.say(delivery("Too late", desk.clock(), state="missed", version=3))
    async with desk.signed_in(browser=True) as client:
        form = await _form(client, f"/posts/{missed.id}") | {"when": "at", "day": "2027-03-28", "clock": "01:30"}
        answer = await client.post(f"/posts/{missed.id}/reschedule", data=form)
    assert answer.status_code == 422
    assert "does not exist on 28 March 2027" in answer.text
    assert 'value="2027-03-28"' in answer.text
    assert 'value="01:30"' in answer.text


async def test_a_missed_one_gets_another_time_and_waits_for_approval(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    missed = publisher.say(delivery("Too late", desk.clock(), state="missed", version=3))
    async with desk.signed_in(browser=True) as client:
        form = await _form(client, f"/posts/{missed.id}") | {"when": "now", "version": "3"}
        answer = await client.post(f"/posts/{missed.id}/reschedule", data=form)
        page = (await client.get(answer.headers["location"])).text
    assert publisher.deliveries[missed.id].state == "submitted"
    assert "It has the new time, and waits for approval." in page


async def test_withdrawn_is_said_with_who_and_why(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    said = publisher.say(delivery("Not this", desk.clock()))
    async with desk.signed_in(browser=True) as client:
        form = await _form(client, f"/posts/{said.id}") | {"reason": "The event is off"}
        answer = await client.post(f"/posts/{said.id}/withdraw", data=form)
        page = (await client.get(answer.headers["location"])).text
    assert "Withdrawn: it will not be posted." in page
    assert "Officer Tester withdrew it: The event is off" in page


@pytest.mark.parametrize("query", [{"state": "nonsense"}, {"account": "nobody"}, {"page": "-1"}, {"page": "9" * 30}])
async def test_a_filter_that_nobody_knows_filters_nothing(desk: PaperDesk, query: Mapping[str, str]) -> None:
    async with desk.signed_in(browser=True) as client:
        assert (await client.get("/posts", params=dict(query))).status_code == 200


async def test_who_may_not_write_reads_why(desk: PaperDesk) -> None:
    officer = next(each for each in PEOPLE if each.id == "officer")
    desk.add(officer.model_copy(update={"training": ()}))
    async with desk.signed_in(browser=True) as client:
        page = (await client.get("/write")).text
    assert "There is no account that you may write for." in page
    assert "no training for social media that is in date" in page


@pytest.mark.parametrize("page", ["/", "/approve", "/posts", "/posts/{id}", "/write?from={id}"])
async def test_script_in_a_post_is_text(desk: PaperDesk, page: str) -> None:
    publisher = PaperPublisher(desk)
    attack = "<script>alert(1)</script> #<b> https://example.org/<i> \"'"
    before = publisher.say(delivery(f"{attack} before", desk.clock(), state="void", reason=attack, version=2))
    said = publisher.say(delivery(attack, desk.clock(), replaces=before.id))
    async with desk.signed_in("supervisor", browser=True) as client:
        text = (await client.get(page.format(id=said.id))).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert re.findall(r"<script(?![^>]*src=)|<[bi]>", text) == []


async def test_an_officer_reads_who_approves(desk: PaperDesk) -> None:
    async with desk.signed_in(browser=True) as client:
        assert "approved by an approver or supervisor" in (await client.get("/approve")).text


async def test_a_time_that_is_refused_is_said_where_it_can_be_seen(desk: PaperDesk) -> None:
    """Not among the fields of a day and time, which are hidden while none is asked for."""
    missed = PaperPublisher(desk).say(delivery("Too late", desk.clock(), state="missed", version=3))
    async with desk.signed_in(browser=True) as client:
        form = await _form(client, f"/posts/{missed.id}") | {"when": "now", "version": "2"}
        text = (await client.post(f"/posts/{missed.id}/reschedule", data=form)).text
    assert 0 < text.index("It changed after you looked at it.") < text.index('class="bl-when__at"')
