"""Answers stay as they were when they were held against X's own OpenAPI documents, in both generations of names.

WRITE_GOLDEN=1 writes them anew; hold them against X's documents again then.
"""

import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from tests.support.sandbox import StartXStandIn, XStandIn
from tests.unit.sandbox.listener import FIELDS, RULES, SEARCH, STREAM, client_of, listening
from tests.unit.sandbox.signed import HASTINGS, Signature

GOLDEN = Path(__file__).with_name("golden")

ASKED = {**FIELDS, "user.fields": "created_at,description,protected,public_metrics,verified"}

USERS = {"user.fields": ASKED["user.fields"]}

WANTED = [{"value": "@sbx_hastings -is:retweet", "tag": "hastings"}, {"value": "to:sbx_rother"}, {"value": "cats"}]

_TIME = re.compile(r"20\d\d-\d\d-\d\dT[\d:.]+Z")

CallBy = Callable[..., Awaitable[str]]
"""Makes a call, and keeps its answer by a name; the id in it."""

PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
"""One grey pixel."""

_SHORT = re.compile(r"(?:https://t\.co|pic\.x\.com)/[0-9A-Za-z]{10}")
"""Short links follow from the ids of their posts."""

_ID = re.compile(r"2[1-9]\d{17}|[0-9a-f]{8}-[0-9a-f-]{27}")
"""Ids given by the clock, and connections' ids; times aside, everything else is the same in every run."""


@pytest.mark.parametrize("generation", ["2.166", "2.167"])
async def test_answers_are_as_they_were(start_x_stand_in: StartXStandIn, generation: str) -> None:
    stand_in = await start_x_stand_in(field_names=generation, search_lag=0)
    async with client_of(stand_in) as client:
        answers = orjson.dumps(await played(stand_in, client), option=orjson.OPT_INDENT_2).decode() + "\n"
    seen: dict[str, str] = {}
    answers = _SHORT.sub("<short>", answers)
    settled = _ID.sub(lambda found: seen.setdefault(found[0], f"<{len(seen)}>"), _TIME.sub("<time>", answers))
    file = GOLDEN / f"answers-{generation}.json"
    if os.environ.get("WRITE_GOLDEN"):
        file.write_text(settled, encoding="utf-8")
    assert settled == file.read_text(encoding="utf-8")


async def played(stand_in: XStandIn, client: httpx.AsyncClient) -> dict[str, Any]:
    """A small day on the platform: each answer by the name of what was done."""
    said: dict[str, Any] = {}

    async def call(name: str, method: str, path: str, **how: Any) -> str:  # noqa: ANN401 - as httpx takes it
        answer = await client.request(method, path, **how)
        said[name] = {"status": answer.status_code, "body": answer.json()}
        data = said[name]["body"].get("data")
        return str(data.get("id", "")) if isinstance(data, dict) else ""

    await rules(call)
    async with listening(client, **ASKED) as stream:
        first = await stand_in.mention(
            "sbx_hastings", "@sbx_hastings see #harbour https://a.example/b", "jo", lang="en"
        )
        long = "unnamed, and long: " + "ab " * 120
        second = await stand_in.mention("sbx_hastings", long, "sam", reply_to=first)
        await stream.heard(2)
        await call("open connections", "GET", "/2/connections")
        await call("one connection too many", "GET", STREAM)
        await stand_in.fault("stream", "disconnect")
        await stream.ended.wait()
    said["stream"] = stream.messages
    await call("search", "GET", SEARCH, params={**ASKED, "query": "@sbx_hastings"})
    await call("search finds nothing", "GET", SEARCH, params={"query": "@sbx_force"})
    await call("search refused", "GET", SEARCH, params={"query": "cats"})
    await call("look-up", "GET", f"/2/tweets/{second}", params=ASKED)
    await stand_in.take_back(first)
    await call("deleted", "GET", f"/2/tweets/{first}")
    await call("one of two deleted", "GET", "/2/tweets", params={"ids": f"{first},{second}"})
    await call("users", "GET", "/2/users/by", params={**USERS, "usernames": "sbx_hastings,nobody"})
    await call("user not found", "GET", "/2/users/by/username/nobody")
    await call("mentions", "GET", "/2/users/1000000000000000001/mentions", params=ASKED)
    await posts(stand_in, call, first=second)
    await call("all connections ended", "DELETE", "/2/connections/all")
    await call("rules deleted", "POST", RULES, json={"delete": {"values": [WANTED[0]["value"], "cats"]}})
    await call("without a token", "GET", RULES, headers={"Authorization": ""})
    return said


