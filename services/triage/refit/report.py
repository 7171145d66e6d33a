"""The report of a refit: every figure before and after, what speaks against it, and which authored lines changed."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

import orjson

from services.triage.refit.figures import MEASURED
from services.triage.refit.gate import Comparison, Measured
from shared.clock import LONDON

NAMES: Mapping[str, str] = {
    "danger_recall": "dangers that alert",
    "alert_load": "harmless messages that alert",
    "tags": "tags (macro-F1)",
    "urgency": "urgency right",
    "needs_reply": "needs_reply right",
    "concern": "concern right, where there is one",
}
SHOWN = 12
"""Lines that are named for each label; the JSON has all."""


@dataclass(frozen=True)
class Refit:
    """What a refit did, for people; no words of anybody, and no names of those who corrected."""

    at: datetime
    by: str
    version: str
    before: str
    data: str
    promoted: bool
    used: int
    left_out: Mapping[str, int]
    people: int
    comparison: Comparison

    @property
    def same(self) -> bool:
        """Whether it made the very heads that were in force: nothing new was learnt."""
        return self.promoted and self.version == self.before


def several(count: int, one: str, more: str) -> str:
    """A number of things."""
    return f"{count} {one if count == 1 else more}"


def as_json(refit: Refit) -> bytes:
    """Everything, for machines."""
    return orjson.dumps(asdict(refit), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def in_words(refit: Refit) -> str:
    """The same for people."""
    return "".join(f"{line}\n" for line in _lines(refit))


def figures(refit: Refit) -> Mapping[str, float]:
    """The figures that the history keeps."""
    comparison = refit.comparison
    return {**comparison.whole.after, "corrections_followed": float(comparison.followed_after)}


def _lines(refit: Refit) -> Iterator[str]:
    comparison = refit.comparison
    done = "NOTHING NEW" if refit.same else "PROMOTED" if refit.promoted else "REFUSED"
    yield f"Heads {refit.version}: {done}, {refit.at.astimezone(LONDON):%d %b %Y %H:%M}, by {refit.by}"
    yield f"In force until then: {refit.before}"
    yield from (f"  because {why}" for why in comparison.against)
    yield ""
    learnt = f"{several(refit.used, 'correction', 'corrections')} of {several(refit.people, 'person', 'people')}"
    yield f"Learnt from {learnt}, beside the authored lines ({refit.data})."
    yield from (f"  left out: {count} ({why})" for why, count in refit.left_out.items())
    yield (
        f"Of these corrections the new heads follow {comparison.followed_after}, "
        f"those before {comparison.followed_before}."
    )
    yield ""
    yield "On the authored lines that are held apart:"
    yield from _table(comparison.whole, "with the encoder")
    yield from _table(comparison.brief, "without it")
    yield ""
    yield "Authored lines whose label changed:"
    for label, kinds in comparison.changed.items():
        for kind, names in kinds.items():
            if names:
                more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
                yield f"  {label} {kind} ({len(names)}): {', '.join(names[:SHOWN])}{more}"
    if not comparison.changed:
        yield "  none"


def _table(measured: Measured, title: str) -> Iterator[str]:
    yield f"  {title:<36}{'shipped':>9}{'before':>9}{'after':>9}{'by':>9}"
    for name in MEASURED:
        was, is_now = measured.before[name], measured.after[name]
        yield f"  {NAMES[name]:<36}{measured.shipped[name]:>9.3f}{was:>9.3f}{is_now:>9.3f}{is_now - was:>+9.3f}"
    found = measured.found
    yield f"  of {measured.dangers} dangers alerted{'':<18}{found['shipped']:>9}{found['before']:>9}{found['after']:>9}"
