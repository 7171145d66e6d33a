"""Rule 6: a request of a transaction with an unknown fate ends the process; its late copy then finds no transaction.

Without the rule aiokafka asks again by itself, all seems well, and the first copy acts inside the next transaction.
"""

import signal
from pathlib import Path

from shared.exits import RESTART
from tests.broker.runtime.crew import crew_on
from tests.support.broker import RealBroker
from tests.support.proxy import Api, Exchange, Late, Proxy, cut_after, cut_before, delayed, swallowed


async def test_rule_6_a_late_end_txn_cannot_tear_the_next_transaction(broker: RealBroker, tmp_path: Path) -> None:
    late = Late()
    async with Proxy(broker.bootstrap) as proxy:
        crew = await crew_on(broker, tmp_path, partitions=1, bootstrap=proxy.bootstrap)
        proxy.once(Api.END_TXN, late)
        async with crew.working() as workers:
            await crew.publish(100)
            await late.held.wait()
            await crew.arrived()

            async def end_then_kill(_: Exchange) -> None:
                await late.deliver()  # the records of the next transaction are written, its offsets are not
                workers[0].signal(signal.SIGKILL)

            proxy.once(Api.ADD_OFFSETS_TO_TXN, end_then_kill)
            await crew.publish(100)
            await crew.arrived()
            await crew.exactly_once()
    assert crew.exits[0] == RESTART


async def test_rule_6_a_late_offset_commit_cannot_take_the_offset_back(broker: RealBroker, tmp_path: Path) -> None:
    late = Late()
    async with Proxy(broker.bootstrap) as proxy:
        crew = await crew_on(broker, tmp_path, partitions=1, bootstrap=proxy.bootstrap)
        proxy.once(Api.TXN_OFFSET_COMMIT, late)
        async with crew.working() as workers:
            await crew.publish(100)
            await late.held.wait()
            await crew.arrived()

            async def offset_back_then_end(exchange: Exchange) -> None:
                await late.deliver()
                await exchange.forward()

            proxy.once(Api.END_TXN, offset_back_then_end)
            await crew.publish(50)  # one transaction, so that no later one mends the offset
            await crew.arrived()
            workers[0].signal(signal.SIGKILL)  # the next one starts from the offset as it is
            await crew.exactly_once()
    assert crew.exits[0] == RESTART


async def test_a_bad_network_costs_time_and_nothing_else(broker: RealBroker, tmp_path: Path) -> None:
    async with Proxy(broker.bootstrap) as proxy:
        crew = await crew_on(broker, tmp_path, bootstrap=proxy.bootstrap)
        proxy.once(Api.JOIN_GROUP, cut_before)
        proxy.once(Api.INIT_PRODUCER_ID, swallowed)
        proxy.once(Api.FETCH, cut_after)
        for fault in (delayed(0.5), cut_before, cut_after, swallowed):
            proxy.once(Api.PRODUCE, fault)
        proxy.once(Api.ADD_PARTITIONS_TO_TXN, delayed(0.5))
        proxy.once(Api.END_TXN, cut_after)
        proxy.once(Api.ADD_OFFSETS_TO_TXN, cut_before)
        async with crew.working():
            await crew.publish(600)
            await crew.arrived()
            await crew.exactly_once()
        assert not proxy.waiting, f"faults that never came: {proxy.waiting}"
