"""What the calls about posts take and give; described to the world as all calls are, so a field is only ever added."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Query
from pydantic import AfterValidator, Field

from services.desk.acts.asking import Asked
from services.desk.domain.delivery import DeskDelivery
from services.desk.pages.api.shapes import CallBody, Shape, Words
from shared.contracts.post_changed import CommandRefused, Step, TakenDown
from shared.contracts.post_requested import Attachment, Finding, Summons, TemplateUse


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time with its zone is needed, such as 2026-05-01T12:00:00Z")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("this is no time that a post can have") from None


Time = Annotated[datetime, AfterValidator(_in_utc)]


Wait = Annotated[float, Query(ge=0, le=10, description="Seconds to wait for the publisher's decision.")]


class ApproveAsked(CallBody):
    """What the approval is bound to, as it was seen."""

    hash: Words
    version: int


class ReasonAsked(CallBody):
    """Why; and the version that was looked at, where it matters."""

    reason: Words
    version: int | None = None


class WithdrawAsked(CallBody):
    """Why, where there is something to say."""

    reason: Words = ""


class RescheduleAsked(CallBody):
    """Another time; null is as soon as it is approved."""

    not_before: Time | None
    version: int | None = None


class SettleAsked(CallBody):
    """What became of it."""

    outcome: Words = Field(description="posted, not_posted or abandoned")
    url: Words | None = Field(None, description="The address of the post on the platform, where it is there.")


class TakeDownAsked(CallBody):
    """Why it must go, for the second person who looks at it."""

    reason: Words


class ReviewAsked(CallBody):
    """What the second person thinks of it."""

    verdict: Words = Field(description="right or wrong")
    remark: Words = Field("", description="Needed where it was wrong.")


class DeliveriesAsked(CallBody):
    """Which deliveries are wanted; what is left out filters nothing."""

    state: Words = Field("", description="As a delivery's `state`; several with commas between them.")
    district: Words = ""
    account: Words = ""
    post: Words = Field("", description="Those that were sent for approval together.")
    limit: int = Field(200, ge=1, le=1000)
    offset: int = Field(0, ge=0, le=1_000_000)


class NewDelivery(Shape):
    """A delivery that was sent for approval, with what an approval has to name."""

    id: str
    hash: str
    version: int


class SubmittedShape(NewDelivery):
    """One of those that were sent for approval together, as far as the publisher has taken it."""

    account: str
    text: str = Field(description="As it will go out: in Unicode's form NFC, without space around it.")
    state: str = Field(description="submitted; void where the publisher did not take it.")
    reason: str = ""
    look: str = Field(description="Where to see how it stands.")


class PostShape(Shape):
    """What was sent for approval."""

    post: str
    deliveries: tuple[SubmittedShape, ...]


class AskedShape(Shape):
    """It was asked of the publisher, who has not decided yet."""

    delivery: str
    command: str
    state: str = Field(description="As it stands meanwhile.")
    look: str = Field(
        description="Where to see what came of it: `refusals` there names the command, or `state` moved on."
    )
    again: NewDelivery | None = Field(description="The delivery that is to take its place, where there is one.")


class CountsShape(Shape):
    """Public counts, as the platform said at a time; null is one that it did not give."""

    at: datetime
    likes: int | None
    replies: int | None
    reposts: int | None
    quotes: int | None
    impressions: int | None


class DeliveryShape(Shape):
    """A delivery as it stands."""

    id: str
    post: str
    platform: str
    account: str
    text: str
    not_before: datetime | None
    hash: str
    version: int
    state: str
    pending: bool = Field(description="True while the publisher has not taken it: what is shown is how it will begin.")
    reason: str = Field(description="Why it is in this state.")
    author: str
    submitted_at: datetime
    approver: str | None
    approved_at: datetime | None
    approval_expires_at: datetime | None
    approved_under: str | None = Field(description="The incident whose holds it may pass by a supervisor's approval.")
    approver_second: str | None = Field(
        description="The other, where two people approved it beforehand, as a template."
    )
    held_by: tuple[str, ...] = Field((), description="Holds that stand and that it may not pass, by their ids.")
    retry_at: datetime | None
    platform_id: str | None
    link: str | None
    posted_at: datetime | None
    candidates: tuple[str, ...] = Field(description="Links of posts that may be this one, for a person to settle.")
    replaces: str | None
    again: NewDelivery | None = Field(description="The delivery that took its place, where there is one.")
    counts: CountsShape | None
    media: tuple[Attachment, ...] = Field(description="Its pictures, in their order; bytes at /api/media/{id}.")
    reply_to: Summons | None = Field(description="The message that it answers.")
    follows: str | None = Field(description="The delivery that it continues as a thread.")
    incident: str | None = Field(description="The major incident that it is about.")
    findings: tuple[Finding, ...] = Field(description="What the guidance check said, and what the author answered.")
    template: TemplateUse | None
    take_down: TakenDown | None = Field(description="Who had it deleted, why, and what the second person said.")
    history: tuple[Step, ...]
    refusals: tuple[CommandRefused, ...]
    changed_at: datetime


def delivery_shape(item: DeskDelivery, successor: DeskDelivery | None, held_by: tuple[str, ...] = ()) -> DeliveryShape:
    """The delivery as the calls give it, with the one that took its place."""
    fact, approval = item.delivery, item.delivery.approval
    return DeliveryShape(
        **fact.model_dump(),  # what the call does not give is passed over
        account=item.account,
        text=item.text,
        not_before=item.due_at,
        pending=item.expected,
        approver=approval.by if approval else None,
        approved_at=approval.at if approval else None,
        approval_expires_at=approval.expires_at if approval else None,
        approved_under=approval.incident if approval else None,
        approver_second=approval.second if approval else None,
        held_by=held_by,
        media=fact.content.media,
        reply_to=fact.content.reply_to,
        follows=fact.content.follows,
        incident=fact.content.incident,
        again=new_delivery(successor) if successor else None,
        counts=CountsShape(**item.counts.model_dump()) if item.counts else None,
    )


def new_delivery(item: DeskDelivery) -> NewDelivery:
    """What an approval of it has to name."""
    return NewDelivery(id=item.id, hash=item.delivery.hash, version=item.delivery.version)


def post_shape(post: str, items: Sequence[DeskDelivery]) -> PostShape:
    """What was sent for approval, each as far as it has come."""
    return PostShape(
        post=post,
        deliveries=tuple(
            SubmittedShape(
                **new_delivery(item).model_dump(),
                account=item.account,
                text=item.text,
                state=item.state,
                reason=item.delivery.reason,
                look=look(item.id),
            )
            for item in items
        ),
    )


def asked_shape(asked: Asked, item: DeskDelivery, successor: DeskDelivery | None) -> AskedShape:
    """What was asked, and where to look."""
    return AskedShape(
        delivery=asked.delivery,
        command=asked.command,
        state=item.state,
        look=look(asked.delivery),
        again=new_delivery(successor) if successor else None,
    )


def look(delivery: str) -> str:
    """Where a delivery is to be seen."""
    return f"/api/deliveries/{delivery}"
