"""Is it working? What the desk's Status page and `bluelamp status` both say, assembled from what was seen; no I/O."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from shared.contracts.channel_reported import ChannelReport, Gap, Limit
from shared.reported import limits_of, of_feed, of_others, service_of, spent_today

STALE_REPORT = timedelta(minutes=5)
"""ingest reports every half minute: ten missed reports are no hiccup."""

DOWN_TOO_LONG = timedelta(minutes=5)
"""Platforms drop streams for a moment every day; recovery by search has long begun after five minutes."""

BEHIND_TOO_FAR_S = 60.0
"""A mention is labelled within a second, and a crash is recovered from in half a minute."""

TOKEN_NOTICE = timedelta(days=14)
"""Long enough for somebody to renew a key on a working day."""

GAP_SHOWN = timedelta(days=7)
"""Somebody has looked by then, or it is too late to answer."""

AUDIT_WAITING_TOO_MANY = 20
"""The relay takes a second at most: a few entries on their way need nobody."""

LEAST_FREE_BYTES = 2 * 1024**3
"""Kafka stops taking records on a full disk; this is some days of mentions."""

LEAST_FREE_SHARE = 0.05

Problem = tuple[str, str]
"""What is wrong, and what to do."""

READS_NOTHING = "ingest"
"""It reads a platform and no topic: it cannot be behind on one, and nothing on one can be bad for it."""

WORST_FIRST = ("refused", "down", "unknown", "recovering", "up")
"""What a person has to mend comes before what may mend itself, and what is known before what is not."""

WORKS = {"publisher": "posts out", "metrics": "counts"}
"""What the services do with an account that only call its platform, in words."""

READS_KEYS_ANEW = ("publisher",)
"""Keys of an account that are put in place count at once; others are read at a start."""


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True)


class Finding(_Shown):
    """Something that needs a person: what is wrong, and what to do."""

    what: str
    do: str


class AccountStatus(_Shown):
    """How one account fares with all that is done on it; None is not known."""

    account: str
    handle: str
    state: str
    """The worst that a service says: up, recovering, down, refused, or unknown where nothing was reported yet."""
    said_by: str = "ingest"
    """The service that says it; ingest where all say the same, which alone knows of the feed."""
    since: datetime | None = None
    last_mention_at: datetime | None = None
    token_expires_at: datetime | None = None
    limits: tuple[Limit, ...] = ()
    spend_usd_today: float | None = None
    gaps: tuple[Gap, ...] = ()
    reported_at: datetime | None = None
    detail: str = ""


class ServiceStatus(_Shown):
    """How one service fares; None is not known."""

    service: str
    ready: bool | None = None
    not_ready: tuple[str, ...] = ()
    """What the service itself says is missing, or not well."""
    seconds_behind: float | None = None
    """Age of the oldest record that it has not handled; 0 where there is none."""
    dead_letters: int | None = None


class DiskStatus(_Shown):
    """The disk that holds the data of this installation."""

    free_bytes: int
    total_bytes: int


class Status(_Shown):
    """Everything at one moment, and what of it needs a person."""

    at: datetime
    accounts: tuple[AccountStatus, ...]
    services: tuple[ServiceStatus, ...]
    disk: DiskStatus | None
    audit_waiting: int | None
    """Entries of the desk's audit journal that have not reached Kafka yet."""
    last_backup_at: datetime | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen before it is judged."""

    handles: Mapping[str, str]
    """Handle of every active account of the registry, by its id."""
    reports: Sequence[ChannelReport] = ()
    services: Sequence[ServiceStatus] = ()
    disk: DiskStatus | None = None
    audit_waiting: int | None = None
    last_backup_at: datetime | None = None
    broker_silent: str | None = None
    """The address that does not answer, where it does not; empty for somebody who need not know it."""

    def in_outline(self) -> "Seen":
        """Without addresses and the words of errors: for people who do not run the system."""
        return replace(
            self,
            reports=[report.model_copy(update={"detail": ""}) for report in self.reports],
            services=[service.model_copy(update={"not_ready": ()}) for service in self.services],
            broker_silent=None if self.broker_silent is None else "",
        )


@dataclass(frozen=True, slots=True)
class SeenAt:
    """What was seen, and when."""

    seen: Seen
    at: datetime


def assemble(seen: Seen, now: datetime) -> Status:
    """The status that follows from what was seen, accounts in the registry's order."""
    told = {name: [report for report in seen.reports if report.account == name] for name in seen.handles}
    feeds = [_feed(name, handle, told[name], now) for name, handle in seen.handles.items()]
    return Status(
        at=now,
        accounts=tuple(_worst(feed, told[feed.account]) for feed in feeds),
        services=tuple(seen.services),
        disk=seen.disk,
        audit_waiting=seen.audit_waiting,
        last_backup_at=seen.last_backup_at,
        findings=tuple(_findings(seen, feeds, now)),
    )


