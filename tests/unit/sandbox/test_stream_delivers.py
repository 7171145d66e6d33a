"""The stream delivers each new post that matches a rule once, in the words in which it was made."""

from html import unescape

import httpx
import pytest

from tests.support.sandbox import StartXStandIn, XStandIn
from tests.support.waiting import wait_until
from tests.unit.sandbox.listener import FIELDS, STREAM, add_rule, client_of, listening


async def test_a_mention_arrives_once_with_the_rules_it_matched(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    other = await add_rule(api, "to:sbx_hastings OR from:jo_bloggs", "direct")
    async with listening(api) as stream:
        post = await x_stand_in.mention("sbx_hastings", "@sbx_hastings thank you", "jo_bloggs", lang="en")
        await x_stand_in.mention("sbx_crawley", "@sbx_crawley nobody listens for this")
        await x_stand_in.fault("stream", "disconnect", notice=False)
        await stream.ended.wait()
    (found,) = stream.posts
    assert found["data"]["id"] == post
    assert found["data"]["text"] == "@sbx_hastings thank you"
    assert found["data"]["lang"] == "en"
    assert found["data"]["edit_history_tweet_ids"] == [post]
    assert [each["tag"] for each in found["matching_rules"]] == ["ours", "direct"]
    assert found["matching_rules"][1]["id"] == other
    assert {each["username"] for each in found["includes"]["users"]} == {"jo_bloggs", "sbx_hastings"}


@pytest.mark.parametrize(
    "text",
    [
        "No account is named here",
        'Line one\nline two \u2028 <script>alert(1)</script> & "quotes" \u0000',
        "\U0001f6a8 \u0643\u0644\u0628 \u72ac \u092e\u0926\u0926 e\u0301",
        "write to jo@sbx_hastings.example, @sbx_hastings_2 and @@sbx_hastings",
    ],
)
async def test_the_words_are_delivered_exactly_and_the_mention_with_them(
    x_stand_in: XStandIn, api: httpx.AsyncClient, text: str
) -> None:
    async with listening(api) as stream:
        await x_stand_in.mention("@SBX_Hastings", text)
        (found,) = await stream.heard(1)
    assert unescape(found["data"]["text"]) == text
    assert not {"<", ">"} & set(found["data"]["text"])
    (mention,) = found["data"]["entities"]["mentions"]
    assert (mention["username"], mention["start"], mention["end"]) == ("sbx_hastings", 0, 0)
    assert found["data"]["in_reply_to_user_id"] == mention["id"] == "1000000000000000001"


async def test_mentions_in_the_words_are_where_the_words_say(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    text = "\U0001f6a8 @SBX_Rother and .@sbx_hastings, see #harbour https://a.example/b?c=1."
    async with listening(api) as stream:
        await x_stand_in.mention("sbx_hastings", text)
        (found,) = await stream.heard(1)
    entities = found["data"]["entities"]
    assert [text[each["start"] : each["end"]] for each in entities["mentions"]] == ["@SBX_Rother", "@sbx_hastings"]
    assert [each["username"] for each in entities["mentions"]] == ["sbx_rother", "sbx_hastings"]
    assert [each["tag"] for each in entities["hashtags"]] == ["harbour"]
    assert [each["url"] for each in entities["urls"]] == ["https://a.example/b?c=1"]
    assert "in_reply_to_user_id" not in found["data"]


async def test_a_reply_names_what_it_answers(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    first = await x_stand_in.mention("sbx_hastings", "@sbx_hastings a question", "asks")
    async with listening(api) as stream:
        second = await x_stand_in.mention("sbx_hastings", "I wonder too", "wonders", reply_to=first)
        await x_stand_in.mention("sbx_hastings", "and I", "third", reply_to=second)
        middle, last = await stream.heard(2)
    assert middle["data"]["referenced_tweets"] == [{"type": "replied_to", "id": first}]
    assert [each["data"]["conversation_id"] for each in (middle, last)] == [first, first]
    assert middle["data"]["in_reply_to_user_id"] == middle["includes"]["tweets"][0]["author_id"]
    assert middle["includes"]["tweets"][0]["text"] == "@sbx_hastings a question"
    assert middle["includes"]["tweets"][0]["public_metrics"]["reply_count"] == 1


async def test_a_long_text_is_cut_and_whole_in_its_note(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    text = "@sbx_hastings " + "\u00e9" * 270 + " the end @sbx_rother"
    async with listening(api) as stream:
        await x_stand_in.mention("sbx_hastings", text)
        await x_stand_in.mention("sbx_hastings", "@sbx_hastings " + "x" * 24_986)
        found, longest = await stream.heard(2)
    assert found["data"]["text"].endswith("…")
    assert len(found["data"]["text"]) < 280
    assert found["data"]["note_tweet"]["text"] == text
    assert [each["username"] for each in found["data"]["entities"]["mentions"]] == ["sbx_hastings"]
    assert len(found["data"]["note_tweet"]["entities"]["mentions"]) == 2
    assert len(longest["data"]["note_tweet"]["text"]) == 25_000


async def test_only_what_is_asked_for_is_shown(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    async with listening(api, **{"tweet.fields": "lang"}) as stream:
        await x_stand_in.mention("sbx_hastings", "@sbx_hastings plain")
        (found,) = await stream.heard(1)
    assert set(found) == {"data", "matching_rules"}
    assert set(found["data"]) == {"id", "text", "edit_history_tweet_ids", "lang"}


async def test_what_was_said_before_is_not_delivered(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    await x_stand_in.mention("sbx_hastings", "@sbx_hastings early")
    async with listening(api) as stream:
        await x_stand_in.mention("sbx_hastings", "@sbx_hastings late")
        await stream.heard(1)
    assert stream.texts == ["@sbx_hastings late"]


async def test_a_quiet_stream_keeps_itself_alive(api: httpx.AsyncClient) -> None:
    async with listening(api) as stream:
        await wait_until(lambda: stream.keep_alives >= 2, what="two keep-alives")
    assert stream.lines == []


async def test_a_post_made_elsewhen_says_so_and_still_comes_now(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    async with listening(api) as stream:
        first = await x_stand_in.mention("sbx_rother", "@sbx_rother new", at="2031-07-09T12:00:00+01:00")
        second = await x_stand_in.mention("sbx_rother", "@sbx_rother old", at="2011-07-09T12:00:00+01:00")
        found = await stream.heard(2)
    assert [each["data"]["created_at"] for each in found] == ["2031-07-09T11:00:00.000Z", "2011-07-09T11:00:00.000Z"]
    assert int(first) < int(second)


async def test_one_connection_is_all_there_is_until_it_is_gone(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    async with listening(api):
        second = await api.get(STREAM)
        assert second.status_code == 429
        assert second.json()["connection_issue"] == "TooManyConnections"
        assert int(second.headers["x-rate-limit-remaining"]) > 0
    await wait_until(lambda: _none_listens(x_stand_in), what="the connection is free")
    async with listening(api):
        pass


async def test_a_ghost_lingers_until_it_is_killed(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(ghost=600)
    async with client_of(stand_in) as client:
        await add_rule(client, "@sbx_hastings", "ours")
        async with listening(client):
            pass
        await wait_until(lambda: _none_listens(stand_in), what="the client is gone")
        assert (await client.get(STREAM)).status_code == 429
        (ghost,) = (await client.get("/2/connections")).json()["data"]
        killed = (await client.delete("/2/connections/all")).json()["data"]
        assert killed["successful_kills"] == 1
        assert killed["results"][0]["uuid"] == ghost["id"]
        async with listening(client):
            assert await stand_in.streams() == 1


async def test_a_second_connection_may_take_the_place_of_the_first(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(second_connection="replace")
    async with client_of(stand_in) as client:
        await add_rule(client, "@sbx_hastings", "ours")
        async with listening(client) as first, listening(client) as second:
            await first.ended.wait()
            await stand_in.mention("sbx_hastings", "@sbx_hastings hello")
            await second.heard(1)
    assert first.posts == []


async def test_a_slow_reader_is_dropped(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(buffer=3)
    async with client_of(stand_in) as client:
        await add_rule(client, "@sbx_hastings", "ours")
        async with client.stream("GET", STREAM, params=FIELDS) as response:
            assert response.status_code == 200
            text = "@sbx_hastings " + "\U0001f6a8" * 24_000
            for _ in range(600):
                await stand_in.mention("sbx_hastings", text)
                if await stand_in.streams() == 0:
                    break
            assert await stand_in.streams() == 0
        (dropped,) = (await client.get("/2/connections", params={"status": "inactive"})).json()["data"]
    assert dropped["disconnect_reason"] == "SlowReader"


async def _none_listens(stand_in: XStandIn) -> bool:
    return await stand_in.streams() == 0
