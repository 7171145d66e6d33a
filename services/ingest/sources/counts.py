"""Every number that ingest counts beside the runtime's, as Prometheus reads it."""

from prometheus_client import Counter, Gauge

POSTS = Counter("bluelamp_ingest_posts", "Posts that came, by what became of them.", ("source", "via", "fate"))
UNREADABLE = Counter("bluelamp_ingest_unreadable", "Lines and posts that could not be read.", ("source", "via"))
NOTICES = Counter("bluelamp_ingest_notices", "What a platform told about itself in the stream.", ("source", "title"))
CONNECTS = Counter("bluelamp_ingest_connects", "Connects to a stream, by how each ended.", ("source", "ended"))
SEARCHES = Counter("bluelamp_ingest_searches", "Searches, by what for and how each ended.", ("source", "why", "ended"))
WITHHELD = Counter("bluelamp_ingest_withheld", "Mentions that a connected stream did not deliver.", ("source",))
WAITING = Gauge("bluelamp_ingest_waiting", "Signals that wait to be written.", ("source",))
