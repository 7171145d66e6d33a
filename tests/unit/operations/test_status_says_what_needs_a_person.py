"""Everything that needs a person is found, with what to do; what does not is left in peace."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from operations.status.words import in_words
from shared.contracts.channel_reported import ChannelReport, Gap, Limit
from shared.status import DiskStatus, Seen, ServiceStatus, assemble

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
HANDLES = {"x_hastings": "sbx_hastings"}


def _report(**other: Any) -> ChannelReport:  # noqa: ANN401 - whatever its fields take
    usual: dict[str, Any] = {
        "account": "x_hastings",
        "reporter": "ingest-x",
        "state": "up",
        "since": NOW - timedelta(days=1),
        "reported_at": NOW - timedelta(seconds=20),
    }
    return ChannelReport(**usual | other)


def _findings(**seen: Any) -> list[str]:  # noqa: ANN401 - whatever its fields take
    usual: dict[str, Any] = {"handles": HANDLES, "reports": [_report()]}
    return [finding.what for finding in assemble(Seen(**usual | seen), NOW).findings]


def test_a_system_that_is_well_needs_nobody() -> None:
    well = [ServiceStatus(service="triage", ready=True, seconds_behind=0.4, dead_letters=0)]
    disk = DiskStatus(free_bytes=50 * 1024**3, total_bytes=100 * 1024**3)
    assert _findings(services=well, disk=disk, audit_waiting=1) == []


@pytest.mark.parametrize(
    ("report", "says"),
    [
        ({"state": "refused", "detail": "401"}, "refuses our key"),
        ({"state": "down", "since": NOW - timedelta(minutes=6)}, "no connection since 02 Nov 2026 08:54"),
        ({"reported_at": NOW - timedelta(minutes=6)}, "has not reported since"),
        ({"token_expires_at": NOW + timedelta(days=13)}, "expires on 15 Nov 2026"),
        ({"gaps": (Gap(since=NOW - timedelta(hours=2), until=NOW - timedelta(hours=1), why="too old"),)}, "too old"),
    ],
)
def test_an_account_in_trouble_is_named(report: dict[str, Any], says: str) -> None:
    (finding,) = _findings(reports=[_report(**report)])
    assert finding.startswith("@sbx_hastings: ")
    assert says in finding


@pytest.mark.parametrize(
    "report",
    [
        {"state": "down", "since": NOW - timedelta(minutes=4)},
        {"state": "recovering"},
        {"token_expires_at": NOW + timedelta(days=15)},
        {"gaps": (Gap(since=NOW - timedelta(days=9), until=NOW - timedelta(days=8), why="too old"),)},
    ],
)
def test_what_passes_by_itself_or_is_long_past_needs_nobody(report: dict[str, Any]) -> None:
    assert _findings(reports=[_report(**report)]) == []


def test_only_the_latest_report_counts() -> None:
    old = _report(state="refused", reported_at=NOW - timedelta(minutes=4))
    assert _findings(reports=[_report(), old]) == []


def test_an_account_without_any_report_is_not_passed_over() -> None:
    assert _findings(reports=[]) == ["@sbx_hastings: ingest has never reported on it."]


def test_one_trouble_of_many_accounts_is_told_once() -> None:
    handles = {"a": "one", "b": "two"}
    assert _findings(handles=handles, reports=[]) == ["@one, @two: ingest has never reported on it."]


@pytest.mark.parametrize(
    ("service", "says"),
    [
        (ServiceStatus(service="desk", ready=False), "desk is not ready."),
        (
            ServiceStatus(service="triage", ready=True, not_ready=("learning: refused.",)),
            "triage works, but not all of it is well: learning: refused.",
        ),
        (ServiceStatus(service="desk", ready=False, not_ready=("a: b",)), "desk is not ready: a: b."),
        (ServiceStatus(service="triage", seconds_behind=61), "triage is 61 s behind."),
        (ServiceStatus(service="triage", dead_letters=1), "triage could not handle a record."),
        (ServiceStatus(service="triage", dead_letters=7), "triage could not handle 7 records."),
    ],
)
def test_a_service_in_trouble_is_named(service: ServiceStatus, says: str) -> None:
    assert _findings(services=[service]) == [says]


def test_a_disk_that_fills_up_is_told_in_time() -> None:
    (finding,) = _findings(disk=DiskStatus(free_bytes=4 * 1024**3, total_bytes=100 * 1024**3))
    assert "4.0 GiB are free" in finding


def test_a_relay_that_is_stuck_is_told() -> None:
    (finding,) = _findings(audit_waiting=21)
    assert finding.startswith("21 audit entries")


def test_a_silent_broker_is_the_one_finding_about_what_it_would_know() -> None:
    (finding,) = _findings(reports=[], broker_silent="127.0.0.1:1")
    assert "127.0.0.1:1" in finding


def test_what_is_not_known_says_so_and_is_no_zero() -> None:
    services = [ServiceStatus(service="triage")]
    words = in_words(assemble(Seen(handles=HANDLES, services=services, broker_silent="b"), NOW))
    row = next(line for line in words.splitlines() if line.startswith("triage"))
    assert row.count("not known") == 3
    assert "last backup  none yet" in words


def test_what_needs_a_person_stands_first_with_its_remedy() -> None:
    words = in_words(assemble(Seen(handles=HANDLES), NOW))
    head = words.splitlines()[2:5]
    assert head[0] == "NEEDS A PERSON (1)"
    assert "look at its log" in head[2]


def _of_metrics(**other: Any) -> ChannelReport:  # noqa: ANN401 - whatever its fields take
    return _report(**{"reporter": "metrics-x", "reported_at": NOW, "since": NOW - timedelta(hours=1)} | other)


def test_what_another_service_says_of_an_account_hides_nothing_that_ingest_said() -> None:
    down = _report(state="down", since=NOW - timedelta(minutes=6), last_mention_at=NOW)
    status = assemble(Seen(handles=HANDLES, reports=[down, _of_metrics()]), NOW)
    assert (status.accounts[0].state, status.accounts[0].last_mention_at) == ("down", NOW)
    assert "no connection" in status.findings[0].what
    unheard = assemble(Seen(handles=HANDLES, reports=[_of_metrics()]), NOW)
    assert "ingest has never reported" in unheard.findings[0].what


def test_limits_and_spend_are_those_of_all_services_together() -> None:
    search = Limit(name="search", limit=450, remaining=449, resets_at=NOW)
    accounts = Limit(name="accounts", limit=300, remaining=7, resets_at=NOW)
    reports = [
        _report(limits=(search,), spend_usd_today=0.5),
        _of_metrics(limits=(accounts,), spend_usd_today=0.25),
        _report(reporter="publisher-x", reported_at=NOW - timedelta(days=1), spend_usd_today=9),
    ]
    (account,) = assemble(Seen(handles=HANDLES, reports=reports), NOW).accounts
    assert account.limits == (search, accounts)
    assert account.spend_usd_today == 0.75


@pytest.mark.parametrize(
    ("report", "says"),
    [
        (
            {"state": "refused", "detail": "X answered 401"},
            "refuses the key that metrics uses for counts, since .* X answered 401",
        ),
        ({"state": "down", "detail": "X answered 503"}, "metrics gets nothing done there since .* X answered 503"),
    ],
)
def test_trouble_of_other_services_with_an_account_is_found(report: dict[str, Any], says: str) -> None:
    (finding,) = _findings(reports=[_report(), _of_metrics(**report)])
    assert finding.startswith("@sbx_hastings: ")
    assert re.search(says, finding)
    assert _findings(reports=[_report(), _of_metrics(**report | {"account": "x_gone"})]) == []
    assert _findings(reports=[_report(), _of_metrics(state="recovering", detail="waits for tomorrow")]) == []


@pytest.mark.parametrize(
    ("reporter", "remedy"),
    [
        ("publisher-x", "Put valid keys into the secrets folder: they count from its next try on."),
        ("metrics-x", "Put valid keys into the secrets folder and restart metrics."),
    ],
)
def test_only_who_reads_keys_at_the_start_alone_has_to_be_restarted(reporter: str, remedy: str) -> None:
    seen = Seen(handles=HANDLES, reports=[_report(), _report(reporter=reporter, state="refused")])
    (finding,) = assemble(seen, NOW).findings
    assert finding.do == remedy


@pytest.mark.parametrize(
    ("ingest", "publisher", "shown"),
    [
        ("up", "refused", ("refused", "publisher")),
        ("up", "recovering", ("recovering", "publisher")),
        ("recovering", "down", ("down", "publisher")),
        ("down", "recovering", ("down", "ingest")),
        ("up", "up", ("up", "ingest")),
    ],
)
def test_an_account_stands_with_the_worst_that_is_said_of_it_and_who_says_it(
    ingest: str, publisher: str, shown: tuple[str, str]
) -> None:
    recently = NOW - timedelta(minutes=1)
    said = _report(reporter="publisher-x", state=publisher, since=recently, detail="X asked to wait")
    before = _report(reporter="publisher-x", state="refused", reported_at=NOW - timedelta(hours=1))
    feed = _report(state=ingest, last_mention_at=NOW, since=recently)
    status = assemble(Seen(handles=HANDLES, reports=[said, before, feed]), NOW)
    (account,) = status.accounts
    assert (account.state, account.said_by) == shown
    assert account.last_mention_at == NOW
    row = next(line for line in in_words(status).splitlines() if line.startswith("@sbx_hastings "))
    assert ("says publisher" in row) == (shown[1] == "publisher")
    assert ("connected" in row) == (shown[0] == "up")


def test_a_key_that_posts_are_refused_with_is_no_trouble_of_the_feed() -> None:
    refused = _report(reporter="publisher-x", state="refused")
    (finding,) = _findings(reports=[_report(), refused])
    assert "the platform refuses the key that publisher uses for posts out, since" in finding
