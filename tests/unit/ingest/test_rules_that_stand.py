"""X's stream rules are replaced without a moment in which none of them stands."""

from services.ingest.sources.channel import Channel
from services.ingest.sources.x_rules import RuleKeeper
from shared.x.client import Rule
from tests.unit.ingest.fake_client import FakeClient


async def test_the_new_rule_is_added_before_the_old_one_goes() -> None:
    client, channel = FakeClient(standing=[Rule("@old", "ours", "1")]), Channel()
    await RuleKeeper(client, ("@new",), "ours", 0, channel).reconcile()
    assert client.calls == [("rules",), ("add", "@new"), ("delete", "1")]
    assert channel.rules == ""


async def test_a_rule_that_x_refuses_leaves_the_old_one_where_it_stands() -> None:
    client, channel = FakeClient(standing=[Rule("@old", "ours", "1")], refused=("InvalidRule: @new",)), Channel()
    await RuleKeeper(client, ("@new",), "ours", 0, channel).reconcile()
    assert client.calls == [("rules",), ("add", "@new")]
    assert "InvalidRule" in channel.rules
