"""Whatever people ask in whatever order, however often, and whatever a platform answers: never twice, never alone."""
# ruff: noqa: D102 - a rule's name is its sentence, as a test's is

from datetime import datetime, timedelta
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.publisher.domain import effect
from services.publisher.domain.change import transition_of
from services.publisher.domain.matching import Candidate, claimed_by, matches
from services.publisher.domain.ruling import Ruling, rule_on
from services.publisher.domain.standing import same_text
from services.publisher.domain.submission import OVER
from services.publisher.domain.world import World
from shared.contracts.post_changed import Delivery
from shared.contracts.post_requested import (
    Approve,
    Command,
    Edit,
    Reschedule,
    SendBack,
    Settle,
    TakeDown,
    Withdraw,
)
from shared.x.snowflake import first_id_at
from tests.unit.publisher.posts import KINDS, NOW, POLICY, STAFF, asks, submits, suspended, world

IDS = st.sampled_from(["d1", "d2", "d3"])
GOES = st.booleans()
"""Whether the lane runs before anything else happens."""
PEOPLE = st.sampled_from([*(each.id for each in STAFF), "stranger"])
LIKELY = st.sampled_from(["officer", "approver", "boss"])
TEXTS = st.sampled_from(["Road closed.", "Road  closed.", "Road open."])
TIMES = st.sampled_from([None, timedelta(0), timedelta(minutes=3), timedelta(hours=1)])
PAUSES = st.sampled_from([1, 4, 61, 300, 900]).map(lambda seconds: timedelta(seconds=seconds))
PICK = st.integers(0, 10_000)


