"""Back, after Send for approval: it leads to the post, and the same form sent again makes no second one."""

import re

import httpx

from tests.support.desk import PaperDesk
from tests.support.publishing import PaperPublisher, delivery

WORDS = {"account": "x_hastings", "text": "Good morning", "when": "now"}


async def form_of(client: httpx.AsyncClient, page: str = "/write") -> dict[str, str]:
    """What a page's form has, with the words in it that a browser puts back."""
    text = (await client.get(page)).text
    return dict(re.findall(r'<input type="hidden" name="(\w+)"[^>]*? value="([^"]*)"', text)) | WORDS


async def saved(client: httpx.AsyncClient, **other: str) -> str:
    """The address of a draft."""
    answer = await client.post("/write/save", data=await form_of(client) | other)
    assert answer.status_code == 303
    return answer.headers["location"].partition("?")[0]


async def test_the_address_of_a_draft_that_was_sent_leads_to_its_post(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    async with desk.signed_in(browser=True) as client:
        draft = await saved(client)
        await client.post("/write/send", data=await form_of(client, draft))
        back = await client.get(draft)
        said = (await client.get(back.headers["location"])).text
    (post,) = publisher.deliveries
    assert back.headers["location"].partition("?")[0] == f"/posts/{post}"
    assert "You sent this for approval already" in said


async def test_the_address_of_a_new_version_that_was_sent_leads_to_it(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    first = publisher.say(delivery("First words", desk.clock()))
    async with desk.signed_in(browser=True) as client:
        draft = await saved(client, replaces=first.id)
        await client.post("/write/send", data=await form_of(client, draft))
        back = await client.get(draft)
    assert back.headers["location"].partition("?")[0] == f"/posts/{publisher.of_text('Good morning').id}"


async def test_a_draft_that_was_thrown_away_or_is_a_colleagues_leads_nowhere(desk: PaperDesk) -> None:
    PaperPublisher(desk)
    async with desk.signed_in(browser=True) as client:
        draft, other = await saved(client), await saved(client, text="Other words")
        await client.post("/write/discard", data=await form_of(client, draft))
        assert (await client.get(draft)).status_code == 404
        await client.post("/write/send", data=await form_of(client, other) | {"text": "Other words"})
    async with desk.signed_in("approver", browser=True) as colleague:
        assert (await colleague.get(other)).status_code == 404


async def test_the_same_form_from_a_new_page_leads_to_the_post_that_is_there(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    async with desk.signed_in(browser=True) as client:
        first = await client.post("/write/send", data=await form_of(client))
        desk.clock.pass_by(minutes=2)
        again = await client.post("/write/send", data=await form_of(client))
        left = (await client.get("/write")).text
    assert len(publisher.deliveries) == 1
    post = first.headers["location"].partition("?")[0]
    assert again.headers["location"] == f"{post}?done=sent"
    assert "You have no other draft" in left


async def test_a_draft_of_what_was_just_sent_goes_with_it(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    async with desk.signed_in(browser=True) as client:
        await client.post("/write/send", data=await form_of(client))
        draft = await saved(client)
        await client.post("/write/send", data=await form_of(client, draft))
        left = (await client.get("/write")).text
    assert len(publisher.deliveries) == 1
    assert "You have no other draft" in left


async def test_other_words_for_a_draft_that_was_sent_are_refused_and_kept(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    async with desk.signed_in(browser=True) as client:
        draft = await saved(client)
        form = await form_of(client, draft)
        assert (await client.post("/write/send", data=form)).status_code == 303
        answer = await client.post("/write/send", data=form | {"text": "Other words"})
    assert answer.status_code == 409
    assert "This draft was sent for approval already" in answer.text
    assert "Other words</textarea>" in answer.text
    assert len(publisher.deliveries) == 1


async def test_the_same_words_are_another_post_later_or_once_the_first_is_called_off(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    async with desk.signed_in(browser=True) as client:
        first = await client.post("/write/send", data=await form_of(client))
        post = first.headers["location"].partition("?")[0]
        await client.post(f"{post}/withdraw", data=await form_of(client, post))
        await client.post("/write/send", data=await form_of(client))
        assert len(publisher.deliveries) == 2
        desk.clock.pass_by(minutes=16)
        await client.post("/write/send", data=await form_of(client))
    assert len(publisher.deliveries) == 3
