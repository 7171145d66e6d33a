"""What the calls about holds take and give; described to the world as all calls are, so a field is only ever added."""

from datetime import datetime

from pydantic import Field

from services.desk.acts.stopped import Stopped
from services.desk.domain.delivery import DeskDelivery
from services.desk.pages.api.post_shapes import look
from services.desk.pages.api.shapes import CallBody, Shape, Words


class HoldAsked(CallBody):
    """What is to be stopped, and why."""

    scope: Words = Field(
        description="`force`, or a division, district or account by its name or id; with its kind before it, as in "
        "`district:hastings`, where the name alone may mean two."
    )
    reason: Words
    incident: Words | None = Field(
        None, description="What a supervisor approves as being about this incident goes out all the same."
    )


class StoppedAccount(Shape):
    """An account within a hold's scope, and whether the publisher has said that nothing begins there any more."""

    account: str
    applied: bool
    reported_at: datetime | None = Field(description="When the publisher last said anything of this account.")


class StoppedPost(Shape):
    """A post that a hold concerns."""

    id: str
    account: str
    text: str
    state: str
    not_before: datetime | None
    link: str | None
    reason: str
    look: str


class HoldShape(Shape):
    """A hold as it stands; posts are those that you may see."""

    id: str
    scope: str
    name: str = Field(description="The scope as people say it.")
    reason: str
    incident: str | None
    by: str
    at: datetime
    released_by: str | None
    released_at: datetime | None
    state: str = Field(description="being applied, until it is acknowledged for every account; applied; released.")
    acknowledged: int = Field(description="Accounts on which nothing begins any more.")
    of: int = Field(description="Active accounts in its scope.")
    accounts: tuple[StoppedAccount, ...]
    in_flight: tuple[StoppedPost, ...] = Field(
        description="Their requests had left for the platform when it began; `state` is what became of each."
    )
    waiting: tuple[StoppedPost, ...] = Field(description="Approved; each misses its time unless this ends before.")
    missed: tuple[StoppedPost, ...] = Field(description="Their time came under it; a person gives each another.")
    passing: tuple[StoppedPost, ...] = Field(
        description="Approved by a supervisor under its incident: these go out, or went out since it began."
    )
    would_pass: tuple[StoppedPost, ...] = Field(description="About its incident, and not approved yet.")
    look: str


def hold_shape(stopped: Stopped) -> HoldShape:
    """The hold as the calls give it."""
    hold = stopped.hold
    return HoldShape(
        **hold.model_dump(),
        name=stopped.called,
        state=stopped.state,
        acknowledged=len(stopped.applied),
        of=len(stopped.accounts),
        accounts=tuple(
            StoppedAccount(account=each.account, applied=each.applied, reported_at=each.reported_at)
            for each in stopped.accounts
        ),
        in_flight=tuple(map(_post, stopped.in_flight)),
        waiting=tuple(map(_post, stopped.waiting)),
        missed=tuple(map(_post, stopped.missed)),
        passing=tuple(map(_post, stopped.passing)),
        would_pass=tuple(map(_post, stopped.would_pass)),
        look=f"/api/holds/{hold.id}",
    )


def _post(item: DeskDelivery) -> StoppedPost:
    return StoppedPost(
        id=item.id,
        account=item.account,
        text=item.text,
        state=item.state,
        not_before=item.due_at,
        link=item.delivery.link,
        reason=item.delivery.reason,
        look=look(item.id),
    )
