"""From a mention to its labels on the topics, and the doubt that remains where labelling fails."""

import logging
from datetime import datetime

from services.triage.domain.area import Area
from services.triage.domain.judging import WITHOUT_ENCODER
from services.triage.domain.labeller import RULES, Labeller, Question
from services.triage.domain.sense import Sense
from shared.contracts.labels import UNKNOWN_DISTRICT, Basis, Labels, Reason
from shared.contracts.mention_changed import Mention
from shared.contracts.mention_triaged import Triaged
from shared.contracts.work_changed import Correction

logger = logging.getLogger(__name__)

FAILED = "labelling failed: a person has to read it"


def question_of(mention: Mention, area: Area) -> Question:
    """What the labeller is asked about a mention."""
    return Question(mention.text, area.served_by(mention.accounts), mention.in_reply_to_text)


def unread(districts: tuple[str, ...]) -> Labels:
    """The labels of a message that the labeller could not read: to be looked at today, and alerted, as a doubt counts.

    The tag is `question`, because it has to say something and this one brings it before people who answer.
    """
    return Labels(
        tags=("question",),
        urgency="today",
        needs_reply=True,
        district=districts[0] if len(districts) == 1 else UNKNOWN_DISTRICT,
        language="und",
        sentiment="neutral",
        alert=True,
        reasons=(Reason(label="question", rule=FAILED),),
    )


def labels_of(labeller: Labeller, mention: Mention, area: Area, sense: Sense | None = None) -> tuple[Labels, Basis]:
    """The labels of a mention, and on whose word; a mistake of ours on one message neither stops nor drops it."""
    question = question_of(mention, area)
    try:
        return labeller.judge(question, sense)
    except Exception:
        logger.exception("labelling failed", extra={"mention": mention.id})
        return unread(question.districts), RULES


def version_of(mention: Mention) -> str:
    """The version of a mention's words: its id, or another after an edit."""
    return f"{mention.platform}:{mention.platform_id}"


def read_closely(basis: Basis) -> bool:
    """Whether the encoder has read it, or a person; what it has not is labelled again once it can."""
    return basis.kind == "person" or (basis.model is not None and not basis.method.endswith(WITHOUT_ENCODER))


def triaged_of(mention: Mention, labels: Labels, basis: Basis, at: datetime, *, read_at: int | None = None) -> Triaged:
    """The fact for mention.triaged, on the machine's word; `read_at` is where its words stand on mention.changed."""
    return Triaged(
        id=mention.id,
        conversation=mention.conversation,
        accounts=mention.accounts,
        link=mention.link,
        labels=labels,
        basis=basis,
        posted_at=mention.posted_at,
        received_at=mention.received_at,
        triaged_at=at,
        version=version_of(mention),
        read_at=read_at,
    )


def corrected_of(correction: Correction, at: datetime) -> Triaged:
    """The fact for mention.triaged, on a person's word."""
    return Triaged(
        id=correction.mention,
        conversation=correction.conversation,
        accounts=correction.accounts,
        link=correction.link,
        labels=correction.labels,
        basis=Basis(kind="person", method=correction.by),
        posted_at=correction.posted_at,
        received_at=correction.received_at,
        triaged_at=at,
    )
