"""Rule 6, request by request: which failures end the process, and which do not."""

import asyncio
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from aiokafka.errors import KafkaConnectionError, NodeNotReadyError, RequestTimedOutError
from aiokafka.protocol.produce import ProduceRequest

from shared.exits import RESTART
from shared.kafka.fence import FATEFUL, guard


class Ended(BaseException):  # as the process's end: nothing on the way may catch it
    """The process would have ended."""


def end(what: str, *, remedy: str, code: int = RESTART) -> NoReturn:
    raise Ended(f"{what} {remedy} ({code})")


def guarded(answer: BaseException | str) -> Any:  # noqa: ANN401 - aiokafka's own client has no type
    """A producer whose client answers like this, guarded."""

    async def send(_node: int, _request: object, *, group: int = 0) -> str:
        del group
        if isinstance(answer, BaseException):
            raise answer
        return answer

    producer = SimpleNamespace(client=SimpleNamespace(send=send))
    guard(producer, "g-topic-0", end)
    return producer


def request(kind: type) -> object:
    return object.__new__(kind)


@pytest.mark.parametrize("kind", FATEFUL, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("error", [RequestTimedOutError(), KafkaConnectionError(), OSError(), ValueError()], ids=repr)
async def test_rule_6_an_unknown_fate_ends_the_process(kind: type, error: Exception) -> None:
    with pytest.raises(Ended, match=f"{kind.__name__} of g-topic-0 has an unknown fate"):
        await guarded(error).client.send(0, request(kind), group=1)


@pytest.mark.parametrize("kind", FATEFUL, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("error", [NodeNotReadyError(), asyncio.CancelledError()], ids=repr)
async def test_what_was_never_sent_or_is_given_up_ends_nothing(kind: type, error: BaseException) -> None:
    with pytest.raises(type(error)):
        await guarded(error).client.send(0, request(kind))


async def test_produce_may_be_sent_again_because_it_is_numbered() -> None:
    with pytest.raises(RequestTimedOutError):
        await guarded(RequestTimedOutError()).client.send(0, request(ProduceRequest))


async def test_an_answer_passes() -> None:
    assert await guarded("answer").client.send(0, request(FATEFUL[0]), group=1) == "answer"