class Account(RuleBasedStateMachine):
    """One account with its people, its clock, and a platform that knows what really happened."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.away = NOW, set[str]()
        self.book: dict[str, Delivery] = {}
        self.said: list[Command] = []
        self.late: list[Command] | None = None
        self.posts: list[Candidate] = []
        self.may_be_out: set[str] = set()
        self.approvals_used: set[tuple[str, int]] = set()
        self.approved_in: dict[str, int] = {}

    @property
    def world(self) -> World:
        return world(*(suspended(each) for each in self.away))

    # What people do

    @initialize(first=TEXTS, second=TEXTS)
    def there_are_two_that_were_approved(self, first: str, second: str) -> None:
        for id_, text in (("d1", first), ("d2", second)):
            self.hears(submits(text, delivery=id_))
            self.approves(id_, "approver", goes=False)
        self.goes(until_nothing_is_due=True)

    @rule(id_=IDS, by=LIKELY, text=TEXTS, after=TIMES, replaces=st.none() | IDS)
    def submits(self, id_: str, by: str, text: str, after: timedelta | None, replaces: str | None) -> None:
        self.hears(submits(text, self.time(after), by, delivery=id_, at=self.now, replaces=replaces))

    @rule(id_=IDS, by=LIKELY, goes=GOES)
    def approves(self, id_: str, by: str, *, goes: bool) -> None:
        it = self.book.get(id_)
        bound = {"hash": it.hash, "version": it.version} if it else {"hash": "0" * 64, "version": 1}
        self.asks(Approve, by, id_, **bound)
        self.goes(until_nothing_is_due=goes)

    @rule(id_=IDS, seen=IDS, version=st.integers(1, 5))
    def approves_what_they_saw_elsewhere(self, id_: str, seen: str, version: int) -> None:
        it = self.book.get(seen)
        self.asks(Approve, "approver", id_, hash=it.hash if it else "0" * 64, version=version)

    @rule(id_=IDS, by=LIKELY, after=TIMES)
    def reschedules(self, id_: str, by: str, after: timedelta | None) -> None:
        self.asks(Reschedule, by, id_, version=self.version(id_), not_before=self.time(after))

    @rule(id_=IDS, anew=IDS, by=LIKELY, text=TEXTS)
    def writes_it_again(self, id_: str, anew: str, by: str, text: str) -> None:
        """As the desk does it: both in one transaction, whatever comes of the first."""
        seen = self.version(id_) if id_ in self.book and self.book[id_].state in OVER else None
        self.asks(Edit, by, id_, replaced_by=anew, version=seen)
        self.hears(submits(text, None, by, delivery=anew, at=self.now, replaces=id_))

    @rule(id_=IDS, by=PEOPLE, kind=st.sampled_from([SendBack, Edit, Withdraw, TakeDown]))
    def changes_their_mind(self, id_: str, by: str, kind: type[Command]) -> None:
        fields = {"version": self.version(id_), "reason": "Not like this", "replaced_by": "d3"}
        self.asks(kind, by, id_, **{name: each for name, each in fields.items() if name in kind.model_fields})

    @precondition(lambda self: bool(effect.unknown_of(self.book)))
    @rule(id_=IDS, by=LIKELY, outcome=st.sampled_from(["posted", "not_posted", "abandoned"]), post=st.integers(1, 3))
    def settles(self, id_: str, by: str, outcome: str, post: int) -> None:
        there = [each.platform_id for each in self.posts][post - 1 : post] or [first_id_at(self.now)]
        self.asks(Settle, by, id_, outcome=outcome, url=f"https://x.com/i/status/{there[0]}", replaced_by="d3")

    @precondition(lambda self: self.said)
    @rule(pick=PICK)
    def an_old_command_comes_again(self, pick: int) -> None:
        self.hears(self.said[pick % len(self.said)])

    @rule()
    def the_topic_falls_behind(self) -> None:
        self.late = self.late or []

    @precondition(lambda self: self.late)
    @rule(order=st.randoms(use_true_random=False))
    def what_was_late_comes_in_any_order(self, order: Random) -> None:
        late, self.late = self.late or [], None
        order.shuffle(late)
        for command in late:
            self.hears(command)

    @rule(who=st.sampled_from(["officer", "approver"]))
    def somebody_is_suspended_or_comes_back(self, who: str) -> None:
        self.away ^= {who}

    @rule(pause=PAUSES, goes=GOES)
    def time_passes(self, pause: timedelta, *, goes: bool) -> None:
        self.now += pause
        self.goes(until_nothing_is_due=goes)

    # What the lane does

    @rule()
    def starts_nothing_after_a_takeover(self) -> None:
        step = effect.next_step(self.book, self.world, self.now, self.now + timedelta(1))
        assert not isinstance(step, effect.Begin)

    def goes(self, *, until_nothing_is_due: bool) -> None:
        """The lane takes its steps, or does not come to it."""
        goes = until_nothing_is_due
        while goes:
            match effect.next_step(self.book, self.world, self.now, None):
                case effect.Change(transition, delivery):
                    assert transition == transition_of(delivery)
                    self.becomes(delivery)
                case effect.Begin(delivery):
                    self.begins(delivery)
                case effect.Nothing(until):
                    assert until is None or until > self.now
                    goes = False

    @precondition(lambda self: self.under_way())
    @rule(answer=st.sampled_from(["posted", "lost", "never came", "limited", "too slow", "no"]), wait=PAUSES, goes=GOES)
    def the_platform_answers(self, answer: str, wait: timedelta, *, goes: bool) -> None:
        it = self.under_way()[0]
        if answer in ("posted", "lost"):
            self.appears(it)
        if answer in ("limited", "too slow", "no"):
            self.may_be_out.discard(it.id)
            self.approvals_used.remove((it.id, self.approved_in[it.id]))
        match answer:
            case "posted":
                after = effect.posted(it, self.now, self.posts[-1].platform_id, self.posts[-1].link)
            case "limited":
                after = effect.try_again(it, self.now, self.now + wait, "X asks to wait.", POLICY)
            case "too slow":
                after = effect.called_off(it, self.now, "Too slow.", POLICY)
            case "no":
                after = effect.refused(it, self.now, "X refused it.")
            case _:
                after = effect.taken_over(it, self.now)
        self.becomes(after)
        self.goes(until_nothing_is_due=goes)

    @precondition(lambda self: bool(effect.unknown_of(self.book)))
    @rule(pick=PICK)
    def the_timeline_is_read(self, pick: int) -> None:
        unknown = effect.unknown_of(self.book)
        it = unknown[pick % len(unknown)]
        matched = matches(it, self.posts, claimed_by(self.book.values(), but=it.id))
        if found := effect.settled_by_timeline(it, self.now, matched):
            self.becomes(found)

    # What must hold

    @invariant()
    def one_request_at_a_time(self) -> None:
        assert len(self.under_way()) <= 1

    @invariant()
    def no_post_belongs_to_two_deliveries(self) -> None:
        taken = [it.platform_id for it in self.book.values() if it.platform_id]
        assert len(taken) == len(set(taken))

    @invariant()
    def no_place_is_taken_twice(self) -> None:
        taken = [it.replaces for it in self.book.values() if it.replaces and self.was_taken(it)]
        assert len(taken) == len(set(taken))

    def was_taken(self, it: Delivery) -> bool:
        """Whether it ever waited for approval."""
        return any(step.transition == "post.submitted" for step in it.history)

    def begins(self, it: Delivery) -> None:
        approval = it.approval
        assert approval
        assert approval.by != it.author
        assert approval.hash == it.hash == it.content.hash
        assert self.now < approval.expires_at
        assert not {approval.by, it.author} & self.away
        assert any(self.is_its_approval(each, it) for each in self.said), "nobody asked for it"
        assert it.id not in self.may_be_out, "it may be on the platform already"
        assert not same_text(it, effect.unknown_of(self.book)), "nobody could tell the two apart"
        used = (it.id, self.approved_in[it.id])
        assert used not in self.approvals_used, "one approval, two requests"
        self.approvals_used.add(used)
        self.may_be_out.add(it.id)
        self.becomes(effect.begin(it, self.now, "{}", None, effect.Read(7, 9), POLICY))

    def is_its_approval(self, command: Command, it: Delivery) -> bool:
        return (
            isinstance(command, Approve)
            and command.id in it.commands
            and (command.delivery, command.hash) == (it.id, it.hash)
            and it.approval is not None
            and command.by == it.approval.by
        )

    def hears(self, command: Command) -> None:
        self.said.append(command)
        if self.late is not None:
            self.late.append(command)
            return
        before = self.book.get(command.delivery)
        ruling = self.ruling(command)
        assert ruling != Ruling() or (before and command.id in before.commands)
        if ruling.delivery:
            self.becomes(ruling.delivery)
            assert self.ruling(command) == Ruling(), "the same command decided twice"
            if ruling.refused:
                assert before
                assert ruling.delivery.version == before.version
            elif isinstance(command, Approve):
                self.approved_in[command.delivery] = ruling.delivery.version

    def ruling(self, command: Command) -> Ruling:
        known = self.book.get(command.delivery)
        return rule_on(known, KINDS[type(command)], command, self.world, self.now, beside=self.book)

    def asks(self, kind: type[Command], by: str, id_: str, **fields: object) -> None:
        self.hears(asks(kind, by, delivery=id_, at=self.now, **fields))

    def becomes(self, it: Delivery) -> None:
        before = self.book.get(it.id)
        assert Delivery.model_validate_json(it.model_dump_json()) == it, "it would not come back from Kafka"
        assert (
            before is None
            or it.version - before.version in ((0,) if it.state == before.state else (1,))
            or (before.state == it.state == "submitted")
        )
        self.book[it.id] = it

    def under_way(self) -> list[Delivery]:
        return [it for it in self.book.values() if it.state == "sending"]

    def time(self, after: timedelta | None) -> datetime | None:
        return None if after is None else self.now + after

    def version(self, id_: str) -> int:
        return self.book[id_].version if id_ in self.book else 1

    def appears(self, it: Delivery) -> None:
        number = str(int(first_id_at(self.now)) + len(self.posts) + 1)
        made_at: datetime = self.now
        self.posts.append(Candidate(number, it.content.text, made_at, f"https://x.com/i/status/{number}"))


TestAnyOrderOfEvents = Account.TestCase
TestAnyOrderOfEvents.settings = settings(max_examples=300, stateful_step_count=40)
