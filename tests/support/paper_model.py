"""A learnt model on paper: what it says of a message is plain from its words, and differs with the encoder and without.

Read closely, `danger` is an emergency, `loud` a concern about noise, and all else chat; without the encoder `loud` is a
concern about parking, and all else is a question.
"""

from typing import cast

from services.triage.domain.judging import METHOD, WITHOUT_ENCODER, Judgement, Learnt
from services.triage.domain.labeller import Labeller
from services.triage.domain.reading import Reading
from services.triage.domain.sense import Sense
from services.triage.domain.tags import Tags
from shared.contracts.labels import Basis, Reason, Tag


class PaperModel:
    """Judges as the real one does, by rules that a test can see through."""

    def judge(self, reading: Reading, ruled: Tags, language: str, sense: Sense | None) -> Judgement:
        """What it says of a message."""
        del ruled, language
        loud = "loud" in reading.text.words
        dangerous = sense is not None and float(sense.logits[0]) > 0
        tag: Tag = "question" if sense is None else "chat"
        tag = "emergency" if dangerous else "community_concern" if loud else tag
        return Judgement(
            tags=(tag,),
            concern=None if not loud else "parking" if sense is None else "noise",
            urgency="immediate" if dangerous else "routine",
            needs_reply=dangerous,
            sentiment="neutral",
            alert=dangerous or reading.danger.alert,
            confidence=0.75,
            reasons=(Reason(label=tag, rule="paper", confidence=0.75),),
        )

    def basis(self, judgement: Judgement, sense: Sense | None) -> Basis:
        """On whose word."""
        method = METHOD if sense is not None else METHOD + WITHOUT_ENCODER
        return Basis(kind="machine", method=method, confidence=judgement.confidence, model="paper")


def with_paper_model(labeller: Labeller) -> Labeller:
    """The labeller, judging on paper."""
    labeller.learnt = cast("Learnt", PaperModel())
    return labeller
