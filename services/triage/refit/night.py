"""One refit from beginning to end: gather, read, fit, compare, promote or refuse; killed anywhere, nothing stands."""

import logging
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from services.triage.domain.area import Area
from services.triage.domain.judging import Learnt
from services.triage.domain.labeller import Labeller
from services.triage.domain.sense import Sense
from services.triage.domain.triaging import question_of
from services.triage.model.loading import HEADS, heads_to, load_learnt, read_card, read_heads
from services.triage.promoted.durable import naming
from services.triage.promoted.entries import SHIPPED, Entry, Pointer
from services.triage.promoted.store import Store
from services.triage.promoted.watching import fits, heads_in
from services.triage.refit.authored import Authored, read_authored
from services.triage.refit.corrections import Corrected, Gathered, gather
from services.triage.refit.fitting import Given, Row, fingerprint, fit_heads
from services.triage.refit.gate import Pair, compare
from services.triage.refit.matching import at_the_load_of
from services.triage.refit.report import Refit, as_json, figures, in_words, several
from services.triage.refit.weighing import Weighing, latest_of_equal, weights_of
from shared.contracts.labels import Labels
from shared.contracts.topic import Topic
from shared.errors import Misconfigured

logger = logging.getLogger(__name__)

AUTHORED = "authored.npz"
NIGHTLY = "nightly"
"""Who asked for a refit that nobody asked for."""
NOTHING_NEW = "nothing new was learnt: these very heads were in force"
MOST = 20_000
"""Corrections that are learnt from, the newest: more than a large force makes in the month that words are kept."""

Read = Callable[[str, str | None], Sense]
"""The encoder: a message and the one it answers."""


@dataclass(frozen=True)
class Means:
    """What a refit works with."""

    bootstrap: str
    work: Topic[Any]
    mentions: Topic[Any]
    store: Store
    labeller: Labeller
    """With its tables; what it has learnt is not asked."""
    area: Area
    read: Read
    folder: Path
    """The shipped model, with the authored lines as numbers."""
    weighing: Weighing = field(default_factory=Weighing)


@dataclass(frozen=True)
class Said:
    """What came of a refit, in a sentence."""

    sentence: str
    refused: bool = False


async def refit(means: Means, *, by: str, at: datetime) -> Said:
    """Do it, and say what came of it; by itself it does nothing where no correction is new.

    Raises Misconfigured where the model's files do not fit, KafkaConnectionError where no broker answers.
    """
    with means.store.refitting() as alone:
        if not alone:
            return Said("Another refit is at work; nothing was done.")
        return learn(means, await gather(means.bootstrap, means.work, means.mentions, MOST), by=by, at=at)


def learn(means: Means, gathered: Gathered, *, by: str, at: datetime) -> Said:
    """Fit, compare, and promote or refuse, with these corrections."""
    if not gathered.usable:
        return Said("There is no correction to learn from; nothing was done.")
    if by == NIGHTLY and not _news(means.store.history(), gathered.newest):
        return Said("No correction is newer than what was learnt or undone last; nothing was done.")
    known = means.store.pointer()
    since = known.since if by == NIGHTLY else None
    if since is not None:
        gathered = _made_after(since, gathered)
    if not gathered.usable:
        return Said("No correction is newer than what was undone last; nothing was done.")
    return _refitted(means, gathered, known, by, at, since)


def _made_after(since: datetime, gathered: Gathered) -> Gathered:
    """Without what was undone: a later correction must not bring it back."""
    usable = [each for each in gathered.usable if each.correction.at > since]
    undone = len(gathered.usable) - len(usable)
    left_out = gathered.left_out | ({"undone": undone} if undone else {})
    return replace(gathered, usable=usable, left_out=left_out)


def _refitted(means: Means, gathered: Gathered, known: Pointer, by: str, at: datetime, since: datetime | None) -> Said:
    authored = read_authored(means.folder / AUTHORED, read_card(means.folder).model)
    corrected = _rows(means, latest_of_equal(gathered.usable), sum(row.weight for row in authored.fitted))
    shipped = _pair(load_learnt(means.folder))
    before = _in_force(means, known, shipped)
    made, after = _fitted(means, authored, corrected, before)
    comparison = compare(after, before, shipped, authored.held, authored.held_names, corrected)
    left_out = dict(gathered.left_out)
    if same := len(gathered.usable) - len(corrected):
        left_out["the same words, corrected again later"] = same
    told = Refit(
        at=at,
        by=by,
        version=after[0].version,
        before=known.version,
        data=after[0].data,
        promoted=not comparison.against,
        used=len(corrected),
        left_out=left_out,
        people=len({row.source for row in corrected}),
        comparison=comparison,
    )
    return _settled(means, known, _entry(told, gathered.newest, since), told, made)


