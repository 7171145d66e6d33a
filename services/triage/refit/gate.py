"""The gate: new heads come in force only where they are no worse on the held test set, which none was fitted to.

That set also gives them their alert threshold (`matching`), so that its figures of promoted heads only compare: what is
published is measured with the shipped heads.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.triage.domain.heads import Heads
from services.triage.refit.figures import MEASURED, Told, changed, figures_of, followed, told_of
from services.triage.refit.fitting import Row

DANGERS_FOR_ONE = 200
"""One danger fewer is noise in so many: a fit without a few authored lines loses or finds one or two near the edge.
It is counted from the shipped heads as well, so that nights of one each never add up."""
LOAD_GROWS = 0.02
"""Harmless messages that may alert beyond those of before, as a share …"""
LOAD_AT_MOST = 0.20
"""… and in all, unless the shipped heads have more already: beyond that people stop reading alarms."""
MAY_FALL: Mapping[str, float] = {"tags": 0.01, "urgency": 0.01, "needs_reply": 0.01, "concern": 0.02}
"""What two fits to authored lines drawn anew differ by on some hundred messages; of concerns there are fewer."""
BRIEF_FACTOR = 3.0
"""Without the encoder figures move more, and such labels are made again as soon as the encoder has time."""


@dataclass(frozen=True)
class Measured:
    """Figures of the new heads, of those in force and of the shipped ones, with the encoder or without it."""

    after: Mapping[str, float]
    before: Mapping[str, float]
    shipped: Mapping[str, float]
    found: Mapping[str, int]
    """How many dangers each alerts, by `after`, `before` and `shipped`."""
    dangers: int


@dataclass(frozen=True)
class Comparison:
    """Everything that the promotion is decided on."""

    whole: Measured
    brief: Measured
    corrections: int
    followed_before: int
    followed_after: int
    changed: Mapping[str, Mapping[str, Sequence[str]]]
    against: tuple[str, ...]
    """Why the new heads are refused; nothing where they are promoted."""


Pair = tuple[Heads, Heads]


def compare(
    after: Pair, before: Pair, shipped: Pair, held: Sequence[Row], names: Sequence[str], corrected: Sequence[Row]
) -> Comparison:
    """Judge the new heads on the held lines, and by how many of the corrections they follow."""
    told = {name: told_of(pair[0], held, brief=False) for name, pair in _named(after, before, shipped)}
    short = {name: told_of(pair[1], held, brief=True) for name, pair in _named(after, before, shipped)}
    whole, brief = _measured(told), _measured(short)
    was, is_now = followed(before[0], corrected), followed(after[0], corrected)
    against = [*reasons_against(whole), *reasons_against(brief, BRIEF_FACTOR, "without the encoder, ")]
    if is_now < was:
        against.append(f"it would follow {is_now} of the {len(corrected)} corrections, and {was} are followed now")
    return Comparison(
        whole=whole,
        brief=brief,
        corrections=len(corrected),
        followed_before=was,
        followed_after=is_now,
        changed=changed(told["before"], told["after"], names),
        against=tuple(against),
    )


def _named(after: Pair, before: Pair, shipped: Pair) -> Iterator[tuple[str, Pair]]:
    yield from (("after", after), ("before", before), ("shipped", shipped))


def _measured(told: Mapping[str, Sequence[Told]]) -> Measured:
    figures = {name: figures_of(each) for name, each in told.items()}
    found = {name: sum(one.danger and one.alert for one in each) for name, each in told.items()}
    return Measured(**figures, found=found, dangers=sum(each.danger for each in told["after"]))


def reasons_against(of: Measured, factor: float = 1.0, where: str = "") -> Iterator[str]:
    """What speaks against promotion, by figure."""
    noise = max(1, of.dangers // DANGERS_FOR_ONE)
    known = max(of.found["before"], of.found["shipped"])
    if of.found["after"] < known - noise:
        yield f"{where}it would alert {of.found['after']} of {of.dangers} dangers, and {known} are alerted now"
    load = of.after["alert_load"]
    if load > max(of.before["alert_load"], of.shipped["alert_load"]) + LOAD_GROWS * factor:
        yield f"{where}{load:.1%} of harmless messages would alert, and {of.before['alert_load']:.1%} do now"
    elif load > max(LOAD_AT_MOST * factor, of.shipped["alert_load"]):
        yield f"{where}{load:.1%} of harmless messages would alert, and the limit is {LOAD_AT_MOST * factor:.0%}"
    for name in MEASURED:
        best = max(of.before[name], of.shipped[name] - MAY_FALL.get(name, 0.0) * factor)
        if name in MAY_FALL and of.after[name] < best - MAY_FALL[name] * factor:
            yield f"{where}{name} would fall from {of.before[name]:.3f} to {of.after[name]:.3f}"
