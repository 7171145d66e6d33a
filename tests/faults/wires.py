"""Between the publisher and Kafka, and between it and the platform: late, lost, cut off, delivered afterwards."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from tests.faults.hurts import as_in_production
from tests.faults.judgement import Count
from tests.faults.scene import Ground, Scene
from tests.faults.stage import pause
from tests.support import proxy as kafka
from tests.support import wire as http
from tests.support.proxy import Api, Proxy
from tests.support.waiting import wait_until
from tests.support.wire import Wire

TO_KAFKA = "between the publisher and Kafka"
TO_X = "between the publisher and X"

LATE_S = 7.0
"""Later than the longest that the publisher waits for an answer of Kafka's."""

GIVEN_UP_S = 12.0
"""Later than the publisher's deadline and its wait for an answer of X's together."""


async def _later(exchange: kafka.Exchange) -> None:
    """The publisher gives it up and asks anew; then Kafka hears the first."""
    await asyncio.sleep(LATE_S)
    await exchange.forward()


WRITES = (Api.PRODUCE, Api.END_TXN, Api.TXN_OFFSET_COMMIT, Api.ADD_PARTITIONS_TO_TXN)
READS = (Api.FETCH, Api.HEARTBEAT)

ON_KAFKA: Mapping[str, tuple[kafka.Fault, Sequence[Api]]] = {
    "a request is late by a second": (kafka.delayed(1.0), (*WRITES, *READS)),
    "a request is lost": (kafka.swallowed, (*WRITES, *READS)),
    "cut off before a request": (kafka.cut_before, (*WRITES, *READS)),
    "cut off after a request": (kafka.cut_after, WRITES),
    "a request is delivered after it was given up": (_later, WRITES),
}

ON_X: Mapping[str, tuple[http.Fault, float]] = {
    "a call is late by two seconds": (http.delayed(2.0), 0),
    "a call is lost": (http.swallowed, 0),
    "cut off before a call": (http.cut_before, 0),
    "cut off after a call": (http.cut_after, 0),
    "a call is delivered after it was given up": (http.delivered_after(GIVEN_UP_S), GIVEN_UP_S),
}


def on_kafka(name: str, most: int = 9) -> Callable[[Ground], Awaitable[Count]]:
    """Each kind of request meets the fault once, in the middle of posts."""
    fault, all_of_them = ON_KAFKA[name]
    apis = all_of_them[:most]

    async def play(ground: Ground) -> Count:
        stage, count = ground.stage, Count(cases=len(apis))
        asked = []
        async with Proxy(stage.kafka.bootstrap) as proxy, as_in_production(stage):
            stage.bootstrap = proxy.bootstrap
            try:
                async with stage.publisher() as publisher:
                    for api in apis:
                        await publisher.is_ready()
                        proxy.once(api, fault)
                        asked += await stage.approve(stage.contents(f"{name}, {api.name}", 4))
                        back, seconds = await stage.back_after(f"{name}, {api.name}")
                        asked += back
                        count.recovered.append(seconds)
                        await wait_until(lambda: not proxy.waiting, 30, what=f"{api.name} meets the fault")
                    count.add(await stage.settled(asked))
            finally:
                stage.bootstrap = ""
        return count

    return play


def on_x(name: str, most: int = 6) -> Callable[[Ground], Awaitable[Count]]:
    """Two of three posts of an account meet the fault."""
    fault, lasts = ON_X[name]

    async def play(ground: Ground) -> Count:
        stage, count = ground.stage, Count(cases=most)
        async with Wire(stage.x.port) as wire, as_in_production(stage):
            stage.x_origin = wire.origin
            try:
                async with stage.publisher() as publisher:
                    await publisher.is_ready()
                    for _ in range(most):
                        wire.once("POST", fault)
                    asked = await stage.approve(stage.contents(name, 9))
                    await wait_until(lambda: not wire.waiting, 90, what="all faults are met")
                    back, seconds = await stage.back_after(name)
                    count.recovered.append(seconds)
                    await pause(lasts)
                    count.add(await stage.settled([*asked, *back]))
            finally:
                stage.x_origin = ""
        return count

    return play


def scenes() -> list[Scene]:
    """Each with about how long it takes."""
    return [
        *(Scene(TO_KAFKA, name, on_kafka(name), 60) for name in ON_KAFKA),
        *(Scene(TO_X, name, on_x(name), 30) for name in ON_X),
    ]
