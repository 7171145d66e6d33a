"""Which mentions raise an alert: the labeller's own decision on danger, asked alone so that nothing slows it."""

import logging
from datetime import datetime

from services.triage.domain.area import Area
from services.triage.domain.labeller import RULES, Labeller
from services.triage.domain.triaging import question_of, unread
from shared.contracts.alert_changed import AlertRaised
from shared.contracts.labels import Reason
from shared.contracts.mention_changed import Mention

logger = logging.getLogger(__name__)


def alert_of(labeller: Labeller, mention: Mention, area: Area, at: datetime) -> AlertRaised | None:
    """The alert that a mention raises, or None; one that cannot be read raises one as well, as a doubt counts."""
    question = question_of(mention, area)
    district: str
    reasons: tuple[Reason, ...]
    try:
        alarm = labeller.alarm(question)
    except Exception:
        logger.exception("looking for danger failed", extra={"mention": mention.id})
        labels = unread(question.districts)
        district, reasons = labels.district, labels.reasons
    else:
        if alarm is None:
            return None
        district, reasons = alarm[0].district, alarm[1]
    return AlertRaised(
        id=mention.id,
        conversation=mention.conversation,
        accounts=mention.accounts,
        district=district,
        link=mention.link,
        reasons=reasons,
        basis=RULES,
        posted_at=mention.posted_at,
        received_at=mention.received_at,
        raised_at=at,
    )
