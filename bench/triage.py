"""Triage: mentions a second on its fast path and on the whole labelling, and how long alerts take in a flood."""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from bench import flood
from bench.flood import Flood
from bench.work import ACCOUNTS, FIRST_ID
from learning.mentions import Authored, read_part
from services.triage.app import area_of, labeller_of
from services.triage.domain.labeller import Labeller, Question
from services.triage.model.encoder import Encoder
from services.triage.model.loading import ENCODER, FILES, load_learnt
from shared.clock import now
from shared.contracts.mention_changed import Author, Mention
from shared.registry import Registry, load_registry
from shared.settings import CHECKOUT

FAST_TARGET = 20_000.0
"""Mentions a second that one core must look through for danger."""
WHOLE_TARGET = 150.0
"""Mentions a second that two cores must label with the encoder."""
CORES = 2
DANGEROUS = 0.1
"""The part of the flood that tells of danger: more than any account gets, so that alerts are not what is spared."""
LINES = 6_000
ROUNDS = 5
"""Of the fast path; the best counts, as everything else on the machine only takes away."""
LABELLED = 400
"""Mentions that each core labels."""


@dataclass(frozen=True, slots=True)
class Triaging:
    """What was measured; None where there was no model, or no flood."""

    fast: float
    """Mentions a second and core, of which a tenth tells of danger."""
    fast_hard: float
    """The same where all are as the authors wrote them: hard, and a quarter of them dangerous."""
    whole: float | None
    flood: Flood | None

    def faults(self) -> list[str]:
        """Which targets are missed; empty is success."""
        missed = []
        if self.fast < FAST_TARGET:
            missed.append(f"the fast path reads {self.fast:,.0f} mentions a second; the target is {FAST_TARGET:,.0f}")
        if self.whole is not None and self.whole < WHOLE_TARGET:
            missed.append(f"{self.whole:.0f} mentions a second are labelled; the target is {WHOLE_TARGET:.0f}")
        return [*missed, *(self.flood.faults() if self.flood else ())]

    def table(self) -> str:
        """For people."""
        whole = "no model here" if self.whole is None else f"{self.whole:,.0f} mentions/s with the encoder"
        speeds = (
            f"triage: fast path {self.fast:,.0f} mentions/s on one core, {self.fast_hard:,.0f} of the hard ones "
            f"(target {FAST_TARGET:,.0f})\n"
            f"triage: {whole} on {CORES} cores (target {WHOLE_TARGET:.0f})"
        )
        return f"{speeds}\n{self.flood.table()}" if self.flood else speeds


def speeds() -> tuple[float, float, float | None]:
    """The fast path on realistic traffic and on the hard lines, and the whole labelling."""
    written = read_part("train")
    labeller = _labeller()
    realistic, hard = ([question_of(each) for each in lines] for lines in (mixed(written), written))
    model = (FILES / ENCODER).exists()
    return _fast(labeller, realistic), _fast(labeller, hard), _whole() if model else None


def mixed(written: Sequence[Authored]) -> list[Authored]:
    """Lines of which a tenth tells of danger; the same ones every time."""
    chances = random.Random(7)
    calm = [each for each in written if "emergency" not in each.expected.tags]
    danger = [each for each in written if "emergency" in each.expected.tags]
    count = round(LINES * DANGEROUS)
    lines = chances.choices(danger, k=count) + chances.choices(calm, k=LINES - count)
    chances.shuffle(lines)
    return lines


def question_of(line: Authored) -> Question:
    """What triage is asked."""
    return Question(line.text, area_of(_registry()).served_by_name(line.account) or (), line.in_reply_to)


async def in_a_flood(folder: Path, bootstrap: str, health_port: int, seconds: float, again_s: float) -> Flood:
    """The realistic lines again and again into a triage that runs."""
    lines = mixed(read_part("train"))
    alerts = [_labeller().alarm(question_of(line)) is not None for line in lines]

    def next_mention(number: int) -> tuple[Mention, bool]:
        place = number % len(lines)
        return mention_of(lines[place], number), alerts[place]

    return await flood.measure(
        folder, bootstrap, health_port, seconds=seconds, again_s=again_s, next_mention=next_mention
    )


def mention_of(line: Authored, number: int) -> Mention:
    """One as ingest writes it."""
    name, at = str(FIRST_ID + number), now()
    return Mention(
        id=f"x:{name}",
        platform="x",
        platform_id=name,
        accounts=(ACCOUNTS[number % len(ACCOUNTS)],),
        conversation=f"x:{name}",
        author=Author(id="1", handle="somebody", name="Somebody"),
        text=line.text,
        link=f"https://x.example/{name}",
        posted_at=at,
        received_at=at,
        in_reply_to_text=line.in_reply_to,
    )


@cache
def _registry() -> Registry:
    return load_registry(CHECKOUT / "deploy" / "force")


@cache
def _labeller() -> Labeller:
    return labeller_of(_registry())


def _fast(labeller: Labeller, questions: Sequence[Question]) -> float:
    return max(_rate(labeller.alarm, questions) for _ in range(ROUNDS))


def _rate(work: Callable[[Question], object], questions: Sequence[Question]) -> float:
    """By the time of the processor: what else runs here does not count."""
    begun = time.process_time()
    for question in questions:
        work(question)
    return len(questions) / (time.process_time() - begun)


def _whole() -> float:
    afresh = get_context("spawn")  # what the libraries' threads hold would stay held in a copy of this process
    with ProcessPoolExecutor(CORES, afresh) as cores:
        return sum(cores.map(_label_some, range(CORES)))


def _label_some(core: int, folder: Path = FILES) -> float:
    """Mentions a second that one process labels, by the clock."""
    labeller, encoder = labeller_of(_registry()), Encoder(folder)
    labeller.learnt = load_learnt(folder)
    questions = [question_of(line) for line in mixed(read_part("train"))][core::CORES][:LABELLED]
    begun = time.perf_counter()
    for question in questions:
        labeller.label(question, encoder.read(question.text, question.in_reply_to))
    return len(questions) / (time.perf_counter() - begun)
