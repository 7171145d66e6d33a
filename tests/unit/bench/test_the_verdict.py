"""When the bench says that a target is missed or that the work was wrong, and when it says neither."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pytest

from bench import report
from bench.environments import PEERS, PRODUCT
from bench.latency import Latency
from bench.peers import ALL, OURS, Peer
from bench.results import Findings
from bench.settings import Settings
from bench.throughput import Throughput
from bench.topics import mention_record
from bench.typed import typed_scan
from bench.work import mention, scan

CONFLUENT, QUIX, FAUST = ALL[1:]
SETTINGS = Settings(records=10, rounds=3, latency_seconds=0, peers=ALL, port=0)


def run(rate: float) -> Throughput:
    return Throughput(rate=rate, cpu_us=10.0, lost=0, doubled=0, wrong=0)


def found(ours: list[float], theirs: list[float], peer: Peer = QUIX) -> Findings:
    return Findings({OURS: [run(rate) for rate in ours], peer: [run(rate) for rate in theirs]})


def test_the_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    slow_second_round = found([60, 6, 60], [30, 2, 40])
    assert slow_second_round.ratio(QUIX) == 2.0
    assert slow_second_round.faults() == []


def test_a_missed_target_is_named_with_its_figures() -> None:
    assert found([44], [30]).faults() == ["ours is 1.47 times as fast as quixstreams; the target is 1.5"]


@pytest.mark.parametrize(
    ("miscounted", "how"),
    [
        (replace(run(90), lost=3), "lost"),
        (replace(run(90), doubled=3), "doubled"),
        (replace(run(90), wrong=3), "wrong"),
    ],
)
def test_a_miscount_is_a_fault_even_where_the_target_is_met(miscounted: Throughput, how: str) -> None:
    findings = Findings({OURS: [miscounted], QUIX: [run(30)]})
    assert findings.faults() == [f"shared.kafka: 3 records {how}"]


def test_doubles_are_reported_but_no_fault_of_a_peer_that_promises_none() -> None:
    findings = Findings({OURS: [run(90)], FAUST: [replace(run(3), doubled=7)]})
    assert findings.faults() == []
    assert re.search(r"^Faust .* 0 +7 +0$", report.tables(findings), re.MULTILINE)


def test_without_ours_there_is_nothing_to_judge() -> None:
    assert Findings({QUIX: [run(30)]}).faults() == []


def test_a_line_tells_all_that_is_needed_to_judge_it_later() -> None:
    findings = replace(found([60], [30]), latencies={OURS: [Latency(200, 37.0, 81.0), Latency(2_000, None, None)]})
    ours, quix = (orjson.loads(line) for line in report.lines(findings, SETTINGS, datetime(2026, 5, 1, tzinfo=UTC)))
    assert (ours["at"], ours["records"], ours["kafka"][:2]) == ("2026-05-01T00:00:00+00:00", 10, "4.")
    assert ours["latency_ms"][0] == {"per_second": 200, "p50": 37.0, "p99": 81.0}
    assert (quix["peer"], quix["ours_to_it"], quix["target"], quix["each_round"]) == ("quixstreams", 2.0, 1.5, [30])
    assert "falls behind" in report.tables(findings)


def test_typed_and_plain_work_give_the_same_answer() -> None:
    record = mention_record("in", 7, typed=True)
    answer = typed_scan("out")(record.value, record.headers)
    assert orjson.loads(answer.value or b"") == scan(mention(7))
    assert (answer.key, answer.partition, len(answer.headers)) == (record.key, record.partition, 7)


def test_a_mention_takes_about_300_bytes_and_both_kinds_of_input_hold_the_same() -> None:
    typed, plain = (mention_record("in", 7, typed=each) for each in (True, False))
    assert orjson.loads(typed.value or b"") == orjson.loads(plain.value or b"")
    assert 270 < len(plain.value or b"") < 330
    assert plain.headers == []


@pytest.mark.parametrize("package", ["aiokafka", "orjson", "pydantic", "pydantic-core", "uuid-utils"])
def test_peers_do_the_typed_work_with_the_products_own_versions(package: str) -> None:
    ours, theirs = (
        re.search(rf"^{package}==\S+", environment.lock.read_text(encoding="utf-8"), re.MULTILINE)
        for environment in (PRODUCT, PEERS)
    )
    assert ours
    assert theirs
    assert ours[0] == theirs[0]


@pytest.mark.parametrize("peer", ALL, ids=lambda peer: peer.name)
def test_every_peer_is_locked(peer: Peer) -> None:
    assert re.fullmatch(r"[0-9.]+", peer.version)
    assert "--hash=sha256:" in peer.environment.lock.read_text(encoding="utf-8")
