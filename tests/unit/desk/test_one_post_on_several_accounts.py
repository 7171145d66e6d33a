"""Several accounts, each in words of its own; threads; answers; and what other accounts said in the last day."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from shared.contracts.hold_changed import Hold
from shared.contracts.work_changed import Claim
from tests.support.desk import PaperDesk, labels, mention, triaged
from tests.support.publishing import PaperPublisher
from tests.unit.desk.test_going_back_after_sending import form_of

HASTINGS = "Queens Road in Hastings is closed until noon. Please go round by the sea front."
ROTHER = "Going into Hastings this morning? From Bexhill and Battle take the A259; the ring road is shut."
NEARLY = "Queens Road in Hastings is closed until noon. Please go round by the sea."

SHORT = "Come to the talk on locks at the town hall on Friday at seven"
LONG = (
    "Lock your bike in two places. Take its lights with you. Write its number down. Keep a picture of it. "
    "Never buy one without papers. Tell us where you see thieves."
)


@pytest.fixture
def publisher(desk: PaperDesk) -> PaperPublisher:
    """Decides at once."""
    return PaperPublisher(desk)


async def post(client: httpx.AsyncClient, *said: tuple[str, str], **more: object) -> httpx.Response:
    deliveries = [{"account": account, "text": text} for account, text in said]
    return await client.post("/api/posts?wait=2", json={"deliveries": deliveries, **more})


@pytest.mark.usefixtures("publisher")
async def test_nearly_the_same_words_for_two_accounts_are_refused_and_others_offered(desk: PaperDesk) -> None:
    async with desk.signed_in("media") as client:
        refused = await post(client, ("x_hastings", HASTINGS), ("x_rother", NEARLY))
        apart = await post(client, ("x_hastings", HASTINGS), ("x_rother", ROTHER))
    assert refused.status_code == 422
    assert refused.json()["title"] == "The texts for Hastings Police and Rother Police are nearly the same."
    assert list(refused.json()["variants"]) == ["x_rother"]
    assert refused.json()["beginnings"] == []
    assert apart.status_code == 201
    assert [each["text"] for each in apart.json()["deliveries"]] == [HASTINGS, ROTHER]


@pytest.mark.usefixtures("publisher")
async def test_words_that_are_offered_without_a_warning_can_be_used_as_they_are(desk: PaperDesk) -> None:
    async with desk.signed_in("media") as client:
        refused = (await post(client, ("x_hastings", LONG), ("x_rother", LONG))).json()
        ((account, (offered,)),) = refused["variants"].items()
        assert (account, refused["beginnings"]) == ("x_rother", [])
        assert (await post(client, ("x_hastings", LONG), ("x_rother", offered))).status_code == 201


@pytest.mark.usefixtures("publisher")
async def test_words_that_would_be_refused_again_are_offered_as_a_beginning_only(desk: PaperDesk) -> None:
    async with desk.signed_in("media", browser=True) as client:
        refused = (await post(client, ("x_hastings", SHORT), ("x_rother", SHORT))).json()
        form = await form_of(client) | {"text": SHORT, "also": "x_rother", "words-x_rother": SHORT}
        page = (await client.post("/write/send", data=form)).text
    assert refused["beginnings"] == ["x_rother"]
    assert "a beginning only: go on in your own words" in refused["detail"]
    assert "Begin with these words" in page
    assert "Use these words" not in page


async def test_the_same_words_on_another_account_are_refused_for_a_day_and_like_ones_hinted_at(
    desk: PaperDesk, publisher: PaperPublisher
) -> None:
    async with desk.signed_in() as hastings, desk.signed_in("officer_crawley") as crawley:
        first = (await post(hastings, ("x_hastings", HASTINGS))).json()["deliveries"][0]["id"]
        refused = await post(crawley, ("x_crawley", HASTINGS.upper()))
        assert refused.status_code == 409
        assert (refused.json()["field"], refused.json()["post"]) == ("text", first)
        assert first in refused.json()["title"]
        assert desk.audited()[-1].outcome == "refused"
        assert (await post(crawley, ("x_crawley", NEARLY))).status_code == 201
        assert "alike_elsewhere" in {each.rule for each in publisher.of_text(NEARLY).findings}
        await hastings.post(f"/api/deliveries/{first}/withdraw?wait=2")
        assert (await post(crawley, ("x_crawley", HASTINGS))).status_code == 201


async def test_a_thread_goes_out_on_one_account_each_part_after_the_one_before(
    desk: PaperDesk, publisher: PaperPublisher
) -> None:
    parts: list[dict[str, Any]] = [{"account": "x_hastings", "text": text} for text in (HASTINGS, ROTHER)]
    async with desk.signed_in("media") as client:
        sent = await client.post("/api/posts?wait=2", json={"deliveries": [parts[0], parts[1] | {"follows": 0}]})
        for wrong in (
            [parts[0], parts[1] | {"follows": 1}],
            [parts[0] | {"follows": 0}, parts[1]],
            [parts[0], {"account": "x_rother", "text": ROTHER, "follows": 0}],
            [parts[0], parts[1] | {"follows": -1}],
        ):
            assert (await client.post("/api/posts", json={"deliveries": wrong})).json()["field"] == "follows"
    first, second = (each["id"] for each in sent.json()["deliveries"])
    assert publisher.deliveries[second].content.follows == first


async def test_without_scripts_other_accounts_and_parts_are_written_on_the_page(
    desk: PaperDesk, publisher: PaperPublisher
) -> None:
    async with desk.signed_in("media", browser=True) as client:
        form = await form_of(client) | {"text": HASTINGS, "also": "x_rother", "do": "accounts"}
        draft = (await client.post("/write/save", data=form)).headers["location"].partition("?")[0]
        assert 'name="words-x_rother"' in (await client.get(draft)).text
        form |= {"draft": draft.removeprefix("/write/"), "words-x_rother": NEARLY}
        refused = await client.post("/write/send", data=form)
        used = await client.post("/write/save", data=form | {"do": "use:x_rother:0"})
        offered = (await client.get(used.headers["location"])).text
        sent = await client.post("/write/send", data=form | {"words-x_rother": ROTHER})
    assert refused.status_code == 422
    assert "Nearly the same as Hastings Police&#39;s: reword it" in refused.text
    assert "Use these words" in refused.text
    assert "Rother: " in offered
    assert sent.status_code == 303
    assert {each.content.account for each in publisher.deliveries.values()} == {"x_hastings", "x_rother"}
    assert len({each.post for each in publisher.deliveries.values()}) == 1


async def test_which_of_several_texts_is_wrong_is_named(desk: PaperDesk) -> None:
    async with desk.signed_in("media", browser=True) as client:
        form = await form_of(client) | {"text": HASTINGS}
        others = await client.post("/write/send", data=form | {"also": "x_rother", "words-x_rother": ""})
        parts = await client.post("/write/send", data={**form, "part": [ROTHER, ""]})
    assert "Rother Police: The text is empty." in others.text
    assert "Part 3: The text is empty." in parts.text


async def test_a_part_more_and_a_part_less(desk: PaperDesk, publisher: PaperPublisher) -> None:
    async with desk.signed_in("media", browser=True) as client:
        form = await form_of(client) | {"text": HASTINGS, "do": "part"}
        draft = (await client.post("/write/save", data=form)).headers["location"].partition("?")[0]
        form |= {"draft": draft.removeprefix("/write/")}
        await client.post("/write/save", data={**form, "part": [ROTHER, ""], "do": "drop:1"})
        page = (await client.get(draft)).text
        sent = await client.post("/write/send", data={**form, "part": [ROTHER]})
    assert page.count('name="part"') == 1
    assert sent.status_code == 303
    first, second = (publisher.of_text(text) for text in (HASTINGS, ROTHER))
    assert second.content.follows == first.id


async def test_an_answer_carries_the_proof_that_it_was_asked_for(desk: PaperDesk, publisher: PaperPublisher) -> None:
    said = mention("Is Queens Road open?", desk.clock())
    desk.add(said, triaged(said, labels("question")))
    async with desk.signed_in() as client:
        shown = (await client.get(f"/write?reply_to={said.id}")).text
        assert (await post(client, ("x_hastings", HASTINGS), reply_to="x:1")).status_code == 409
        sent = await post(client, ("x_hastings", HASTINGS), reply_to=said.id)
    assert "What this answers" in shown
    assert "Is Queens Road open?" in shown
    assert sent.status_code == 201
    summons = publisher.of_text(HASTINGS).content.reply_to
    assert summons
    assert (summons.mention, summons.platform_id, summons.accounts) == (said.id, said.platform_id, ("x_hastings",))


@pytest.mark.usefixtures("publisher")
async def test_nobody_answers_over_a_colleagues_head_or_from_an_account_that_was_not_named(desk: PaperDesk) -> None:
    said = mention("Is Queens Road open?", desk.clock())
    claimed = Claim(mention=said.id, by="approver", at=desk.clock(), until=desk.clock() + timedelta(minutes=30))
    desk.add(said, triaged(said, labels("question")), claimed)
    async with desk.signed_in(browser=True) as client, desk.signed_in("media") as media:
        page = (await client.get(f"/write?reply_to={said.id}")).text
        form = await form_of(client, f"/write?reply_to={said.id}") | {"text": HASTINGS}
        refused = await client.post("/write/send", data=form)
        wrong = await post(media, ("x_rother", ROTHER), reply_to=said.id)
    assert "Approver Tester answers this mention." in page
    assert refused.status_code == 422
    assert 'href="#reply"' in refused.text
    assert wrong.status_code in (409, 422)
    assert desk.topics.written == []


async def test_who_answers_reads_first_what_the_author_wrote_since(desk: PaperDesk, publisher: PaperPublisher) -> None:
    said = mention("Is Queens Road open?", desk.clock())
    desk.add(said, triaged(said, labels("question")))
    async with desk.signed_in(browser=True) as client:
        form = await form_of(client, f"/write?reply_to={said.id}") | {"text": HASTINGS}
        since = mention("Never mind!", desk.clock() + timedelta(minutes=1), conversation=said.conversation)
        desk.add(since, triaged(since, labels("chat")))
        refused = await client.post("/write/send", data=form)
        assert publisher.deliveries == {}
        sent = await client.post("/write/send", data=form | {"seen": since.id})
    assert refused.status_code == 422
    assert "Never mind!" in refused.text
    assert f'name="seen" value="{since.id}"' in refused.text
    assert sent.status_code == 303


async def test_the_incident_goes_with_the_post_and_those_of_holds_are_offered(
    desk: PaperDesk, publisher: PaperPublisher
) -> None:
    hold = Hold(id="h1", scope="force", reason="A fire", incident="Pier fire", by="supervisor", at=desk.clock())
    desk.add(hold)
    async with desk.signed_in(browser=True) as client:
        page = (await client.get("/write")).text
        form = await form_of(client) | {"text": HASTINGS, "incident": " Pier fire "}
        assert (await client.post("/write/send", data=form)).status_code == 303
    assert '<option value="Pier fire">' in page
    assert publisher.of_text(HASTINGS).content.incident == "Pier fire"


async def test_everything_of_a_draft_comes_back_with_it(desk: PaperDesk) -> None:
    async with desk.signed_in("media", browser=True) as client:
        form = await form_of(client) | {"text": HASTINGS, "also": "x_rother", "words-x_rother": ROTHER}
        form |= {"incident": "Pier fire", "answer-some_rule": "Because", "when": "at", "day": "2027-10-31"}
        form |= {"clock": "01:30", "fold": "1"}
        saved = await client.post("/write/save", data=form)
        page = (await client.get(saved.headers["location"])).text
        found = await client.get("/api/openapi.json")
    for each in (f"{HASTINGS}</textarea>", f"{ROTHER}</textarea>", 'value="Pier fire"', 'value="2027-10-31"'):
        assert each in page
    assert 'id="fold-second" value="1" checked' in page
    assert "31 Oct 2027 GMT" in page
    assert {"/api/media", "/api/guidance", "/api/posts"} <= set(found.json()["paths"])