async def rules(call: CallBy) -> None:
    """Rules are added, some of them for nothing."""
    await call("stream without rules", "GET", STREAM)
    await call("no rules", "GET", RULES)
    await call("rules added", "POST", RULES, json={"add": WANTED})
    await call("rule again", "POST", RULES, json={"add": WANTED[:1]})
    await call("rules", "GET", RULES)
    await call("rules counted", "GET", f"{RULES}/counts")


async def pictures(call: CallBy, auth: dict[str, Any]) -> None:
    """Hastings gives a picture with its words, shows it, and is refused where there is none."""
    body = {"media": PICTURE, "media_category": "tweet_image"}
    id_ = await call("picture given", "POST", "/2/media/upload", json=body, **auth)
    words = {"id": id_, "metadata": {"alt_text": {"text": "A map: the A259 & the coast"}}}
    await call("picture described", "POST", "/2/media/metadata", json=words, **auth)
    shown = {"text": "Diverted: www.gov.uk", "media": {"media_ids": [id_]}}
    await call("posted with a picture", "POST", "/2/tweets", json=shown, **auth)
    asked = {**ASKED, "expansions": "attachments.media_keys", "media.fields": "alt_text,height,type,url,width"}
    await call("timeline with a picture", "GET", f"/2/users/{HASTINGS.user}/tweets", params=asked, **auth)
    await call("no picture", "POST", "/2/media/upload", json={**body, "media": "bm8="}, **auth)
    await call("no such picture", "POST", "/2/tweets", json={**shown, "media": {"media_ids": ["1"]}}, **auth)
    await call("no such picture to describe", "POST", "/2/media/metadata", json={**words, "id": "1"}, **auth)


async def posts(stand_in: XStandIn, call: CallBy, *, first: str) -> None:
    """Hastings posts, answers, reads its timeline, and takes back."""
    auth = {"auth": Signature(stand_in.keys(HASTINGS))}
    mine = f"/2/users/{HASTINGS.user}/tweets"
    text = "Road closed & busy, see https://www.gov.uk/check-flooding #A259 @sbx_rother"
    await call("posted", "POST", "/2/tweets", json={"text": text}, **auth)
    await call("posted again", "POST", "/2/tweets", json={"text": text}, **auth)
    answering = {"text": "Thank you", "reply": {"in_reply_to_tweet_id": first}}
    await call("answered", "POST", "/2/tweets", json=answering, **auth)
    await call("nothing to post", "POST", "/2/tweets", json={"text": "", "colour": "blue"}, **auth)
    await call("too much to post", "POST", "/2/tweets", json={"text": "w" * 281}, **auth)
    await call("wrong signature", "POST", "/2/tweets", json={"text": "a"}, auth=Signature(("a", "b", "1-c", "d")))
    await call("posted by the app", "POST", "/2/tweets", json={"text": "a"})
    await call("timeline", "GET", mine, params=ASKED, **auth)
    held = await stand_in.posts("sbx_hastings")
    await stand_in.engage(held[0]["id"], likes=3, reposts=2)
    await call("counts", "GET", "/2/tweets", params={**ASKED, "ids": held[0]["id"]})
    await pictures(call, auth)
    await call("another's", "DELETE", f"/2/tweets/{first}", **auth)
    await call("taken back", "DELETE", f"/2/tweets/{held[0]['id']}", **auth)
    await call("taken back again", "DELETE", f"/2/tweets/{held[0]['id']}", **auth)
    await call("timeline without replies", "GET", mine, params={"exclude": "replies"})
