"""Recent search finds what the stream missed: in pages, within seven days, when its index has caught up."""

from datetime import UTC, datetime, timedelta

import httpx

from tests.support.sandbox import StartXStandIn, XStandIn
from tests.unit.sandbox.listener import FIELDS, SEARCH, add_rule, client_of

X_EPOCH_MS = 1_288_834_974_657


def first_id(moment: datetime) -> str:
    return str((int(moment.timestamp() * 1000) - X_EPOCH_MS) << 22)


async def found(client: httpx.AsyncClient, query: str, **more: str) -> list[str]:
    answer = await client.get(SEARCH, params={"query": query, **more})
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json().get("data", [])]


async def test_the_newest_come_first_and_the_meta_says_what_is_there(
    x_stand_in: XStandIn, api: httpx.AsyncClient
) -> None:
    posts = [await x_stand_in.mention("sbx_hastings", f"@sbx_hastings {each}") for each in range(12)]
    page = (await api.get(SEARCH, params={"query": "@sbx_hastings"})).json()
    assert [each["id"] for each in page["data"]] == posts[:1:-1]
    assert (page["meta"]["newest_id"], page["meta"]["oldest_id"]) == (posts[-1], posts[2])
    assert page["meta"]["result_count"] == 10
    rest = (
        await api.get(SEARCH, params={"query": "@sbx_hastings", "pagination_token": page["meta"]["next_token"]})
    ).json()
    assert [each["id"] for each in rest["data"]] == posts[1::-1]
    assert "next_token" not in rest["meta"]


async def test_nothing_found_has_no_data(api: httpx.AsyncClient) -> None:
    assert (await api.get(SEARCH, params={"query": "@sbx_force"})).json() == {"meta": {"result_count": 0}}


