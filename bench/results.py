"""What a run found: per peer the median of its rounds, the ratio to ours, and whether the target is met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.latency import Latency
from bench.peers import OURS, Peer
from bench.posting import Posting
from bench.throughput import Throughput
from bench.triage import Triaging


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything measured, by peer; the n-th run of each peer was in round n."""

    throughputs: Mapping[Peer, Sequence[Throughput]]
    latencies: Mapping[Peer, Sequence[Latency]] = field(default_factory=dict)
    posting: Posting | None = None
    triage: Triaging | None = None

    def rate(self, peer: Peer) -> float:
        """Records a second, the median."""
        return median(each.rate for each in self.throughputs[peer])

    def cpu_us(self, peer: Peer) -> float:
        """Microseconds of the worker's processor time for a record, the median."""
        return median(each.cpu_us for each in self.throughputs[peer])

    def ratio(self, peer: Peer) -> float | None:
        """How many times as fast ours is: the median of the rounds' own ratios, as a machine's mood spans a round."""
        if peer is OURS or OURS not in self.throughputs:
            return None
        pairs = zip(self.throughputs[OURS], self.throughputs[peer], strict=True)
        return median(ours.rate / theirs.rate for ours, theirs in pairs)

    def faults(self) -> list[str]:
        """What came out wrong, and which targets are missed; empty is success."""
        of_peers = [fault for peer in self.throughputs for fault in (*self._miscounts(peer), *self._misses(peer))]
        others = (part.faults() for part in (self.posting, self.triage) if part)
        return [*of_peers, *(fault for faults in others for fault in faults)]

    def _misses(self, peer: Peer) -> list[str]:
        ratio = self.ratio(peer)
        if ratio is None or peer.target is None or ratio >= peer.target:
            return []
        return [f"ours is {ratio:.2f} times as fast as {peer.name}; the target is {peer.target}"]

    def _miscounts(self, peer: Peer) -> list[str]:
        runs = self.throughputs[peer]
        counts = {
            "lost": sum(each.lost for each in runs),
            "wrong": sum(each.wrong for each in runs),
            "doubled": 0 if peer.may_double else sum(each.doubled for each in runs),
        }
        return [f"{peer.name}: {count} records {how}" for how, count in counts.items() if count]
