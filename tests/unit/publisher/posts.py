"""An invented force of five people and two accounts, a post of theirs in every state, and commands about it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count

from services.publisher.domain import effect
from services.publisher.domain.matching import Candidate
from services.publisher.domain.ruling import Ruling, rule_on
from services.publisher.domain.struck import held
from services.publisher.domain.world import OurAccount, Policy, World
from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Delivery, State
from shared.contracts.post_requested import (
    Approve,
    Command,
    Content,
    Edit,
    Reschedule,
    Review,
    SendBack,
    Settle,
    Submit,
    TakeDown,
    Withdraw,
)
from shared.contracts.staff_changed import Grant, Person, Role, Training
from shared.rules.holding import Parts

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
TEXT = "Queens Road is closed. Thank you for your patience."
POLICY = Policy()
KINDS: Mapping[type[Command], str] = {
    Submit: "post.submit",
    Approve: "post.approve",
    SendBack: "post.send_back",
    Edit: "post.edit",
    Withdraw: "post.withdraw",
    Reschedule: "post.reschedule",
    Settle: "post.settle",
    TakeDown: "post.take_down",
    Review: "post.review",
}
_numbers = count(1)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def person(id_: str, role: Role, district: str = "hastings", *, until: date = date(2027, 1, 1)) -> Person:
    trained = Training(course="social_media", valid_from=date(2026, 1, 1), valid_until=until)
    grants = (Grant(role=role, district=district),)
    return Person(id=id_, name=id_.title(), grants=grants, training=(trained,), by="it", at=NOW)


STAFF = (
    person("officer", "officer"),
    person("approver", "approver"),
    person("boss", "supervisor", "*"),
    person("lapsed", "approver", until=date(2026, 5, 3)),
    person("elsewhere", "approver", "crawley"),
)


PARTS = Parts(
    {"east_sussex": frozenset({"hastings"}), "west_sussex": frozenset({"crawley"})},
    {"x_hastings": frozenset({"hastings"}), "x_old": frozenset({"hastings"}), "x_crawley": frozenset({"crawley"})},
)


def world(
    *changed: Person, without: str = "", policy: Policy = POLICY, retired: bool = False, holds: Iterable[Hold] = ()
) -> World:
    staff = {each.id: each for each in (*STAFF, *changed)}
    staff.pop(without, None)
    accounts = (
        OurAccount("x_hastings", "x", "sbx_hastings", ("hastings",), active=not retired),
        OurAccount("x_old", "x", "sbx_old", ("hastings",), active=False),
    )
    standing = {each.scope: each for each in holds}
    return World({each.id: each for each in accounts}, staff, policy, too_long, standing, PARTS)


def hold(scope: str = "force", at: datetime = NOW, incident: str | None = None, until: datetime | None = None) -> Hold:
    """A hold by the boss, released at `until` where that is given."""
    said = {"id": f"h-{scope}", "scope": scope, "reason": "A big fire", "by": "boss", "at": at}
    return Hold.model_validate(said | {"incident": incident, "released_at": until, "released_by": until and "boss"})


def too_long(platform: str, text: str) -> str | None:
    return f"It is too long for {platform}." if len(text) > 280 else None


def suspended(id_: str) -> Person:
    return next(each for each in STAFF if each.id == id_).model_copy(update={"active": False})


WORLD = world()


def asks(kind: type[Command], by: str = "officer", /, **fields: object) -> Command:
    """A command about d1 at NOW, with an id of its own unless it is given one."""
    usual = {"id": f"c{next(_numbers)}", "delivery": "d1", "account": "x_hastings", "by": by, "at": NOW}
    return kind.model_validate(usual | fields)


def submits(text: str = TEXT, not_before: datetime | None = None, by: str = "officer", **fields: object) -> Command:
    """What a content has beside text and time goes there, and the rest into the command."""
    said = {name: fields.pop(name) for name in ("media", "reply_to", "follows", "incident") if name in fields}
    account = str(fields.get("account", "x_hastings"))
    content = Content.model_validate({"account": account, "text": text, "not_before": not_before} | said)
    return asks(Submit, by, **{"post": "p1", "content": content} | fields)


def approves(delivery: Delivery, by: str = "approver", **fields: object) -> Command:
    return asks(Approve, by, **{"hash": delivery.hash, "version": delivery.version, "delivery": delivery.id} | fields)


def rule(
    delivery: Delivery | None, command: Command, now: datetime = NOW, where: World = WORLD, *beside: Delivery
) -> Ruling:
    known = {each.id: each for each in (*beside, *([delivery] if delivery else []))}
    return rule_on(delivery, KINDS[type(command)], command, where, now, beside=known)


def ruled(delivery: Delivery | None, command: Command, now: datetime = NOW, where: World = WORLD) -> Delivery:
    """What the command made; it must have been allowed."""
    ruling = rule(delivery, command, now, where)
    assert ruling.delivery
    assert not ruling.refused, ruling.refused
    return ruling.delivery


READ = effect.Read(7, 9)


def sending(approved: Delivery, now: datetime | None = None, in_reply_to: str | None = None) -> Delivery:
    now = now or max(NOW, approved.content.not_before or NOW)
    shown = [f"media-{each.id}" for each in approved.content.media]
    body = '{"text": "as it was"}'
    return effect.begin(approved, now, body, None, READ, POLICY, media=shown, in_reply_to=in_reply_to)


def posted(approved: Delivery) -> Delivery:
    return effect.posted(sending(approved), NOW, "100", "https://x.com/sbx_hastings/status/100")


def taken_down(it: Delivery) -> Delivery:
    return ruled(it, asks(TakeDown, "approver", delivery=it.id, reason="The wrong road"))


def being_deleted(it: Delivery) -> Delivery:
    """Taken down, and the request to delete it begun."""
    return effect.begin_deletion(taken_down(it), NOW, READ, POLICY)


def in_state(state: State, *, not_before: datetime | None = None, text: str = TEXT, id_: str = "d1") -> Delivery:
    """A delivery that came to the state by its usual way, at NOW."""
    submitted = ruled(None, submits(text, not_before, delivery=id_))
    if state in EARLY:
        return EARLY[state](submitted)
    approved = ruled(submitted, approves(submitted))
    return LATE[state](approved)


EARLY: Mapping[State, Callable[[Delivery], Delivery]] = {
    "submitted": lambda it: it,
    "returned": lambda it: ruled(it, asks(SendBack, "approver", delivery=it.id, version=1, reason="Too long-winded")),
    "void": lambda it: ruled(it, asks(Withdraw, delivery=it.id)),
}
LATE: Mapping[State, Callable[[Delivery], Delivery]] = {
    "approved": lambda it: it,
    "missed": lambda it: held(it, NOW, hold()),
    "sending": sending,
    "posted": posted,
    "refused": lambda it: effect.refused(sending(it), NOW, "X refused it."),
    "unknown": lambda it: effect.unknown(sending(it), NOW, "X answered 503 after the request was sent.", answered=True),
    "abandoned": lambda it: ruled(
        effect.unknown(sending(it), NOW, "No answer"), asks(Settle, "boss", delivery=it.id, outcome="abandoned")
    ),
    "deleting": lambda it: taken_down(posted(it)),
    "deleted": lambda it: effect.deleted(being_deleted(posted(it)), NOW),
    "delete_unknown": lambda it: effect.delete_unknown(being_deleted(posted(it)), NOW, NOW + minutes(1), "No answer"),
}


def candidate(
    number: int, text: str = TEXT, after: float = 1.0, in_reply_to: str | None = None, media: tuple[str, ...] = ()
) -> Candidate:
    link = f"https://x.com/sbx_hastings/status/{number}"
    return Candidate(str(number), text, NOW + timedelta(seconds=after), link, in_reply_to, media)


def lane(*deliveries: Delivery) -> dict[str, Delivery]:
    return {each.id: each for each in deliveries}
