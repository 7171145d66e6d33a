"""What is posted, what is refused and in which words, and whose signature is good."""

import time

import httpx
import pytest

from tests.support.sandbox import StartXStandIn, XStandIn
from tests.unit.sandbox.listener import add_rule, client_of, listening
from tests.unit.sandbox.signed import HASTINGS, ROTHER, Signature, signed_by

TIMELINE = f"/2/users/{HASTINGS.user}/tweets"

LONG = "w" * 281


async def post(client: httpx.AsyncClient, text: str, **more: object) -> httpx.Response:
    """Try to post."""
    return await client.post("/2/tweets", json={"text": text, **more})


async def posted(client: httpx.AsyncClient, text: str, **more: object) -> str:
    """Post; the id."""
    answer = await post(client, text, **more)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({"text": ""}, 400, "$.text"),
        ({"text": " \n "}, 400, "$.text"),
        ({}, 400, "$.text"),
        ({"text": "a\ufffe"}, 400, "characters"),
        ({"text": 5}, 400, "$.text"),
        ({"text": "a", "colour": "blue"}, 400, "$.colour: is not defined in the schema"),
        ({"text": "a", "reply": {"in_reply_to_tweet_id": "x"}}, 400, "$.reply.in_reply_to_tweet_id"),
        ({"text": "a", "reply": {"in_reply_to_tweet_id": "1", "to": "1"}}, 400, "$.reply.to: is not defined"),
        ({"text": "a", "reply_settings": "nobody"}, 400, "$.reply_settings"),
        ({"text": "a", "poll": {}}, 400, "does not do that yet"),
        ({"text": "a", "media": {"media_ids": ["1"]}}, 400, "Your media IDs are invalid."),
        ({"text": "a", "media": {"media_ids": []}}, 400, "$.media.media_ids"),
        ({"text": "a", "media": {"media_ids": ["1"] * 5}}, 400, "$.media.media_ids"),
        ({"text": "a", "media": {"media_ids": "1"}}, 400, "$.media.media_ids"),
        ({"text": LONG}, 403, "too long"),
        ({"text": "😀" * 141}, 403, "too long"),
        ({"text": "a", "reply": {"in_reply_to_tweet_id": "1"}}, 403, "deleted or not visible"),
        ([], 400, "$"),
    ],
)
async def test_what_cannot_be_posted_is_refused_as_x_does(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, body: object, status: int, named: str
) -> None:
    answer = await hastings.post("/2/tweets", json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    said = problem["errors"][0]["message"] if status == 400 else problem["detail"]
    assert named in said
    assert problem["title"] == ("Invalid Request" if status == 400 else "Forbidden")
    assert await x_stand_in.posts() == []
    assert [each["took_effect"] for each in await x_stand_in.calls()] == [False]


async def test_bodies_that_are_no_json_are_refused(hastings: httpx.AsyncClient) -> None:
    json = {"Content-Type": "application/json"}
    assert (await hastings.post("/2/tweets", content=b"{", headers=json)).status_code == 400
    assert (await hastings.post("/2/tweets", content=b'{"text": "a"}')).status_code == 400


async def test_the_longest_text_counts_as_x_counts(hastings: httpx.AsyncClient) -> None:
    link = "https://www.gov.uk/" + "x" * 300
    await posted(hastings, "w" * 256 + " " + link)
    await posted(hastings, "👩‍👩‍👧‍👦" * 140)


async def test_a_text_too_long_can_be_400_as_well(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(too_long=400)
    async with signed_by(stand_in, HASTINGS) as client:
        answer = await post(client, LONG)
    assert (answer.status_code, "too long" in answer.json()["errors"][0]["message"]) == (400, True)


async def test_the_same_text_again_is_a_duplicate_for_that_account_alone(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, rother: httpx.AsyncClient
) -> None:
    first = await posted(hastings, "Caf\u00e9 closed")
    again = await post(hastings, "Cafe\u0301 closed ")
    assert again.status_code == 403
    assert again.json() == {
        "title": "Forbidden",
        "detail": "You are not allowed to create a Tweet with duplicate content.",
        "type": "about:blank",
        "status": 403,
    }
    await posted(rother, "Caf\u00e9 closed")
    await posted(hastings, "Caf\u00e9 closed", reply={"in_reply_to_tweet_id": first})
    await hastings.delete(f"/2/tweets/{first}")
    await posted(hastings, "Caf\u00e9 closed")
    assert len(await x_stand_in.posts("sbx_hastings")) == 3


async def test_duplicates_are_forgotten_after_the_window(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(duplicate_window=0)
    async with signed_by(stand_in, HASTINGS) as client:
        assert await posted(client, "again") != await posted(client, "again")


async def test_a_reply_names_whom_it_answers_and_counts(x_stand_in: XStandIn, hastings: httpx.AsyncClient) -> None:
    asked = await x_stand_in.mention("sbx_hastings", "@sbx_hastings is the A259 open?", "jo")
    answered = await posted(hastings, "It is & all day: www.gov.uk", reply={"in_reply_to_tweet_id": asked})
    fields = {"tweet.fields": "conversation_id,in_reply_to_user_id,referenced_tweets,entities,public_metrics"}
    both = (await hastings.get("/2/tweets", params={"ids": f"{asked},{answered}", **fields})).json()["data"]
    assert both[0]["public_metrics"]["reply_count"] == 1
    reply = both[1]
    assert reply["text"].startswith("@jo It is &amp; all day: https://t.co/")
    assert reply["conversation_id"] == asked
    assert reply["referenced_tweets"] == [{"type": "replied_to", "id": asked}]
    assert reply["entities"]["mentions"][0]["username"] == "jo"
    (link,) = reply["entities"]["urls"]
    assert (link["expanded_url"], link["display_url"]) == ("http://www.gov.uk", "gov.uk")
    plain = reply["text"].replace("&amp;", "&")
    assert plain[link["start"] : link["end"]] == link["url"]
    thread = await posted(hastings, "More to come", reply={"in_reply_to_tweet_id": answered})
    shown = (await hastings.get(f"/2/tweets/{thread}")).json()["data"]
    assert shown["text"] == "More to come"


async def test_a_post_comes_on_the_stream_where_it_names_an_account(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient
) -> None:
    async with client_of(x_stand_in) as client:
        await add_rule(client, "@sbx_rother", "rother")
        async with listening(client) as stream:
            await posted(hastings, "With @sbx_rother on the A259 today")
            (heard,) = await stream.heard(1)
    assert heard["includes"]["users"][0]["username"] == "sbx_hastings"


async def test_only_its_author_deletes_a_post(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, rother: httpx.AsyncClient
) -> None:
    made = await posted(hastings, "ours")
    assert (await rother.delete(f"/2/tweets/{made}")).status_code == 403
    assert (await hastings.delete(f"/2/tweets/{made}")).json() == {"data": {"deleted": True}}
    gone = await hastings.delete(f"/2/tweets/{made}")
    assert (gone.status_code, gone.json()["resource_id"]) == (404, made)
    assert [each["deleted"] for each in await x_stand_in.posts()] == [True]


async def test_every_part_of_a_signature_counts(x_stand_in: XStandIn) -> None:
    key, secret, token, token_secret = x_stand_in.keys(HASTINGS)
    good = (key, secret, token, token_secret)
    wrong = {
        "the app's key": Signature(("other", secret, token, token_secret)),
        "the app's secret": Signature((key, "other", token, token_secret)),
        "the token": Signature((key, secret, f"{HASTINGS.user}-other", token_secret)),
        "the token's secret": Signature((key, secret, token, "other")),
        "another's token": Signature((key, secret, ROTHER.token, ROTHER.secret)),
        "the origin": Signature(good, "https://api.example"),
        "an old timestamp": Signature(good, timestamp="1700000000"),
        "no user's number": Signature((key, secret, "token", token_secret)),
    }
    async with httpx.AsyncClient(base_url=x_stand_in.origin) as client:
        for what, auth in wrong.items():
            answer = await client.post("/2/tweets", json={"text": what}, auth=auth)
            assert answer.status_code == 401, what
            assert answer.json()["title"] == "Unauthorized"
        for origin in ("https://api.twitter.com", "https://api.x.com", x_stand_in.origin):
            answer = await client.post("/2/tweets", json={"text": origin}, auth=Signature(good, origin))
            assert answer.status_code == 201, answer.text
        x_stand_in.revoke(HASTINGS)
        revoked = await client.post("/2/tweets", json={"text": "revoked"}, auth=Signature(good))
        assert revoked.status_code == 401
    assert len(await x_stand_in.posts()) == 3


async def test_without_keys_any_token_of_a_known_user_is_good(x_stand_in: XStandIn) -> None:
    anything = ("key", "secret", f"{HASTINGS.user}-anything", "anything")
    async with httpx.AsyncClient(base_url=x_stand_in.origin) as client:
        assert (await client.post("/2/tweets", json={"text": "a"}, auth=Signature(anything))).status_code == 201
        nobody = Signature(("key", "secret", "42-anything", "anything"))
        assert (await client.post("/2/tweets", json={"text": "a"}, auth=nobody)).status_code == 401
    assert [each["account"] for each in await x_stand_in.posts()] == ["sbx_hastings"]


async def test_the_app_itself_cannot_post_and_an_account_has_no_stream(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient
) -> None:
    async with client_of(x_stand_in) as app:
        refused = await app.post("/2/tweets", json={"text": "a"})
        assert (refused.status_code, refused.json()["title"]) == (403, "Unsupported Authentication")
        assert (await app.get(TIMELINE)).status_code == 200
    assert (await hastings.get("/2/tweets/search/stream")).status_code == 403


async def test_each_account_has_limits_of_its_own(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(limits={"post": 1})
    async with signed_by(stand_in, HASTINGS) as hastings, signed_by(stand_in, ROTHER) as rother:
        first = await post(hastings, "1")
        assert (first.status_code, first.headers["x-rate-limit-remaining"]) == (201, "0")
        assert (await post(hastings, "2")).status_code == 429
        assert (await post(rother, "1")).status_code == 201


async def test_the_apps_day_is_counted_where_it_is_set(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(limits={"post_24hour": 2})
    async with signed_by(stand_in, HASTINGS) as hastings, signed_by(stand_in, ROTHER) as rother:
        assert (await post(hastings, "1")).headers["x-app-limit-24hour-remaining"] == "1"
        assert (await post(rother, "1")).headers["x-app-limit-24hour-remaining"] == "0"
        refused = await post(hastings, "2")
        assert (refused.status_code, refused.headers["x-app-limit-24hour-remaining"]) == (429, "0")
        assert refused.headers["x-rate-limit-remaining"] == "98"
        left = int(refused.headers["x-app-limit-24hour-reset"]) - time.time()
        assert 86_000 < left <= 86_401
    assert len(await stand_in.posts()) == 2


async def test_a_post_that_took_effect_survives_a_kill(x_process: XStandIn) -> None:
    async with signed_by(x_process, HASTINGS) as client:
        await x_process.fault("post", "reset_after_success")
        with pytest.raises(httpx.TransportError):
            await post(client, "kept: www.gov.uk")
        await x_process.kill()
        await x_process.start()
        (kept,) = (await client.get(TIMELINE)).json()["data"]
        assert kept["text"].startswith("kept: https://t.co/")
        assert (await post(client, "kept: www.gov.uk")).status_code == 403
    assert [(each["status"], each["took_effect"]) for each in await x_process.calls()] == [
        (0, True),
        (200, True),
        (403, False),
    ]