def _feed(name: str, handle: str, reports: Sequence[ChannelReport], now: datetime) -> AccountStatus:
    """Its feed as ingest tells it; limits and spend of all services together."""
    feed = of_feed(reports)
    shared = {"limits": limits_of(reports), "spend_usd_today": spent_today(reports, now)}
    if not feed:
        return AccountStatus(account=name, handle=handle, state="unknown", **shared)
    return AccountStatus(handle=handle, **feed[-1].model_dump(exclude={"reporter", *shared}), **shared)


def _worst(feed: AccountStatus, reports: Sequence[ChannelReport]) -> AccountStatus:
    """With the worst that any service says of it: who reads its mentions alone does not know whether posts go out."""
    by_time = sorted(of_others(reports), key=lambda report: report.reported_at)
    newest = {service_of(report): report for report in by_time}
    worst = min(newest.values(), key=lambda report: WORST_FIRST.index(report.state), default=None)
    if worst is None or WORST_FIRST.index(worst.state) >= WORST_FIRST.index(feed.state):
        return feed
    said = {"state": worst.state, "since": worst.since, "detail": worst.detail, "said_by": service_of(worst)}
    return feed.model_copy(update=said)


def _findings(seen: Seen, accounts: Iterable[AccountStatus], now: datetime) -> Iterator[Finding]:
    if seen.broker_silent is not None:
        place = f" at {seen.broker_silent}" if seen.broker_silent else ""
        yield Finding(
            what=f"Kafka does not answer{place}: nothing below is known from it.",
            do="Start it (`make run`), or set BLUELAMP_KAFKA to where it is.",
        )
    else:
        yield from _of_accounts(accounts, now)
        yield from _of_other_calls(seen, now)
    for service in seen.services:
        yield from _of_service(service)
    if seen.disk and seen.disk.free_bytes < max(LEAST_FREE_BYTES, LEAST_FREE_SHARE * seen.disk.total_bytes):
        yield Finding(
            what=f"The disk is nearly full: {seen.disk.free_bytes / 1024**3:.1f} GiB are free.",
            do="Free some space before Kafka has to stop taking mentions.",
        )
    if seen.audit_waiting and seen.audit_waiting > AUDIT_WAITING_TOO_MANY:
        yield Finding(
            what=f"{seen.audit_waiting} audit entries of the desk have not reached Kafka.",
            do="They are safe in its journal and follow by themselves; look at the desk's log if this number stays.",
        )


def _of_accounts(accounts: Iterable[AccountStatus], now: datetime) -> Iterator[Finding]:
    return _together((account.handle, problem) for account in accounts for problem in _of_account(account, now))


def _of_other_calls(seen: Seen, now: datetime) -> Iterator[Finding]:
    """What hinders posts out, or counts, on accounts that the registry has."""
    return _together(
        (seen.handles[report.account], problem)
        for report in of_others(seen.reports)
        if report.account in seen.handles
        for problem in _of_other_call(report, now)
    )


