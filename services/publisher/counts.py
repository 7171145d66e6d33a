"""Every number that the publisher counts beside the runtime's, as Prometheus reads it."""

from prometheus_client import Counter, Gauge, Histogram

OUTCOMES = Counter("bluelamp_publisher_outcomes", "Attempts to post, by the state that each led to.", ("state",))
FOUND = Counter("bluelamp_publisher_found", "Posts of unknown outcome that were found on the account's timeline.")
UNKNOWN = Gauge("bluelamp_publisher_unknown", "Posts whose outcome is not known now, by account.", ("account",))
HELD_BACK = Counter(
    "bluelamp_publisher_held_back", "Posts that waited because staff and holds could not be read to their ends."
)
DUE_TO_POSTED = Histogram(
    "bluelamp_publisher_due_to_posted_seconds",
    "From the time at which a post was due to the platform's answer.",
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900),
)
WRITTEN = Histogram(
    "bluelamp_publisher_write_seconds",
    "What writing the intent (t1) and the outcome (t2) of a post took, the wait for its turn included.",
    ("step",),
    buckets=(0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5),
)
