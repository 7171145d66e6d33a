"""The examples of posts: commands, deliveries as they stand, holds."""

from typing import get_args

from shared.contracts.fact import Fact
from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import (
    COMMAND_REFUSED,
    REVIEWED,
    Approval,
    Attempt,
    CommandRefused,
    Delivery,
    State,
    Step,
    TakenDown,
)
from shared.contracts.post_requested import (
    Approve,
    Attachment,
    Content,
    Edit,
    Finding,
    Reschedule,
    Review,
    SendBack,
    Settle,
    Submit,
    Summons,
    TakeDown,
    TemplateUse,
    Withdraw,
)
from tests.contracts.mention_example import AT, MENTION

PICTURE = Attachment(id="a" * 64, media_type="image/jpeg", alt_text="A «road» closed by a cone", expires_at=AT)
_CONTENT = Content(account="x_hastings", text="Caught! «Queens Road» 🚓", not_before=AT)
_FULL = Content(
    account="x_hastings",
    text="Caught! «Queens Road» 🚓",
    not_before=AT,
    media=(PICTURE,),
    reply_to=Summons(
        mention=MENTION.id,
        platform_id=MENTION.platform_id,
        accounts=MENTION.accounts,
        conversation=MENTION.conversation,
        link=MENTION.link,
        posted_at=AT,
        received_at=AT,
    ),
    follows="0195e2b6-0000-7000-8000-000000000006",
    incident="Pier fire",
)
_FINDING = Finding(
    rule="guilt_before_trial",
    level="asks",
    says="Are proceedings active?",
    source="https://www.legislation.gov.uk/ukpga/1981/49",
    start=0,
    end=6,
    answer="Nobody is charged.",
)
_USE = TemplateUse(template="t1", hash="b" * 64, language="pl", route="non_emergency_101", handle="invented_one")
DELIVERY = Delivery(
    id="0195e2b6-0000-7000-8000-000000000002",
    post="0195e2b6-0000-7000-8000-000000000003",
    platform="x",
    content=_CONTENT,
    hash=_CONTENT.hash,
    version=4,
    state="posted",
    author="officer",
    submitted_at=AT,
    approval=Approval(
        by="approver", at=AT, hash=_CONTENT.hash, expires_at=AT, incident="Pier fire", second="supervisor"
    ),
    attempt=Attempt(
        number=1,
        begun_at=AT,
        deadline=AT,
        body='{"text": "Caught!"}',
        staff_offset=7,
        hold_offset=3,
        media=("1850000000000000003",),
        in_reply_to="1850000000000000001",
    ),
    findings=(_FINDING,),
    guidance="c" * 64,
    template=_USE,
    take_down=TakenDown(
        by="approver",
        at=AT,
        reason="the man was found",
        review_by=AT,
        reviewed_by="supervisor",
        reviewed_at=AT,
        verdict="right",
        remark="Quickly done.",
    ),
    deletion=Attempt(number=1, begun_at=AT, deadline=AT, body="", staff_offset=7),
    retry_at=AT,
    platform_id="1850000000000000002",
    link="https://x.com/i/status/1850000000000000002",
    posted_at=AT,
    candidates=("https://x.com/i/status/1850000000000000002",),
    reason="the platform took it",
    replaces="0195e2b6-0000-7000-8000-000000000004",
    replaced_by="0195e2b6-0000-7000-8000-000000000005",
    commands=("c1", "c2"),
    refusals=(CommandRefused(command="c2", asked="post.approve", by="officer", at=AT, why="their own post"),),
    history=(Step(transition="post.submitted", at=AT, by="officer"),),
    changed_at=AT,
)
_ASKED = {"id": "c1", "delivery": DELIVERY.id, "account": "x_hastings", "by": "officer", "at": AT}

POSTS: dict[str, Fact] = {
    "post.submit": Submit(
        post=DELIVERY.post,
        content=_CONTENT,
        replaces=DELIVERY.replaces,
        findings=(_FINDING,),
        guidance="c" * 64,
        template=_USE,
        **_ASKED,
    ),
    "post.approve": Approve(hash=_CONTENT.hash, version=1, **_ASKED),
    "post.send_back": SendBack(version=1, reason="Say which road.", **_ASKED),
    "post.edit": Edit(replaced_by="0195e2b6-0000-7000-8000-000000000005", **_ASKED),
    "post.withdraw": Withdraw(reason="no longer true", **_ASKED),
    "post.reschedule": Reschedule(version=2, not_before=AT, **_ASKED),
    "post.settle": Settle(outcome="posted", url="https://x.com/i/status/1850000000000000002", **_ASKED),
    "post.take_down": TakeDown(reason="the man was found", **_ASKED),
    "post.review": Review(verdict="right", remark="Quickly done.", **_ASKED),
    **{f"post.{state}": DELIVERY.model_copy(update={"state": state}) for state in get_args(State)},
    COMMAND_REFUSED: DELIVERY,
    REVIEWED: DELIVERY.model_copy(update={"content": _FULL, "hash": _FULL.hash}),
    **{
        transition: Hold(
            id="0195e2b6-0000-7000-8000-000000000007",
            scope="district:hastings",
            reason="A fire on the pier",
            incident="Pier fire",
            by="supervisor",
            at=AT,
            released_by="supervisor",
            released_at=AT,
        )
        for transition in ("hold.begun", "hold.released")
    },
}

LATER_POSTS: dict[str, Fact] = {
    "post.submit": Submit(post=DELIVERY.post, content=_FULL, template=_USE, **_ASKED),
}
"""Further examples of transitions that have grown inside since their first golden record."""
