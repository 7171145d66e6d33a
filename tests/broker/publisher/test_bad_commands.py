"""What is no command, or came by a wrong way, becomes a dead letter and changes nothing; one may be put back."""

from services.publisher.topics import SERVICE
from shared.contracts.dead import DeadLetterTopic, replay_of
from tests.broker.publisher.force import Force
from tests.support.waiting import wait_until

LETTERS = DeadLetterTopic(SERVICE).name


async def put_aside(force: Force) -> str:
    """Why a command of this force became a dead letter, as soon as one did."""
    found: list[str] = []

    async def there() -> bool:
        ours = force.topics.requests.name.encode()
        letters = [each for each in await force.broker.read_all(LETTERS) if (each.key or b"").startswith(ours)]
        found[:] = [dict(each.headers)["dead_reason"].decode() for each in letters]
        return bool(found)

    await wait_until(there, what="a dead letter")
    return found[0]


async def test_a_command_by_a_partition_of_other_accounts_is_put_aside(force: Force) -> None:
    asked = await force.submit("By its own way.")
    command = force.command(asked.model_copy(update={"id": "astray", "delivery": "astray"}))
    async with force.publisher():
        await force.broker.publish([command._replace(partition=(command.partition + 1) % 3)])
        assert "does not belong" in await put_aside(force)
        await force.approve(asked)
        await force.becomes(asked, "posted")
    assert {event.fact.id for event in await force.said()} == {asked.delivery}


async def test_bytes_that_are_no_command_hold_up_nobody(force: Force) -> None:
    asked = await force.submit("After something unreadable.")
    async with force.publisher():
        await force.broker.publish([force.command(asked)._replace(value=b"no JSON")])
        assert "JSON" in await put_aside(force)
        await force.approve(asked)
        await force.becomes(asked, "posted")


async def test_a_letter_that_is_put_back_is_handled_as_the_command_that_it_was(force: Force) -> None:
    asked = await force.submit("Approved by a letter.")
    approval = await force.approve(asked.model_copy(update={"delivery": "nowhere"}))
    command = force.command(approval.model_copy(update={"id": "again", "delivery": asked.delivery}))
    died = [("dead_topic", command.topic), ("dead_partition", str(command.partition)), ("dead_offset", "7")]
    headers = [*command.headers, *((name, content.encode()) for name, content in died)]
    async with force.publisher():
        await force.becomes(asked, "submitted")
        await force.broker.publish([replay_of(force.replays, b"a letter", command.value, headers)])
        await force.becomes(asked, "posted")
    assert force.platform.calls == ["Approved by a letter."]
