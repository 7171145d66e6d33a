"""How long Kafka's parts wait for each other; tests shorten it, nothing else changes it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Durations in seconds, measured together on one machine: change one only with the fault tests at hand."""

    session: float = 6.0
    """A killed process is missed after this; the shortest that a busy laptop does not break by itself."""
    heartbeat: float = 1.0
    """Several may be lost within a session."""
    rebalance: float = 30.0
    """Every member may finish its transaction and fence its predecessors before the group goes on."""
    consumer_request: float = 40.0
    """Longer than `rebalance`: JoinGroup waits under this one."""
    fetch_wait: float = 0.5
    """The broker answers a fetch at once when records come; this bounds an empty one."""
    poll: float = 0.2
    """A stop is noticed after this at the latest when nothing comes in."""
    producer_request: float = 5.0
    """An answer that takes longer leaves the fate of a transaction open, and the process ends."""
    broker_transaction: float = 5.0
    """Readers of committed records wait this long behind a process that was killed in mid-transaction."""
    transaction: float = 8.0
    """Our own deadline: by now the broker has given the transaction up."""
    assignment: float = 25.0
    """Less than `rebalance`: a member that cannot fence its predecessors makes room for one that can."""
    finish: float = 4.0
    """What is under way has this long once a stop is asked for: with `leave` less than supervisors give a process."""
    leave: float = 10.0
    """A stop that takes longer is cut off; the session's end does the rest."""
    first_pause: float = 0.1
    """A broker that is being restarted is found quickly."""
    longest_pause: float = 2.0
    """Back-off while no broker answers ends here, so that its return is noticed soon."""


TIMING = Timing()
"""What runs in production."""
