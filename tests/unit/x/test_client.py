"""X's answers and refusals, as what the caller does about them."""

import json
import logging

import pytest

from shared.errors import BlueLampError, NotAuthorised, Permanent, RateLimited, Transient
from shared.x.client import Rule, XClient
from tests.unit.x.conftest import FakeX

TOKEN = "a-token-nobody-may-see"


async def search(x: FakeX) -> object:
    async with XClient(x.origin, TOKEN) as client:
        return await client.search_recent("@sbx_hastings", since_id="1")


async def test_a_page_of_a_search_brings_posts_the_way_on_and_limits(fake_x: FakeX) -> None:
    fake_x.says(
        200,
        json.dumps({"data": [{"id": "5", "text": "Hello"}], "meta": {"next_token": "older"}}),
        x_rate_limit_limit="450",
        x_rate_limit_remaining="449",
        x_rate_limit_reset="1790000000",
    )
    async with XClient(fake_x.origin, TOKEN) as client:
        page = await client.search_recent("@sbx_hastings -is:retweet", since_id="3", until_id="9", next_token="t")
    assert [post.id for post in page.answer.posts] == ["5"]
    assert page.next_token == "older"
    assert [(limit.name, limit.remaining) for limit in page.limits] == [("search", 449)]
    asked = fake_x.heads[0].partition("\r\n")[0]
    assert asked.count("tweet.fields=") == 1
    for parameter in ("since_id=3", "until_id=9", "next_token=t", "max_results=100"):
        assert parameter in asked


@pytest.mark.parametrize(
    ("status", "body", "content_type", "error"),
    [
        (503, "<html>down</html>", "text/html", Transient),
        (500, "not json at all", "application/json", Transient),
        (502, "[]", "application/json", Transient),
        (429, "{}", "application/json", RateLimited),
        (429, "<html>slow down</html>", "text/html", RateLimited),
        (401, '{"title":"Unauthorized"}', "application/problem+json", NotAuthorised),
        (403, '{"detail":"suspended"}', "application/json", NotAuthorised),
        (402, '{"title":"CreditsDepleted"}', "application/json", NotAuthorised),
        (400, '{"title":"Invalid Request","errors":[{"message":"since_id too old"}]}', "application/json", Permanent),
        (200, "no json", "application/json", Transient),
        (302, "", "text/html", Transient),
    ],
)
async def test_every_refusal_says_what_to_do(
    fake_x: FakeX, status: int, body: str, content_type: str, error: type[BlueLampError]
) -> None:
    fake_x.says(status, body, content_type)
    with pytest.raises(error):
        await search(fake_x)
    assert len(fake_x.heads) == 1


async def test_a_platform_that_is_away_may_come_back() -> None:
    with pytest.raises(Transient):
        await search(FakeX(origin="http://127.0.0.1:9"))


async def test_a_rule_that_stands_already_is_no_problem(fake_x: FakeX) -> None:
    problems = [{"title": "DuplicateRule", "value": "@a"}, {"title": "InvalidRule", "value": "@"}]
    fake_x.says(201, json.dumps({"meta": {"summary": {"created": 0}}, "errors": problems}))
    async with XClient(fake_x.origin, TOKEN) as client:
        assert await client.add_rules([Rule("@a", "ours"), Rule("@", "ours")]) == ("InvalidRule: @",)


async def test_rules_may_have_no_tag_and_there_may_be_none(fake_x: FakeX) -> None:
    fake_x.says(200, json.dumps({"data": [{"id": "1", "value": "@a"}]}))
    async with XClient(fake_x.origin, TOKEN) as client:
        assert await client.rules() == (Rule("@a", None, "1"),)
        fake_x.says(200, json.dumps({"meta": {"result_count": 0}}))
        assert await client.rules() == ()


async def test_a_rule_without_value_or_id_is_passed_over(fake_x: FakeX) -> None:
    fake_x.says(200, json.dumps({"data": [{"id": "1"}, {"value": "@a"}, 7, {"id": 3, "value": "@b", "tag": 5}]}))
    async with XClient(fake_x.origin, TOKEN) as client:
        assert await client.rules() == (Rule("@b", "5", "3"),)


@pytest.mark.parametrize("data", [[{"id": "1"}], [{"username": "a"}], ["a"], {"id": "1"}])
async def test_accounts_that_cannot_be_read_are_asked_for_again(fake_x: FakeX, data: object) -> None:
    fake_x.says(200, json.dumps({"data": data}))
    async with XClient(fake_x.origin, TOKEN) as client:
        with pytest.raises(Transient):
            await client.users(["a"])


@pytest.mark.parametrize("errors", [["no"], {"title": "no"}, "no", [{}]])
async def test_a_refusal_in_another_form_is_a_refusal(fake_x: FakeX, errors: object) -> None:
    fake_x.says(201, json.dumps({"errors": errors}))
    async with XClient(fake_x.origin, TOKEN) as client:
        assert await client.add_rules([Rule("@a", "ours")])


async def test_the_token_is_in_no_log_line(fake_x: FakeX, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    fake_x.says(503, "{}")
    with pytest.raises(Transient):
        await search(fake_x)
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(XClient(fake_x.origin, TOKEN))


async def test_rules_that_x_takes_are_refused_by_nobody(fake_x: FakeX) -> None:
    fake_x.says(201, json.dumps({"data": [{"id": "1", "value": "@a", "tag": "ours"}], "meta": {}}))
    async with XClient(fake_x.origin, TOKEN) as client:
        assert await client.add_rules([Rule("@a", "ours")]) == ()
