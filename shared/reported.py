"""Whose word a report is: several services report on one account, each of its own calls; pure."""

from collections.abc import Iterable
from datetime import UTC, datetime

from shared.contracts.channel_reported import ChannelReport, Limit

FEED = "ingest"
"""The one service that knows whether mentions come in; what others say of an account is no word on that."""


def service_of(report: ChannelReport) -> str:
    """The service that reported: reporters are named `<service>-<platform>`."""
    return report.reporter.partition("-")[0]


def of_feed(reports: Iterable[ChannelReport]) -> list[ChannelReport]:
    """What was said of the feed, the newest last."""
    return sorted((each for each in reports if service_of(each) == FEED), key=lambda report: report.reported_at)


def of_others(reports: Iterable[ChannelReport]) -> list[ChannelReport]:
    """What the services said that only call a platform: about posts out, and about counts."""
    return [each for each in reports if service_of(each) != FEED]


def spent_today(reports: Iterable[ChannelReport], now: datetime) -> float | None:
    """Dollars of all services together, in the UTC day of `now`; None where none of them told."""
    day = now.astimezone(UTC).date()
    told = [
        each.spend_usd_today for each in reports if each.reported_at.date() == day and each.spend_usd_today is not None
    ]
    return sum(told) if told else None


def limits_of(reports: Iterable[ChannelReport]) -> tuple[Limit, ...]:
    """Every limit that any of them told, by its last word on it."""
    by_time = sorted(reports, key=lambda report: report.reported_at)
    return tuple({limit.name: limit for report in by_time for limit in report.limits}.values())
