"""The status in words and columns; what is not known says so."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from shared.clock import LONDON
from shared.status import READS_NOTHING, AccountStatus, ServiceStatus, Status

UNKNOWN = "not known"
GIB = 1024**3


def in_words(status: Status) -> str:
    """What needs a person first, then everything else."""
    return "".join(f"{line}\n" for line in _lines(status))


def _lines(status: Status) -> Iterator[str]:
    yield f"Status at {_moment(status.at)}"
    yield ""
    if status.findings:
        yield f"NEEDS A PERSON ({len(status.findings)})"
        for finding in status.findings:
            yield f"  - {finding.what}"
            yield f"    {finding.do}"
    else:
        yield "Nothing needs a person."
    yield ""
    heads = ("account", "state", "since", "last mention", "token expires", "limits", "spend today")
    yield from _table(heads, [_account(account) for account in status.accounts])
    yield ""
    columns = ("service", "ready", "behind", "dead letters")
    yield from _table(columns, [_service(service) for service in status.services])
    yield ""
    disk = status.disk
    yield f"disk         {f'{disk.free_bytes / GIB:.1f} of {disk.total_bytes / GIB:.1f} GiB free' if disk else UNKNOWN}"
    waiting = status.audit_waiting
    yield f"audit relay  {UNKNOWN if waiting is None else f'{waiting} entries wait' if waiting else 'up to date'}"
    yield f"last backup  {_moment(status.last_backup_at) if status.last_backup_at else 'none yet'}"


def _account(account: AccountStatus) -> tuple[str, ...]:
    limits = (f"{limit.name} {limit.remaining}/{limit.limit}" for limit in account.limits)
    known = account.reported_at is not None
    spend = account.spend_usd_today
    return (
        f"@{account.handle}",
        _state(account),
        _moment(account.since) if account.since else UNKNOWN,
        _moment(account.last_mention_at) if account.last_mention_at else "none yet" if known else UNKNOWN,
        _moment(account.token_expires_at) if account.token_expires_at else "-" if known else UNKNOWN,
        ", ".join(limits) or ("-" if known else UNKNOWN),
        f"${spend:.2f}" if spend is not None else UNKNOWN,
    )


def _state(account: AccountStatus) -> str:
    """The worst that is said of it, and by whom where that is not who reads its mentions."""
    state = {"up": "connected", "unknown": UNKNOWN}.get(account.state, account.state)
    return state if account.said_by == READS_NOTHING else f"{state}, says {account.said_by}"


def _service(service: ServiceStatus) -> tuple[str, ...]:
    ready = {True: "yes", False: "NO", None: UNKNOWN}[service.ready]
    if service.service == READS_NOTHING:
        return service.service, ready, "-", "-"
    behind = UNKNOWN if service.seconds_behind is None else f"{service.seconds_behind:.0f} s"
    dead = UNKNOWN if service.dead_letters is None else str(service.dead_letters)
    return service.service, ready, behind, dead


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    for row in (heads, *rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _moment(moment: datetime) -> str:
    return moment.astimezone(LONDON).strftime("%d %b %Y %H:%M")