def _entry(told: Refit, newest: datetime | None, since: datetime | None) -> Entry:
    return Entry(
        at=told.at,
        what="promoted" if told.promoted else "refused",
        version=told.version,
        before=told.before,
        by=told.by,
        why=(NOTHING_NEW,) if told.same else told.comparison.against,
        corrections=told.used,
        newest=newest,
        since=since,
        figures=figures(told),
    )


def _settled(means: Means, known: Pointer, entry: Entry, told: Refit, made: bytes) -> Said:
    """Promote or refuse, tell why, and keep the report."""
    model = read_card(means.folder).model
    if told.promoted and not means.store.promote(made, entry, known, lambda each: fits(means.store, each, model)):
        return Said("The heads in force were changed by somebody meanwhile; nothing was promoted.")
    if not told.promoted:
        means.store.note(entry)
    report = means.store.report(told.at, in_words(told), as_json(told))
    made_from = f"Heads {told.version} from {several(told.used, 'correction', 'corrections')}"
    return Said(f"{made_from} {_done(told, entry)}. The report is {report}.", refused=not told.promoted)


def _done(told: Refit, entry: Entry) -> str:
    if told.promoted and not told.same:
        return "promoted"
    return f"{'promoted again' if told.same else 'refused'}: {'; '.join(entry.why)}"


def _news(history: Sequence[Entry], newest: datetime | None) -> bool:
    """Whether a correction is newer than everything that was learnt, refused or undone."""
    if newest is None:
        return False
    settled = [entry.at if entry.what == "undone" else entry.newest for entry in history]
    return all(moment is None or newest > moment for moment in settled)


def _rows(means: Means, corrected: Sequence[Corrected], authored: float) -> list[Row]:
    terms = load_learnt(means.folder).terms
    weights = weights_of(corrected, authored, means.weighing)
    rows = []
    for each, weight in zip(corrected, weights, strict=True):
        question = question_of(each.mention, means.area)
        sense = means.read(question.text, question.in_reply_to)
        whole = means.labeller.inputs(question, terms, sense)
        brief = means.labeller.inputs(question, terms, None)
        rows.append(Row(f"person {each.correction.by}", whole, brief, _given(each.correction.labels), weight))
    return rows


def _given(labels: Labels) -> Given:
    """What the person says: the labels that people see and can change."""
    return Given(labels.tags, labels.concern, labels.urgency, labels.needs_reply, None)


def _fitted(means: Means, authored: Authored, corrected: Sequence[Row], before: Pair) -> tuple[bytes, Pair]:
    """The heads as their file has them, read back from it: what is judged is what would run."""
    model = read_card(means.folder).model
    with tempfile.TemporaryDirectory(prefix="bluelamp-refit-") as folder:
        file = Path(folder) / HEADS
        with threadpool_limits(1):  # one core is its share, and sums in one order give the same heads everywhere
            whole, brief = fit_heads(authored.fitted, corrected)
        whole = at_the_load_of(before[0], whole, authored.held, brief=False)
        brief = at_the_load_of(before[1], brief, authored.held, brief=True)
        with naming(file):
            heads_to(file, model, fingerprint([*authored.fitted, *corrected]), whole, brief)
        return file.read_bytes(), read_heads(file, model)


def _in_force(means: Means, known: Pointer, shipped: Pair) -> Pair:
    """The heads that labels stand on now; the shipped ones where those of the pointer are of no use here."""
    if known.version == SHIPPED:
        return shipped
    try:
        return heads_in(means.store, known.version, read_card(means.folder).model)
    except Misconfigured as error:
        logger.warning("the heads in force are of no use here", extra={"reason": str(error)})
        return shipped


def _pair(learnt: Learnt) -> Pair:
    return learnt.whole, learnt.brief
