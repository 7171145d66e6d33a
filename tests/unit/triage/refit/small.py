"""A model of a few invented words, so that a test decides what is known and what has to be learnt."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import numpy as np
import orjson
from threadpoolctl import threadpool_limits

from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller, Question
from services.triage.domain.outputs import OUTPUTS, TAGS
from services.triage.domain.sense import Sense
from services.triage.domain.terms import Terms
from services.triage.model.loading import CARD, HEADS, TERMS, Card, heads_to, load_learnt, read_card, terms_to
from services.triage.promoted.store import Store
from services.triage.refit.authored import write_authored
from services.triage.refit.corrections import Corrected, Gathered
from services.triage.refit.fitting import Given, Row, fit_heads
from services.triage.refit.night import AUTHORED, Means
from shared.contracts.labels import Labels, Tag
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.work_changed import WORK_CHANGED, Correction
from tests.unit.triage.mentions import AT, mention

SIGN: dict[str, Tag] = {
    "brannowex": "emergency",
    "drellishok": "community_concern",
    "fennicavy": "praise",
    "morpelund": "chat",
}
"""What an invented word tells of; no rule knows it, and the encoder does."""
NEW = "glimmetarn"
"""A word that the encoder has never met: it means a concern about noise."""
LABELS: dict[Tag, Labels] = {
    tag: Labels(
        tags=(tag,),
        concern="noise" if tag == "community_concern" else None,
        urgency="immediate" if tag == "emergency" else "routine" if tag == "community_concern" else "none",
        needs_reply=tag in ("emergency", "community_concern"),
        district="unknown",
        language="en",
        sentiment="neutral",
        alert=tag == "emergency",
    )
    for tag in ("emergency", "community_concern", "praise", "chat")
}


def sense(text: str, _: str | None = None) -> Sense:
    """A stand-in of the encoder: sure of the invented words that it knows, and every word has a place of its own."""
    words = text.lower().split()
    logits = np.full(OUTPUTS, -2.0, np.float32)
    for word in words:
        if word in SIGN:
            logits[TAGS.index(SIGN[word])] = 4.0
    vector = np.zeros(384, np.float32)
    for word in words:
        vector[crc32(word.encode()) % 384] += 2.0
    return Sense(logits, vector)


def given(tag: Tag) -> Given:
    """The labels as an author gave them."""
    labels = LABELS[tag]
    return Given(labels.tags, labels.concern, labels.urgency, labels.needs_reply, labels.sentiment)


def build(folder: Path, labeller: Labeller) -> Card:
    """The files of the small model: terms of two words, authored lines, and heads that are fitted to them."""
    weights, bias = np.zeros((2, OUTPUTS), np.float32), np.zeros(OUTPUTS, np.float32)
    known = Terms({"hello": 0, "there": 1}, np.ones(2, np.float32), weights, bias)
    terms_to(folder / TERMS, known.known, known.rarity, weights, bias)
    card = Card(encoder="none", tokenizer="none", terms=sha256((folder / TERMS).read_bytes()).hexdigest(), data="small")
    (folder / CARD).write_bytes(orjson.dumps(card.model_dump()))
    fitted = _rows(labeller, known, 15, "fitted")
    held = _rows(labeller, known, 10, "held")
    write_authored(folder / AUTHORED, card.model, fitted, held, [f"t-{number}" for number in range(len(held))])
    with threadpool_limits(1):
        heads_to(folder / HEADS, card.model, "small", *fit_heads(fitted))
    card = card.model_copy(update={"heads": sha256((folder / HEADS).read_bytes()).hexdigest()})
    (folder / CARD).write_bytes(orjson.dumps(card.model_dump()))
    return card


def _rows(labeller: Labeller, terms: Terms, each: int, part: str) -> list[Row]:
    rows = []
    for word, tag in SIGN.items():
        for number in range(each):
            text = f"{word} {part}{number} whatever{number % 3}"
            question = Question(text, ())
            whole = labeller.inputs(question, terms, sense(text))
            brief = labeller.inputs(question, terms, None)
            brief[-OUTPUTS:] = sense(text).logits  # its terms know as much as its encoder
            rows.append(Row(f"author{number % 5}", whole, brief, given(tag)))
    return rows


def means_of(folder: Path, store: Store, labeller: Labeller, area: Area) -> Means:
    """What a refit works with."""
    learnt = load_learnt(folder)
    labeller.learnt = learnt
    assert read_card(folder).model == learnt.model
    return Means("nowhere", WORK_CHANGED, MENTION_CHANGED, store, labeller, area, sense, folder)


def corrected(text: str, tag: Tag, number: int, *, by: str = "officer", at: datetime | None = None) -> Corrected:
    """A person said what a mention is."""
    said = mention(text, number=number)
    return Corrected(said, correction_of(number, tag, by=by, at=at or AT + timedelta(minutes=number)))


def correction_of(number: int, tag: Tag, *, by: str, at: datetime) -> Correction:
    """The correction of the mention of that number."""
    said = mention("", number=number)
    return Correction(
        mention=said.id,
        conversation=said.conversation,
        accounts=said.accounts,
        link=said.link,
        posted_at=AT,
        received_at=AT,
        labels=LABELS[tag],
        was_concern=False,
        by=by,
        at=at,
    )


def news(count: int = 30, first: int = 1) -> list[Corrected]:
    """Corrections of several people that teach the new word."""
    return [
        corrected(f"{NEW} street{number}", "community_concern", number, by=f"officer{number % 3}")
        for number in range(first, first + count)
    ]


def gathered(usable: Sequence[Corrected]) -> Gathered:
    """As it is read from the topics."""
    return Gathered(list(usable), max(each.correction.at for each in usable), {})
