"""Every number that the sampler counts beside the runtime's, as Prometheus reads it."""

from prometheus_client import Counter, Gauge

CALLS = Counter("bluelamp_metrics_calls", "Calls for counts, by how each ended.", ("platform", "of", "ended"))
SAMPLES = Counter("bluelamp_metrics_samples", "Counts that were written.", ("platform", "of"))
MISSING = Counter("bluelamp_metrics_missing", "What a platform was asked for and did not tell.", ("platform", "of"))
PUT_OFF = Gauge("bluelamp_metrics_put_off", "Accounts and posts that wait for tomorrow's budget.", ("platform",))
SPENT = Gauge("bluelamp_metrics_spent_usd", "What reading counts has cost in this UTC day, in dollars.", ("platform",))
SHARE = Gauge("bluelamp_metrics_share_usd", "What it may cost in a UTC day, in dollars.", ("platform",))
AGE = Gauge("bluelamp_metrics_last_sample_age_seconds", "Time since the last count was written.", ("platform", "of"))
