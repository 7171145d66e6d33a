"""Words are fetched from where they stood: what is not there any more is left out at once, whatever became of it."""

from collections.abc import AsyncIterator

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic, RecordsToDelete

from services.triage.texts import Texts
from shared.contracts.mention_changed import MENTION_CHANGED, Mention, MentionRemoved
from shared.contracts.record import record_of
from shared.contracts.topic import Topic
from tests.support.broker import RealBroker, wait_until
from tests.unit.triage.mentions import AT, mention

Mentions = Topic[Mention | MentionRemoved]


class Words:
    """A topic of mentions, and who fetches them."""

    def __init__(self, broker: RealBroker, topic: Mentions) -> None:
        self.broker, self.topic = broker, topic
        self.texts = Texts(broker.bootstrap, topic)
        self.place = TopicPartition(topic.name, 0)
        self.admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)

    async def receive(self, *numbers: int) -> None:
        """Mentions come in, each at the next offset."""
        facts = [mention(f"mention {number}", number=number) for number in numbers]
        records = [record_of(self.topic, "mention.received", each, id=each.id, source="t", time=AT) for each in facts]
        await self.broker.publish([each._replace(partition=0) for each in records])

    async def at(self, *offsets: int) -> dict[int, str]:
        """By offset, which mention is found there; a reader that stands still raises."""
        return {offset: event.fact.id for offset, event in (await self.texts.at(0, offsets)).items()}

    async def make_anew(self) -> None:
        """The topic is deleted, and there is an empty one of that name."""
        await self.admin.delete_topics([self.topic.name])

        async def made() -> bool:
            answer = await self.admin.create_topics([NewTopic(self.topic.name, self.topic.partitions, 1)])
            return all(code == 0 for _, code, *_ in answer.topic_errors)

        await wait_until(made, what="the topic is there again")


@pytest.fixture
async def words(broker: RealBroker) -> AsyncIterator[Words]:
    found = Words(broker, await broker.topic_for(MENTION_CHANGED))
    await found.admin.start()
    await found.receive(*range(10))
    yield found
    await found.texts.close()
    await found.admin.close()


async def test_words_that_retention_took_are_left_out(words: Words) -> None:
    assert await words.at(2, 7) == {2: "x:2", 7: "x:7"}
    await words.admin.delete_records({words.place: RecordsToDelete(before_offset=5)})
    assert await words.at(2, 7) == {7: "x:7"}
    await words.admin.delete_records({words.place: RecordsToDelete(before_offset=10)})
    assert await words.at(2, 7) == {}


async def test_words_of_a_topic_that_was_made_anew_and_is_shorter_now_are_left_out(words: Words) -> None:
    assert await words.at(2, 7) == {2: "x:2", 7: "x:7"}
    await words.make_anew()
    assert await words.at(2, 7) == {}
    await words.receive(90, 91, 92, 93)
    assert await words.at(2, 7) == {2: "x:92"}
    await words.receive(*range(94, 98))
    assert await words.at(2, 7, 4_000) == {2: "x:92", 7: "x:97"}
