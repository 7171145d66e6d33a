"""The settings' seconds as what the domain's parts take."""

from datetime import timedelta

from services.ingest.domain.backoff import Pace
from services.ingest.domain.searches import SearchTiming
from services.ingest.settings import IngestSettings


def pace_of(settings: IngestSettings) -> Pace:
    """The waits after failures."""
    return Pace(
        broken_step=settings.broken_step,
        broken_most=settings.broken_most,
        http_first=settings.http_first,
        http_most=settings.http_most,
        limit_first=settings.limit_first,
        limit_most=settings.limit_most,
        refused=settings.refused,
        settled=settings.settled,
    )


def search_timing_of(settings: IngestSettings) -> SearchTiming:
    """The times of searches."""
    return SearchTiming(
        every=timedelta(seconds=settings.search_every),
        overlap=timedelta(seconds=settings.search_overlap),
        reach=timedelta(seconds=settings.search_reach),
        look_again=timedelta(seconds=settings.look_again),
        cross_check=timedelta(seconds=settings.cross_check),
        grace=timedelta(seconds=settings.stream_grace),
    )
