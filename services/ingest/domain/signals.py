"""What a source tells: in the order in which it happened, so that what follows is true of all that came before."""

from dataclasses import dataclass
from datetime import datetime

from services.ingest.domain.mentions import Via
from services.ingest.domain.post import Post


@dataclass(frozen=True, slots=True)
class Posted:
    """A post came."""

    post: Post
    via: Via
    at: datetime


@dataclass(frozen=True, slots=True)
class Alive:
    """The stream is connected, and had nothing to say."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Connected:
    """The stream delivers from `at` on."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Lost:
    """The stream ended."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Doubted:
    """Something came over the stream that could not be read: a mention may have been lost."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Distrusted:
    """The stream was connected, yet has withheld posts; nothing is sure since `since`."""

    since: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Searched:
    """A search over everything that may be missing, begun at `started`, was walked to its end."""

    started: datetime
    at: datetime


Signal = Posted | Alive | Connected | Lost | Doubted | Distrusted | Searched
