"""The publisher as it is, with shorter waits between Kafka's parts: `python -m tests.faults.quick`.

A killed member is missed after three seconds in place of six; a suite of hundreds of kills has no time for more.
"""

import sys

import shared.kafka.timing

shared.kafka.timing.TIMING = shared.kafka.timing.Timing(session=3.0, heartbeat=0.3, finish=1.5, fetch_wait=0.1)

from services.publisher.__main__ import main  # noqa: E402 - whoever imports the timing before finds the longer one

if __name__ == "__main__":
    sys.exit(main())