async def test_ids_and_times_bound_the_search_by_arrival(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    posts = [
        await x_stand_in.mention("sbx_hastings", f"@sbx_hastings {each}", at="2012-01-01T00:00:00Z")
        for each in range(4)
    ]
    assert await found(api, "@sbx_hastings", since_id=posts[0], until_id=posts[3]) == [posts[2], posts[1]]
    just_now = (datetime.now(UTC) - timedelta(seconds=30)).isoformat()
    assert len(await found(api, "@sbx_hastings", start_time=just_now)) == 4
    assert await found(api, "@sbx_hastings", end_time=just_now) == []


async def test_the_language_of_queries(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    plain = await x_stand_in.mention("sbx_hastings", "@sbx_hastings hello", "jo")
    reply = await x_stand_in.mention("sbx_rother", "so do I @sbx_rother", "sam", reply_to=plain)
    told = await x_stand_in.mention("sbx_hastings", "@sbx_hastings @sbx_rother", "sam")
    for query, expected in (
        ("@SBX_HASTINGS", [told, plain]),
        ("@sbx_hastings @sbx_rother", [told]),
        ("@sbx_hastings OR @sbx_rother", [told, reply, plain]),
        ("(@sbx_hastings OR @sbx_rother) -from:sam", [plain]),
        ("@sbx_rother is:reply", [reply]),
        ("from:sam -is:reply -is:retweet -is:quote", [told]),
        ("to:jo", [reply]),
        ("to:sbx_hastings from:jo", [plain]),
        ("@sbx_rother is:retweet", []),
    ):
        assert await found(api, query) == expected, query


async def test_what_cannot_be_asked_is_refused_by_name(api: httpx.AsyncClient) -> None:
    old = datetime.now(UTC) - timedelta(days=7, minutes=1)
    wrong: list[tuple[str, str]] = [
        ("query", "cats"),
        ("query", ""),
        ("query", "@sbx_hastings " * 40),
        ("max_results", "9"),
        ("max_results", "101"),
        ("since_id", "x"),
        ("since_id", first_id(old)),
        ("start_time", old.isoformat()),
        ("start_time", "2026-01-01"),
        ("end_time", datetime.now(UTC).isoformat()),
        ("next_token", "zzz"),
        ("sort_order", "size"),
        ("tweet.fields", "text,colour"),
        ("post.fields", "text"),
        ("colour", "blue"),
    ]
    for name, value in wrong:
        answer = await api.get(SEARCH, params={"query": "@sbx_hastings", name: value})
        assert answer.status_code == 400, (name, value)
        assert answer.json()["type"].endswith("/problems/invalid-request")
        assert name in answer.json()["errors"][0]["parameters"] or name == "post.fields", answer.text


async def test_the_index_lags_behind(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(search_lag=600)
    async with client_of(stand_in) as client:
        await stand_in.mention("sbx_hastings", "@sbx_hastings not yet")
        assert await found(client, "@sbx_hastings") == []


async def test_a_lag_hides_what_came_after_it_was_armed(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    before = await x_stand_in.mention("sbx_hastings", "@sbx_hastings before")
    await x_stand_in.fault("search", "lag", seconds=600)
    after = await x_stand_in.mention("sbx_hastings", "@sbx_hastings after")
    assert await found(api, "@sbx_hastings") == [before]
    await x_stand_in.clear_faults()
    assert await found(api, "@sbx_hastings") == [after, before]


async def test_the_window_is_a_true_one(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(limits={"search": 2})
    async with client_of(stand_in) as client:
        answers = [await client.get(SEARCH, params={"query": "@sbx_hastings"}) for _ in range(3)]
        assert (await client.get("/2/tweets", params={"ids": "1"})).status_code == 200
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert [each.headers["x-rate-limit-remaining"] for each in answers] == ["1", "0", "0"]
    assert {each.headers["x-rate-limit-limit"] for each in answers} == {"2"}
    reset = int(answers[2].headers["x-rate-limit-reset"]) - datetime.now(UTC).timestamp()
    assert 880 < reset <= 901


async def test_search_is_refused_as_long_as_told(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    await x_stand_in.fault("search", "rate_limit", seconds=600)
    answer = await api.get(SEARCH, params={"query": "@sbx_hastings"})
    assert answer.status_code == 429
    assert 590 < int(answer.headers["x-rate-limit-reset"]) - datetime.now(UTC).timestamp() <= 601
    await x_stand_in.clear_faults()
    await x_stand_in.fault("search", "503")
    statuses = [(await api.get(SEARCH, params={"query": "@sbx_hastings"})).status_code for _ in range(2)]
    assert statuses == [503, 200]


async def test_the_mentions_of_an_account_are_found_by_its_id(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    posts = [await x_stand_in.mention("sbx_rother", f"hello {each}") for each in range(7)]
    await x_stand_in.mention("sbx_hastings", "@sbx_hastings another")
    path = "/2/users/1000000000000000002/mentions"
    page = (await api.get(path, params={**FIELDS, "max_results": "5"})).json()
    rest = (await api.get(path, params={"max_results": "5", "pagination_token": page["meta"]["next_token"]})).json()
    assert [each["id"] for each in page["data"] + rest["data"]] == posts[::-1]
    assert (await api.get("/2/users/7/mentions")).status_code == 404


async def test_a_new_field_generation_renames_what_goes_over_the_wire(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(field_names="2.167", search_lag=0)
    async with client_of(stand_in) as client:
        await add_rule(client, "@sbx_hastings", "ours")
        first = await stand_in.mention("sbx_hastings", "@sbx_hastings one")
        await stand_in.mention("sbx_hastings", "@sbx_hastings two" + "." * 280, reply_to=first)
        asked = {"post.fields": "note_post,public_metrics", "expansions": "referenced_posts,author_id"}
        asked["user.fields"] = "public_metrics"
        page = (await client.get(SEARCH, params={"query": "@sbx_hastings", **asked})).json()
        old = await client.get(SEARCH, params={"query": "@sbx_hastings", "tweet.fields": "note_tweet"})
        refused = (await client.get(SEARCH, params={"query": "x"})).json()
        counts = (await client.get("/2/tweets/search/stream/rules/counts")).json()["data"]
    newest = page["data"][0]
    assert {"edit_history_post_ids", "note_post", "referenced_posts"} <= set(newest)
    assert newest["public_metrics"]["repost_count"] == 0
    assert page["includes"]["posts"][0]["id"] == first
    assert page["includes"]["users"][0]["public_metrics"]["post_count"] == 2
    assert "note_post" in old.json()["data"][0]
    assert refused["type"] == "https://api.x.com/2/problems/invalid-request"
    assert counts["project_rules_count"] == "1"