def _of_other_call(report: ChannelReport, now: datetime) -> Iterator[Problem]:
    service = service_of(report)
    if report.state == "refused":
        what = f"the platform refuses the key that {service} uses for {WORKS.get(service, 'its calls')}"
        yield (
            f"{what}, since {_minute(report.since)}. {report.detail}".rstrip(),
            f"Put valid keys into the secrets folder{_then(service)}.",
        )
    elif report.state == "down" and now - report.since > DOWN_TOO_LONG:
        yield (
            f"{service} gets nothing done there since {_minute(report.since)}. {report.detail}".rstrip(),
            f"Look at the log of {service} and the platform's status page.",
        )


def _then(service: str) -> str:
    return ": they count from its next try on" if service in READS_KEYS_ANEW else f" and restart {service}"


def _together(problems: Iterable[tuple[str, Problem]]) -> Iterator[Finding]:
    """One finding for each problem, however many accounts have it: they share a stream and a key."""
    having: dict[Problem, list[str]] = {}
    for handle, problem in problems:
        having.setdefault(problem, []).append(f"@{handle}")
    for (what, do), handles in having.items():
        yield Finding(what=f"{', '.join(handles)}: {what}", do=do)


def _of_account(account: AccountStatus, now: datetime) -> Iterator[Problem]:
    if account.reported_at is None:
        yield "ingest has never reported on it.", "See that ingest runs; look at its log."
        return
    if account.state == "refused":
        yield (
            f"the platform refuses our key{_since(account)}. {account.detail}".rstrip(),
            "Put a valid key into the secrets folder (x_bearer_token) and restart ingest.",
        )
    elif now - account.reported_at > STALE_REPORT:
        yield (
            f"ingest has not reported since {_minute(account.reported_at)}.",
            "See that ingest runs; look at its log.",
        )
    elif account.state == "down" and account.since and now - account.since > DOWN_TOO_LONG:
        yield (
            f"no connection{_since(account)}. {account.detail}".rstrip(),
            "Look at ingest's log and the platform's status page; missed mentions are fetched once it is back.",
        )
    if account.token_expires_at and account.token_expires_at - now < TOKEN_NOTICE:
        yield (
            f"its key expires on {_minute(account.token_expires_at)}.",
            "Renew it and put the new one into the secrets folder.",
        )
    for gap in (gap for gap in account.gaps if now - gap.until < GAP_SHOWN):
        yield (
            f"mentions from {_minute(gap.since)} to {_minute(gap.until)} may be missing: {gap.why}",
            "Look at the account on the platform itself for that time.",
        )


def _of_service(service: ServiceStatus) -> Iterator[Finding]:
    if service.ready is False or service.not_ready:
        how = f"{service.service} {'is not ready' if service.ready is False else 'works, but not all of it is well'}"
        what = ": ".join(filter(None, (how, "; ".join(service.not_ready))))
        yield Finding(what=f"{what.removesuffix('.')}.", do=f"Look at the log of {service.service}.")
    if service.seconds_behind is not None and service.seconds_behind > BEHIND_TOO_FAR_S:
        yield Finding(
            what=f"{service.service} is {service.seconds_behind:.0f} s behind.",
            do=f"Look at the log of {service.service}; restart it where it says nothing.",
        )
    if service.dead_letters:
        letters = "a record" if service.dead_letters == 1 else f"{service.dead_letters} records"
        yield Finding(
            what=f"{service.service} could not handle {letters}.",
            do=f"Look with `bluelamp dead list {service.service}`, mend the cause, then replay.",
        )


def _since(account: AccountStatus) -> str:
    return f" since {_minute(account.since)}" if account.since else ""


def _minute(moment: datetime) -> str:
    return moment.strftime("%d %b %Y %H:%M UTC")
