"""X as a channel: bytes, keys, timeline, deletion."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from oauthlib.common import Request as Signed
from oauthlib.oauth1.rfc5849.signature import collect_parameters, verify_hmac_sha1

from services.publisher.channels.channel import CalledOff, Channel
from services.publisher.channels.x import XChannel
from services.publisher.domain.matching import Candidate, normalised
from shared.clock import uptime
from shared.contracts.post_requested import Content
from shared.errors import BlueLampError, NotAuthorised, OutcomeUnknown, Permanent, RateLimited, Transient
from shared.x.once import always
from tests.support.misbehaving import Misbehaving, Request, Then, answers, hangs, resets
from tests.unit.publisher.channels.conftest import HASTINGS, SECRETS

TEXT = 'Straße "gesperrt" — 警察 👮🏽 https://example.com/?a=1&b=2\nBis 5 %'
SINCE = datetime(2026, 10, 1, 8, 0, 30, 500_000, tzinfo=UTC)
MADE = answers(201, '{"data":{"id":"5","text":""}}')


def signed_by_hastings(request: Request) -> bool:
    """As X checks it: the signature is over its own host, whatever host was called."""
    path, _, query = request.path.partition("?")
    parts = {"uri_query": query, "headers": {"Authorization": request.headers["authorization"]}}
    given = dict(collect_parameters(**parts, exclude_oauth_signature=False))
    assert given["oauth_token"] == SECRETS["x_access_token_x_hastings"]
    assert given["oauth_consumer_key"] == SECRETS["x_app_key"]
    claim = Signed(f"https://api.twitter.com{path}", request.method)
    claim.params, claim.signature = collect_parameters(**parts), given["oauth_signature"]
    return bool(verify_hmac_sha1(claim, SECRETS["x_app_secret"], SECRETS["x_access_token_secret_x_hastings"]))


async def test_the_bytes_that_were_written_down_are_the_bytes_that_are_sent(platform: Misbehaving, x: XChannel) -> None:
    platform.then = MADE
    channel: Channel = x
    body = channel.body_of(Content(account="x_hastings", text=TEXT))
    await x.send(HASTINGS, body, key=None, not_after=uptime() + 5, may_leave=always)
    (request,) = platform.requests
    assert request.body == body.encode()
    assert json.loads(request.body) == {"text": TEXT}
    assert (request.method, request.path) == ("POST", "/2/tweets")
    assert request.headers["content-type"] == "application/json"
    assert signed_by_hastings(request)


async def test_pictures_and_what_is_answered_are_in_the_bytes(x: XChannel) -> None:
    body = x.body_of(Content(account="x_hastings", text=TEXT), media=("31", "32"), in_reply_to="7")
    assert json.loads(body) == {
        "text": TEXT,
        "media": {"media_ids": ["31", "32"]},
        "reply": {"in_reply_to_tweet_id": "7"},
    }


async def test_the_answer_to_a_post_says_how_many_more_x_takes(platform: Misbehaving, x: XChannel) -> None:
    headers = {"limit": "100", "remaining": "3", "reset": "1790000000"}
    day = {"limit": "10000", "remaining": "0", "reset": "1790009999"}
    said = {f"x_rate_limit_{name}": value for name, value in headers.items()}
    said |= {f"x_user_limit_24hour_{name}": value for name, value in day.items()}
    platform.then = answers(201, '{"data":{"id":"5"}}', **said)
    sent = await x.send(HASTINGS, "{}", key=None, not_after=uptime() + 5, may_leave=always)
    assert [(each.name, each.limit, each.remaining) for each in sent.limits] == [
        ("post", 100, 3),
        ("post user 24 h", 10_000, 0),
    ]
    assert sent.limits[1].resets_at == datetime.fromtimestamp(1_790_009_999, UTC)


async def test_a_call_whose_leave_is_taken_back_is_called_off(platform: Misbehaving, x: XChannel) -> None:
    platform.then = MADE
    for call in (
        x.send(HASTINGS, "{}", key=None, not_after=uptime() + 5, may_leave=lambda: False),
        x.delete(HASTINGS, "5", not_after=uptime() + 5, may_leave=lambda: False),
    ):
        with pytest.raises(CalledOff):
            await call
    assert platform.octets == 0


async def test_every_post_goes_over_a_connection_of_its_own(platform: Misbehaving, x: XChannel) -> None:
    platform.then = MADE
    for _ in range(3):
        await x.send(HASTINGS, "{}", key=None, not_after=uptime() + 5, may_leave=always)
    assert (platform.connections, len(platform.requests)) == (3, 3)


@pytest.mark.parametrize("name", SECRETS)
async def test_a_key_that_is_missing_is_named_with_the_remedy(
    platform: Misbehaving, x: XChannel, secrets: Path, name: str
) -> None:
    (secrets / name).unlink()
    with pytest.raises(NotAuthorised, match=rf"{name}.* Put it there"):
        await x.send(HASTINGS, "{}", key=None, not_after=uptime() + 5, may_leave=always)
    assert platform.connections == 0


async def test_a_token_that_is_none_of_xs_is_named(x: XChannel, secrets: Path) -> None:
    (secrets / "x_access_token_x_hastings").write_text("a token", encoding="utf-8")
    with pytest.raises(NotAuthorised, match="x_access_token_x_hastings is no access token"):
        await x.find(HASTINGS, SINCE)


async def test_a_key_that_may_not_post_is_barred_until_its_text_is_another(
    platform: Misbehaving, x: XChannel, secrets: Path
) -> None:
    assert x.barred(HASTINGS) is None
    platform.then = answers(403, '{"title":"Forbidden","type":"https://api.x.com/2/problems/oauth1-permissions"}')
    with pytest.raises(NotAuthorised, match=r"may read and not post.*x_access_token_x_hastings") as refused:
        await x.send(HASTINGS, "{}", key=None, not_after=uptime() + 5, may_leave=always)
    assert x.barred(HASTINGS) == str(refused.value)
    file = secrets / "x_access_token_x_hastings"
    file.unlink()
    assert "is missing or empty" in (x.barred(HASTINGS) or "")
    file.write_text("4711-another", encoding="utf-8")
    assert x.barred(HASTINGS) is None


async def test_a_key_that_is_refused_for_other_reasons_is_not_barred(platform: Misbehaving, x: XChannel) -> None:
    platform.then = answers(401, '{"title":"Unauthorized"}')
    with pytest.raises(NotAuthorised):
        await x.send(HASTINGS, "{}", key=None, not_after=uptime() + 5, may_leave=always)
    assert x.barred(HASTINGS) is None


async def test_a_key_that_was_put_there_counts_at_once(platform: Misbehaving, x: XChannel, secrets: Path) -> None:
    platform.then = MADE
    file = secrets / "x_access_token_x_hastings"
    file.unlink()
    with pytest.raises(NotAuthorised):
        await x.send(HASTINGS, "{}", key=None, not_after=uptime() + 5, may_leave=always)
    file.write_text("4711-token-of-hastings", encoding="utf-8")
    await x.send(HASTINGS, "{}", key=None, not_after=uptime() + 5, may_leave=always)


OLD = {
    "id": "9",
    "text": "Straße &amp; Weg https://t.co/1 https://t.co/10",
    "created_at": "2026-10-01T08:01:00.000Z",
    "entities": {
        "urls": [
            {"url": "https://t.co/1", "expanded_url": "https://example.com/?a=1&b=2"},
            {"url": "https://t.co/10", "expanded_url": "http://example.org"},
        ]
    },
}
NEW = {
    "id": "10",
    "text": "Long…",
    "note_tweet": {
        "text": "Long and longer https://t.co/2",
        "entities": {"urls": [{"url": "https://t.co/2", "expanded_url": "https://example.com/long"}]},
    },
    "created_at": "2026-10-01T08:02:00.000Z",
    "referenced_posts": [{"type": "replied_to", "id": "7"}],
}
REPOST = {
    "id": "11",
    "text": "RT",
    "created_at": "2026-10-01T08:03:00.000Z",
    "referenced_tweets": [{"type": "retweeted", "id": "3"}],
}


async def test_the_timeline_is_read_in_both_dialects_with_addresses_as_they_were_written(
    platform: Misbehaving, x: XChannel
) -> None:
    platform.then = answers(200, json.dumps({"data": [REPOST, NEW, OLD], "meta": {"result_count": 3}}))
    new, old = await x.find(HASTINGS, SINCE)
    link = "https://x.com/sbx_hastings/status/"
    assert new == Candidate(
        "10", "Long and longer https://example.com/long", datetime(2026, 10, 1, 8, 2, tzinfo=UTC), f"{link}10", "7"
    )
    assert old.text == "Straße & Weg https://example.com/?a=1&b=2 http://example.org"
    assert normalised(old.text) == normalised("Straße & Weg https://example.com/?a=1&b=2 example.org")
    (request,) = platform.requests
    assert request.path.startswith("/2/users/4711/tweets?")
    assert "start_time=2026-10-01T08%3A00%3A30Z" in request.path
    assert "max_results=100" in request.path
    assert signed_by_hastings(request)


async def test_pictures_and_replies_on_the_timeline_are_told_as_they_were_written(
    platform: Misbehaving, x: XChannel
) -> None:
    post = OLD | {
        "text": "@jo @ada Here is the map https://t.co/1",
        "entities": {"urls": [{"url": "https://t.co/1", "media_key": "3_31"}, {"url": "https://t.co/1"}]},
        "attachments": {"media_keys": ["3_31", "3_32"]},
        "referenced_tweets": [{"type": "replied_to", "id": "7"}],
    }
    platform.then = answers(200, json.dumps({"data": [post], "meta": {"result_count": 1}}))
    (found,) = await x.find(HASTINGS, SINCE)
    assert (found.text, found.media, found.in_reply_to) == ("Here is the map", ("31", "32"), "7")


async def test_a_timeline_of_several_pages_is_read_to_its_end(platform: Misbehaving, x: XChannel) -> None:
    pages = [{"data": [OLD | {"id": str(number)}], "meta": {"next_token": f"t{number}"}} for number in (3, 2)]
    last = {"data": [OLD | {"id": "1"}], "meta": {}}
    said = iter([answers(200, json.dumps(page)) for page in (*pages, last)])

    async def next_page(writer: asyncio.StreamWriter) -> None:
        await next(said)(writer)

    platform.then = next_page
    assert [found.platform_id for found in await x.find(HASTINGS, SINCE)] == ["3", "2", "1"]
    assert "pagination_token=t2" in platform.requests[2].path
    assert all(signed_by_hastings(request) for request in platform.requests)


async def test_an_empty_timeline_is_one_that_says_so(platform: Misbehaving, x: XChannel) -> None:
    platform.then = answers(200, '{"meta":{"result_count":0}}')
    assert await x.find(HASTINGS, SINCE) == ()


async def test_a_timeline_without_end_is_not_half_a_timeline(platform: Misbehaving, x: XChannel) -> None:
    platform.then = answers(200, json.dumps({"data": [OLD], "meta": {"next_token": "again"}}))
    with pytest.raises(Transient, match="more than 32 pages"):
        await x.find(HASTINGS, SINCE)


NO_TIMELINE: dict[str, tuple[Then, type[BlueLampError]]] = {
    "nothing but errors": (answers(200, '{"errors":[{"title":"Not Found Error"}]}'), Transient),
    "an empty object": (answers(200, "{}"), Transient),
    "a post that cannot be read": (answers(200, json.dumps({"data": [OLD, {"text": "no id"}]})), Transient),
    "a page": (answers(200, "<html>", "text/html"), Transient),
    "404, as for hours in 2025": (answers(404, '{"title":"Not Found"}'), Transient),
    "400": (answers(400, "{}"), Transient),
    "503": (answers(503, "<html>", "text/html"), Transient),
    "429": (answers(429, "{}"), RateLimited),
    "401": (answers(401, "{}"), NotAuthorised),
    "no answer": (hangs, Transient),
    "a reset": (resets, Transient),
}


@pytest.mark.parametrize(("then", "error"), NO_TIMELINE.values(), ids=NO_TIMELINE)
async def test_what_is_no_whole_timeline_is_never_an_empty_one(
    platform: Misbehaving, x: XChannel, then: Then, error: type[BlueLampError]
) -> None:
    platform.then = then
    with pytest.raises(BlueLampError) as raised:
        await x.find(HASTINGS, SINCE)
    assert type(raised.value) is error
    assert str(raised.value)


@pytest.mark.parametrize("then", [answers(200, '{"data":{"deleted":true}}'), answers(404, '{"title":"Not Found"}')])
async def test_a_post_that_is_gone_is_deleted(platform: Misbehaving, x: XChannel, then: Then) -> None:
    platform.then = then
    await x.delete(HASTINGS, "5", not_after=uptime() + 5, may_leave=always)
    (request,) = platform.requests
    assert (request.method, request.path) == ("DELETE", "/2/tweets/5")
    assert signed_by_hastings(request)


NO_DELETION: dict[str, tuple[Then, type[BlueLampError]]] = {
    "false": (answers(200, '{"data":{"deleted":false}}'), OutcomeUnknown),
    "a page": (answers(200, "<html>", "text/html"), OutcomeUnknown),
    "404 of a gateway": (answers(404, "<html>", "text/html"), OutcomeUnknown),
    "503": (answers(503, "{}"), OutcomeUnknown),
    "no answer": (hangs, OutcomeUnknown),
    "a reset": (resets, OutcomeUnknown),
    "403": (answers(403, '{"detail":"not yours"}'), Permanent),
    "401": (answers(401, "{}"), NotAuthorised),
    "429": (answers(429, "{}"), RateLimited),
}


@pytest.mark.parametrize(("then", "error"), NO_DELETION.values(), ids=NO_DELETION)
async def test_what_is_no_proof_of_a_deletion_is_told(
    platform: Misbehaving, x: XChannel, then: Then, error: type[BlueLampError]
) -> None:
    platform.then = then
    with pytest.raises(BlueLampError) as raised:
        await x.delete(HASTINGS, "5", not_after=uptime() + 5, may_leave=always)
    assert type(raised.value) is error
    assert len(platform.requests) == 1


async def test_only_ids_are_deleted(platform: Misbehaving, x: XChannel) -> None:
    with pytest.raises(Permanent):
        await x.delete(HASTINGS, "../users/5", not_after=uptime() + 5, may_leave=always)
    assert platform.connections == 0
