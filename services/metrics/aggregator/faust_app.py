"""The Faust application: its settings, each with what goes wrong without it (facts measured with 0.15.3)."""

from pathlib import Path
from typing import Any

import faust
from yarl import URL

from services.metrics.aggregator.transport import Transport
from shared.kafka.timing import TIMING, Timing

COMMIT_S = 1.0
"""Between two commits: what a restart reads again, which costs time and nothing else."""

ANSWER_S = 30.0
"""A write that is not acknowledged by then ends the process; until then a broker may start again unnoticed."""

AT_ONCE = 500
"""Contributions taken together: one computation of a district serves them all, as when a year is imported."""

WITHIN_S = 0.2
"""How long the first of them waits for others: people look at dashboards, nothing waits for this."""


def faust_app(bootstrap: str, group: str, folder: Path, timing: Timing = TIMING) -> faust.App:
    """An application without a web server, a leader or a file that matters; `group` names its offsets and topics."""
    folder.mkdir(parents=True, exist_ok=True)
    brokers = [URL(f"kafka://{each.strip()}") for each in bootstrap.split(",")]
    app = faust.App(
        group,
        broker=brokers,
        store="memory://",  # the changelog holds all of it; a year of a force is some megabytes
        datadir=str(folder),
        autodiscover=False,
        web_enabled=False,  # or it listens on all addresses, without a password
        topic_disable_leader=True,
        topic_allow_declare=False,  # topics are made by us, with the settings we mean
        processing_guarantee="at_least_once",  # its exactly_once doubles
        key_serializer="raw",
        value_serializer="raw",  # bytes as they came: nothing is unpickled
        consumer_auto_offset_reset="earliest",  # with `latest` recovery may wait for ever
        broker_commit_interval=COMMIT_S,
        broker_session_timeout=timing.session,  # its own 60 s leave districts uncounted for so long
        broker_heartbeat_interval=timing.heartbeat,
        broker_rebalance_timeout=timing.rebalance,
        broker_request_timeout=timing.consumer_request,
        broker_max_poll_interval=2 * ANSWER_S,
        producer_request_timeout=ANSWER_S,
        stream_wait_empty=False,  # it would wait for what it gave to no agent any more; recovery takes that in
        table_standby_replicas=0,  # a second process stands by, and reads the changelog when it is needed
    )
    transport: Any = Transport(brokers, app)
    app.transport = app.producer_transport = transport
    return app
