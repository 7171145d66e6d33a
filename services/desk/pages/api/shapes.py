"""What the JSON calls take and give; described to the world in /api/openapi.json, so a field is only ever added."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.desk.acts.answered import Answered
from services.desk.domain.alert import DeskAlert
from services.desk.domain.highlight import words_of
from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from services.desk.domain.words import typed
from shared.contracts.mention_changed import Media


class Shape(BaseModel):
    """What every call takes or gives: a value that nobody changes."""

    model_config = ConfigDict(frozen=True)


class Problem(Shape):
    """Why something was not done, and what to do instead."""

    title: str
    detail: str
    status: int


class AccountShape(Shape):
    """An account that this person may see."""

    id: str
    platform: str
    handle: str
    name: str
    districts: tuple[str, ...]
    may_post: bool


class ReasonShape(Shape):
    """Why a label was given, and the very words that led to it."""

    label: str
    rule: str
    start: int | None
    end: int | None
    words: str | None


class MentionShape(Shape):
    """A mention as it stands."""

    id: str
    platform: str
    platform_id: str
    account: str = Field(description="The first of `accounts`.")
    accounts: tuple[str, ...]
    conversation: str
    author: str = Field(description="The handle, as the platform shows it.")
    text: str
    link: str
    posted_at: datetime
    received_at: datetime
    recovered: bool
    in_reply_to_text: str | None = Field(description="Null too where it answers a mention that you may not see.")
    media: tuple[Media, ...]
    tags: tuple[str, ...] = Field(description="Empty until the mention is labelled.")
    concern: str | None
    urgency: str | None
    needs_reply: bool | None
    district: str | None
    police_area: str | None
    language: str | None
    personal_data: tuple[str, ...]
    labelled_by: str | None = Field(description="machine or person; null until the mention is labelled.")
    confidence: float | None
    reasons: tuple[ReasonShape, ...]
    claimed_by: str | None
    claimed_until: datetime | None
    state: str = Field(description="open, claimed or closed")
    closed_because: str | None
    alert: str | None = Field(description="raised, acknowledged, passed_on or closed; null where it raised none.")
    reply: str | None = Field(description="How the last reply to it stands, as a delivery's `state`; null without one.")


class AlertShape(Shape):
    """An alert as it stands; `text` is null while the message is not here, or after its removal."""

    id: str
    conversation: str
    accounts: tuple[str, ...]
    district: str
    link: str
    text: str | None
    raised_at: datetime
    state: str
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    passed_on_by: str | None
    passed_on_at: datetime | None
    reference: str | None
    closed_by: str | None
    closed_at: datetime | None
    reason: str | None


def _whole(text: str) -> str:
    try:
        return typed(text)
    except Refused as refusal:
        raise ValueError(f"{refusal.title} {refusal.detail}") from None


Words = Annotated[str, AfterValidator(_whole)]
"""Any text that a call takes: notes, references and reasons as much as names of labels."""


class CallBody(Shape):
    """What a call takes: a field that it does not know is a mistake, and says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class MentionsAsked(CallBody):
    """Which mentions are wanted; what is left out filters nothing."""

    district: Words = ""
    tag: Words = ""
    concern: Words = ""
    platform: Words = ""
    language: Words = ""
    claimed: Words = Field("", description="me, others or nobody")
    state: Words = Field("", description="open, claimed or closed; or a tab: needs_answer, hello, all, done")
    q: Words = Field("", max_length=200, description="Words of the text, each from its beginning.")
    limit: int = Field(200, ge=1, le=1000)
    offset: int = Field(0, ge=0, le=1_000_000)


class NoteAsked(CallBody):
    """A remark for colleagues."""

    text: Words


class CloseAsked(CallBody):
    """Why it is done."""

    reason: Words


class PassOnAsked(CallBody):
    """What the control room gave."""

    reference: Words


class LabelsAsked(CallBody):
    """Labels to be changed; one that is left out follows from the tags, or stays."""

    tags: tuple[Words, ...] | None = None
    concern: Words | None = None
    urgency: Words | None = None
    needs_reply: bool | None = None
    district: Words | None = None


def mention_shape(item: DeskMention, answered: Answered, now: datetime) -> MentionShape:
    """The mention as the calls give it, with as much of what it answers as the caller may read."""
    mention, labels, basis = item.mention, item.labels, item.basis
    holder = item.claimed_by(now)
    return MentionShape(
        id=item.id,
        platform=mention.platform,
        platform_id=mention.platform_id,
        account=mention.accounts[0] if mention.accounts else "",
        accounts=mention.accounts,
        conversation=mention.conversation,
        author=mention.author.handle,
        text=mention.text,
        link=mention.link,
        posted_at=mention.posted_at,
        received_at=mention.received_at,
        recovered=mention.recovered,
        in_reply_to_text=answered.words,
        media=mention.media,
        tags=labels.tags if labels else (),
        concern=labels.concern if labels else None,
        urgency=labels.urgency if labels else None,
        needs_reply=labels.needs_reply if labels else None,
        district=labels.district if labels else None,
        police_area=labels.police_area if labels else None,
        language=labels.language if labels else None,
        personal_data=labels.personal_data if labels else (),
        labelled_by=basis.kind if basis else None,
        confidence=basis.confidence if basis else None,
        reasons=_reasons(item),
        claimed_by=holder,
        claimed_until=item.claim.until if item.claim and holder else None,
        state=item.state(now),
        closed_because=item.closing.reason if item.closing and item.closed else None,
        alert=item.alert,
        reply=item.reply,
    )


def alert_shape(alert: DeskAlert) -> AlertShape:
    """The alert as the calls give it."""
    acknowledged, passed_on, closed = alert.acknowledged, alert.passed_on, alert.closed
    return AlertShape(
        id=alert.id,
        conversation=alert.raised.conversation,
        accounts=alert.raised.accounts,
        district=alert.raised.district,
        link=alert.raised.link,
        text=alert.mention.text if alert.mention else None,
        raised_at=alert.raised.raised_at,
        state=alert.state,
        acknowledged_by=acknowledged.by if acknowledged else None,
        acknowledged_at=acknowledged.at if acknowledged else None,
        passed_on_by=passed_on.by if passed_on else None,
        passed_on_at=passed_on.at if passed_on else None,
        reference=passed_on.reference if passed_on else None,
        closed_by=closed.by if closed else None,
        closed_at=closed.at if closed else None,
        reason=closed.reason if closed else None,
    )


def _reasons(item: DeskMention) -> tuple[ReasonShape, ...]:
    if item.labels is None:
        return ()
    return tuple(
        ReasonShape(
            label=reason.label,
            rule=reason.rule,
            start=reason.start,
            end=reason.end,
            words=words_of(item.mention.text, reason),
        )
        for reason in item.labels.reasons
    )
