"""Which mentions raise an alert: by words, asked alone so that nothing slows it, or by what the model makes of them."""

import logging
from datetime import datetime
from typing import Literal

from services.triage.domain.area import Area
from services.triage.domain.judging import ALERT
from services.triage.domain.labeller import RULES, Alarm, Labeller
from services.triage.domain.triaging import question_of, unread, version_of
from shared.contracts.alert_changed import AlertRaised
from shared.contracts.labels import Basis, Labels, Place, Reason
from shared.contracts.mention_changed import Mention
from shared.contracts.mention_triaged import Triaged

logger = logging.getLogger(__name__)

DANGER = "emergency"


def alert_of(labeller: Labeller, mention: Mention, area: Area, at: datetime) -> AlertRaised | None:
    """The alert that a mention's words raise, or None; one that cannot be read raises one as well: a doubt counts."""
    question = question_of(mention, area)
    try:
        alarm = labeller.alarm(question)
    except Exception:
        logger.exception("looking for danger failed", extra={"mention": mention.id})
        return _of_doubt(mention, unread(question.districts), at)
    return None if alarm is None else _of_words(mention, alarm, at)


def alert_by_model(mention: Mention, triaged: Triaged) -> AlertRaised:
    """The alert of a mention whose words alone say little."""
    labels = triaged.labels
    wanted = {DANGER, ALERT, f"district:{labels.district}", f"concern:{labels.concern}"}
    reasons = tuple(reason for reason in labels.reasons if reason.label in wanted)
    return _alert(
        mention,
        triaged.triaged_at,
        district=labels.district,
        reasons=reasons or labels.reasons,
        basis=triaged.basis,
        about=labels.concern,
        place=labels.place,
        because="model",
    )


def _of_words(mention: Mention, alarm: Alarm, at: datetime) -> AlertRaised:
    return _alert(
        mention,
        at,
        district=alarm.where.district,
        reasons=alarm.reasons,
        basis=RULES,
        about=alarm.about,
        place=alarm.where.place,
        because="thread" if alarm.from_thread else "words",
    )


def _of_doubt(mention: Mention, labels: Labels, at: datetime) -> AlertRaised:
    return _alert(mention, at, district=labels.district, reasons=labels.reasons, basis=RULES)


def _alert(
    mention: Mention,
    at: datetime,
    *,
    district: str,
    reasons: tuple[Reason, ...],
    basis: Basis,
    about: str | None = None,
    place: Place | None = None,
    because: Literal["words", "model", "thread"] | None = None,
) -> AlertRaised:
    return AlertRaised(
        id=mention.id,
        conversation=mention.conversation,
        accounts=mention.accounts,
        district=district,
        link=mention.link,
        reasons=reasons,
        basis=basis,
        posted_at=mention.posted_at,
        received_at=mention.received_at,
        raised_at=at,
        about=about,
        place=place,
        because=because,
        occasion=version_of(mention),
    )
