"""Rules are added, found again, refused and deleted, each on its own."""

import httpx

from tests.support.sandbox import StartXStandIn, XStandIn
from tests.unit.sandbox.listener import RULES, STREAM, add_rule, client_of, listening


async def values(client: httpx.AsyncClient) -> list[str]:
    return [each["value"] for each in (await client.get(RULES)).json().get("data", [])]


async def test_a_stream_without_rules_is_refused(x_stand_in: XStandIn) -> None:
    async with client_of(x_stand_in) as client:
        answer = await client.get(STREAM)
    assert answer.status_code == 409
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["connection_issue"] == "RuleConfigurationIssue"


async def test_a_rule_is_found_again_with_its_tag_until_it_is_deleted(x_stand_in: XStandIn) -> None:
    async with client_of(x_stand_in) as client:
        identifier = await add_rule(client, "@sbx_hastings", "hastings")
        found = (await client.get(RULES)).json()
        assert found["data"] == [{"id": identifier, "value": "@sbx_hastings", "tag": "hastings"}]
        assert found["meta"]["result_count"] == 1
        deleted = (await client.post(RULES, json={"delete": {"ids": [identifier]}})).json()
        assert deleted["meta"]["summary"] == {"deleted": 1, "not_deleted": 0}
        assert await values(client) == []


async def test_rules_are_deleted_by_value_and_what_is_not_there_is_named(api: httpx.AsyncClient) -> None:
    await add_rule(api, "to:sbx_force", "force")
    deleted = (await api.post(RULES, json={"delete": {"values": ["to:sbx_force", "from:nobody"]}})).json()
    assert deleted["meta"]["summary"] == {"deleted": 1, "not_deleted": 1}
    assert [each["value"] for each in deleted["errors"]] == ["from:nobody"]


async def test_the_same_value_twice_is_a_duplicate_whatever_its_tag(x_stand_in: XStandIn) -> None:
    async with client_of(x_stand_in) as client:
        first = await add_rule(client, "@sbx_hastings", "one")
        answer = await client.post(RULES, json={"add": [{"value": "@sbx_hastings", "tag": "two"}]})
    assert answer.status_code == 200
    assert "data" not in answer.json()
    assert answer.json()["meta"]["summary"] == {"created": 0, "not_created": 1, "valid": 1, "invalid": 0}
    (error,) = answer.json()["errors"]
    assert (error["title"], error["id"]) == ("DuplicateRule", first)
    assert error["type"].endswith("/problems/duplicate-rules")


async def test_good_rules_are_made_beside_bad_ones(x_stand_in: XStandIn) -> None:
    bad = ["cats", "-@sbx_rother", "(@sbx_rother", "-(@a OR @b)", "@sbx_rother OR", "is:reply", "x" * 1_025, "(" * 60]
    async with client_of(x_stand_in) as client:
        answer = await client.post(RULES, json={"add": [{"value": each} for each in [*bad, "from:sbx_force"]]})
        assert answer.status_code == 201
        assert await values(client) == ["from:sbx_force"]
    assert [each["value"] for each in answer.json()["errors"]] == bad
    assert all(each["type"].endswith("/problems/invalid-rules") and each["details"] for each in answer.json()["errors"])


async def test_only_bad_rules_are_a_bad_request(x_stand_in: XStandIn) -> None:
    async with client_of(x_stand_in) as client:
        assert (await client.post(RULES, json={"add": [{"value": "cats"}]})).status_code == 400
        bodies: list[object] = [{"add": "x"}, {"add": [{"tag": "x"}]}, {"add": [], "delete": {}}, {"delete": {}}, []]
        for body in bodies:
            assert (await client.post(RULES, json=body)).status_code == 400, body


async def test_a_dry_run_says_what_would_be_and_changes_nothing(x_stand_in: XStandIn) -> None:
    async with client_of(x_stand_in) as client:
        answer = await client.post(RULES, params={"dry_run": "true"}, json={"add": [{"value": "@sbx_lewes"}]})
        assert answer.json()["meta"]["summary"]["created"] == 1
        assert await values(client) == []
    assert [call["took_effect"] for call in await x_stand_in.calls() if call["method"] == "POST"] == [False]


async def test_there_is_a_cap_and_the_counts_say_it(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(rule_cap=2)
    async with client_of(stand_in) as client:
        answer = await client.post(RULES, json={"add": [{"value": f"@somebody_{each}"} for each in range(3)]})
        assert answer.json()["meta"]["summary"]["created"] == 2
        assert answer.json()["errors"][0]["type"].endswith("/problems/rule-cap")
        counts = (await client.get(f"{RULES}/counts")).json()["data"]
    assert (counts["cap_per_client_app"], counts["project_rules_count"]) == (2, 2)


async def test_rules_outlive_a_kill(x_process: XStandIn) -> None:
    async with client_of(x_process) as client:
        await add_rule(client, "@sbx_rother", "rother")
        await x_process.kill()
        await x_process.start()
        assert await values(client) == ["@sbx_rother"]
        async with listening(client) as stream:
            await x_process.mention("sbx_rother", "@sbx_rother still here")
            assert (await stream.heard(1))[0]["matching_rules"][0]["tag"] == "rother"


async def test_a_rule_may_need_its_time(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(rule_delay=60)
    async with client_of(stand_in) as client:
        await add_rule(client, "@sbx_hastings", "late")
        async with listening(client) as stream:
            await stand_in.mention("sbx_hastings", "@sbx_hastings too early")
            await stand_in.fault("stream", "disconnect", notice=False)
            await stream.ended.wait()
    assert stream.lines == []
